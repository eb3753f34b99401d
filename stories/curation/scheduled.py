"""What has a date, a ledger and readers who were told: how it is changed, withdrawn and brought back, and by no other
way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from votes import events, schedule
from votes.models import Event, Vote
from votes.models.decisions import SCHEDULE_FIELDS
from votes.models.events import EVENT_FIELDS

Dated = Vote | Event


@dataclass(frozen=True, slots=True)
class Scheduled:
    """The fields that move, and the functions that alone may write them."""

    fields: tuple[str, ...]
    change: Callable[..., object]
    withdraw: Callable[..., object]
    restore: Callable[..., object]


SCHEDULED: dict[type[Model] | type[Any], Scheduled] = {
    Vote: Scheduled(SCHEDULE_FIELDS, schedule.change, schedule.withdraw, schedule.restore),
    Event: Scheduled(EVENT_FIELDS, events.change, events.withdraw, events.restore),
}

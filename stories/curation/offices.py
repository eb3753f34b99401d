"""Roles and places put right by hand: what somebody's title, seat and time in office are, and where a place is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from officials.models import Place, Role
from stories.curation.choice import CurationError
from stories.curation.log import take_turn
from stories.curation.rows import change_row, log_change
from stories.matching import rematch
from stories.models import LoggedAction

# Of a role and a place, what their forms hold and the log keeps.
ROLE_FIELDS = ("person_id", "body_id", "title", "seat", "since", "until", "term_note", "voting")
PLACE_FIELDS = ("name", "kind", "state", "time_zone", "ocd_division_id")


@transaction.atomic
def save_role(
    role: Role, values: Mapping[str, Any], by: User, now: datetime, reason: str = "", seen: str | None = None
) -> LoggedAction:  # fmt: skip
    """Keep a role with these values of its fields; `seen` is the mark of those that were shown."""
    take_turn()
    row = Role.objects.select_for_update(of=("self",)).select_related("body", "person").filter(pk=role.pk).first()
    if row is None or row.person.redacted_at:
        raise CurationError("This role is no longer there.")
    change = change_row(row, ROLE_FIELDS, values, seen)
    rematch.weigh_again(row.body)
    return log_change(row, role, change, by, now, reason)


@transaction.atomic
def save_place(
    place: Place, values: Mapping[str, Any], by: User, now: datetime, reason: str = "", seen: str | None = None
) -> LoggedAction:  # fmt: skip
    """Keep a place with these values of its fields; its days and reminders count in its time zone from then on."""
    take_turn()
    row = Place.objects.select_for_update().filter(pk=place.pk).first()
    if row is None:
        raise CurationError("This place is no longer there.")
    change = change_row(row, PLACE_FIELDS, values, seen)
    return log_change(row, place, change, by, now, reason)

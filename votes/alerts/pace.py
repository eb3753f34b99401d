"""How quickly a domain is sent mail: not more a minute than MAIL_PACE says of it, whatever number of workers send.

What would be too much waits for its turn, and keeps nobody else's mail waiting meanwhile.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from votes.models import Message, Pace

# Mail that may go at once, by the time in which it would go one by one: the clock wakes the sending no more often.
AT_ONCE = timedelta(seconds=20)


def domain_of(message: Message) -> str:
    """Return the domain that a message goes to."""
    return (message.to or message.subscriber.email).rpartition("@")[2]


@transaction.atomic
def turns(messages: Sequence[Message], now: datetime) -> dict[int, datetime]:
    """Return by number when those of these messages come due whose domain has had its share for now; the others go."""
    by_domain: dict[str, list[Message]] = {}
    for message in messages:
        if domain_of(message) in settings.MAIL_PACE:
            by_domain.setdefault(domain_of(message), []).append(message)
    return {pk: turn for domain in sorted(by_domain) for pk, turn in _turns(domain, by_domain[domain], now).items()}


def _turns(domain: str, messages: Sequence[Message], now: datetime) -> dict[int, datetime]:
    step = timedelta(minutes=1) / settings.MAIL_PACE[domain]
    Pace.objects.get_or_create(domain=domain, defaults={"next_at": now - AT_ONCE, "last_turn": now})
    pace = Pace.objects.select_for_update().get(domain=domain)
    pace.next_at = max(pace.next_at, now - max(AT_ONCE - step, timedelta(0)))
    later = {}
    for message in messages:
        if pace.next_at <= now:
            pace.next_at += step
        else:
            pace.last_turn = max(pace.last_turn, now) + step
            # Not all at the same beat of our clock.
            later[message.pk] = pace.last_turn + step * random.random()  # noqa: S311 - nothing secret
    pace.save()
    return later

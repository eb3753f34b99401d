"""What forms ask for, noted as it is and taken up by a worker: the page does the same work whatever the address, so
that neither its words nor the time it takes tell whether the address is known.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from votes.alerts.barred import is_barred
from votes.alerts.subscribe import send_link, subscribe
from votes.alerts.topics import Topic, by_key
from votes.models import Subscription, Wish
from votes.subjects import key_of
from votes.sweeps import Sweep


def note(
    email: str, topic: Topic, kinds: Sequence[str], leads: Sequence[int], cadence: str, form: str, now: datetime
) -> None:
    """Note that somebody wants to follow a topic."""
    wish = {"kinds": [*kinds], "leads": [*leads], "cadence": cadence}
    Wish.objects.create(email=email.strip().lower(), topic=key_of(topic), form=form, sent_at=now, **wish)


def note_link(email: str, now: datetime) -> None:
    """Note that somebody wants the link to their alerts."""
    Wish.objects.create(email=email.strip().lower(), form="link", sent_at=now, cadence=Subscription.Cadence.AT_ONCE)


def take_up(now: datetime) -> int:
    """Do what was asked for, in its order, each by itself; return how many. Of a topic that is gone nothing comes, and
    to an address whose owner said "never again" nothing is sent.
    """
    sweep = Sweep("take_up", now)
    waiting = Wish.objects.exclude(pk__in=sweep.put_off).order_by("pk")
    return sum(sweep.do(pk, partial(_take_up, pk, now)) for pk in list(waiting.values_list("pk", flat=True)))


def _take_up(pk: int, now: datetime) -> int:
    wish = Wish.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if wish is None:
        return 0
    if not is_barred(wish.email):
        _do(wish, now)
    wish.delete()
    return 1


def _do(wish: Wish, now: datetime) -> None:
    if not wish.topic:
        send_link(wish.email, now)
    elif topic := by_key(wish.topic):
        subscribe(wish.email, topic, wish.kinds, wish.leads, wish.cadence, now, form=wish.form)

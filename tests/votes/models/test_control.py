"""Rules that the database keeps of faults and of what is held."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOW
from votes.models import Announcement, Fault, Held

pytestmark = pytest.mark.django_db


def test_one_fault_is_open_once_and_untold_until_its_end_is_told() -> None:
    fault = Fault.objects.create(key="server", says="The mail server is away.", began_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Fault.objects.create(key="server", says="The mail server is away.", began_at=NOW)
    assert Fault.objects.untold().count() == 1
    Fault.objects.update(told_at=NOW)
    assert Fault.objects.untold().count() == 0
    Fault.objects.update(over_at=NOW)
    assert (Fault.objects.untold().count(), Fault.objects.open().count()) == (1, 0)
    Fault.objects.update(over_told_at=NOW)
    assert Fault.objects.untold().count() == 0
    assert str(fault) == "server: The mail server is away."


def test_what_is_held_waits_until_somebody_decides() -> None:
    announcement = Announcement.objects.create(kind="date", subject="vote:1", topics=[], path="/", created_at=NOW)
    Held.objects.create(announcement=announcement, since=NOW)
    assert Held.objects.waiting().count() == 1
    Held.objects.update(decision="released")
    assert Held.objects.waiting().count() == 0

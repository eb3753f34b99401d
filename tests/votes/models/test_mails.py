"""What the database holds of mails: one reader is owed an announcement once."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOW, make_issue
from tests.votes.alerts.readers import make_reader
from votes.models import Announcement, Delivery

pytestmark = pytest.mark.django_db


def test_a_reader_is_owed_an_announcement_once_however_often_it_is_fanned_out() -> None:
    issue = make_issue()
    reader = make_reader(issue)
    announcement = Announcement.objects.create(
        kind="date", topics=[f"issue:{issue.pk}"], subject="vote:1", version=1, path="/", created_at=NOW
    )
    Delivery.objects.create(announcement=announcement, subscriber=reader, due_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(announcement=announcement, subscriber=reader, due_at=NOW)
    assert list(Delivery.objects.waiting(NOW).values_list("subscriber", flat=True)) == [reader.pk]

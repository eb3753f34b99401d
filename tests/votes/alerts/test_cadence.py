"""When a mail is due."""

from datetime import UTC, datetime

import pytest

from tests.factories import NOW
from tests.votes.alerts.readers import make_reader, make_scheduled
from votes.alerts import announce
from votes.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cadence", "due"),
    [
        ("at_once", NOW),
        # 8 a.m. in Chicago, on daylight saving time since March 8; NOW is a Tuesday, 10 a.m. there.
        ("daily", datetime(2026, 3, 11, 13, 0, tzinfo=UTC)),
        ("weekly", datetime(2026, 3, 16, 13, 0, tzinfo=UTC)),
    ],
)
def test_a_mail_is_due_in_the_morning_of_the_place_it_is_about(cadence: str, due: datetime) -> None:
    make_reader(make_scheduled().issue, cadence=cadence)
    announce.fan_out(NOW)
    assert Delivery.objects.get().due_at == due

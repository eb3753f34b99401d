"""All workers go by one clock."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from votes import clock

pytestmark = pytest.mark.django_db


def test_the_time_is_the_databases_whatever_a_machines_own_clock_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.now() + timedelta(hours=1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        [before] = cursor.fetchone()
    assert before <= clock.now() < before + timedelta(minutes=10)
    assert clock.now().utcoffset() is not None

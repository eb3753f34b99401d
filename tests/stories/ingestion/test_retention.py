"""Pages as served are dropped after the retention; what was read from them stays."""

import zlib
from datetime import datetime, timedelta
from typing import Any

import pytest

from stories.ingestion.clipping import Served
from stories.ingestion.retention import drop_old_bodies
from stories.ingestion.save import keep_snapshots
from stories.models import Snapshot
from stories.tasks import drop_old_snapshots
from tests.factories import NOW, make_article, make_version

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def kept(body: bytes, at: datetime) -> Snapshot:
    (snapshot,) = keep_snapshots([Served("https://outlet.example/pier", body, "text/html")], at)
    return snapshot


def test_a_page_is_dropped_after_the_retention_and_its_version_stays(settings: Any) -> None:
    settings.SNAPSHOT_RETENTION_DAYS = 30
    article = make_article()
    version = make_version(article, "The pier is closed.", snapshot=kept(b"old", NOW - 31 * DAY))
    young = kept(b"young", NOW - 29 * DAY)
    assert drop_old_bodies(NOW) == 1
    version.refresh_from_db()
    assert (version.snapshot.body, version.text) == (None, "The pier is closed.")
    young.refresh_from_db()
    assert zlib.decompress(young.body) == b"young"


def test_dropping_goes_on_until_nothing_old_is_left(settings: Any) -> None:
    settings.SNAPSHOT_RETENTION_DAYS = 1
    for number in range(5):
        kept(str(number).encode(), NOW - 2 * DAY)
    assert [drop_old_bodies(NOW, limit=2) for _ in range(4)] == [2, 2, 1, 0]
    kept(b"new", datetime.now(NOW.tzinfo))
    drop_old_snapshots()
    assert Snapshot.objects.exclude(body=None).count() == 1


def test_a_page_that_is_served_again_is_kept_again() -> None:
    kept(b"page", NOW - 900 * DAY)
    drop_old_bodies(NOW)
    snapshot = kept(b"page", NOW)
    snapshot.refresh_from_db()
    assert zlib.decompress(snapshot.body) == b"page"
    assert snapshot.fetched_at == NOW

"""Which backups stay: the newest of so many days, weeks and months."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from civictrack.backups.keep import backups_in, is_due, kept, prune
from civictrack.backups.manifest import Manifest

NOON = datetime(2026, 12, 31, 12, tzinfo=UTC)
EVERY_DAY = [NOON - timedelta(days=days) for days in range(400)]


def make(folder: Path, moment: datetime) -> Path:
    """A backup as far as pruning looks at it."""
    path = folder / f"civictrack-{moment:%Y-%m-%dT%H%M%SZ}"
    path.mkdir(parents=True)
    Manifest(moment.isoformat(), "1", "18", {}, {}, {}, "").write(path)
    return path


def test_of_each_day_week_and_month_the_newest_stays() -> None:
    stay = sorted(kept(EVERY_DAY, {"daily": 3, "weekly": 2, "monthly": 3}), reverse=True)
    assert [f"{moment:%m-%d}" for moment in stay] == ["12-31", "12-30", "12-29", "12-27", "11-30", "10-31"]
    assert len(kept(EVERY_DAY, {"daily": 7, "weekly": 4, "monthly": 12})) in range(18, 24)
    assert kept(EVERY_DAY, {}) == {NOON}


def test_two_of_one_day_count_as_one() -> None:
    earlier = NOON - timedelta(hours=1)
    assert kept([earlier, NOON, NOON - timedelta(days=1)], {"daily": 2}) == {NOON, NOON - timedelta(days=1)}


def test_only_backups_are_deleted_and_one_is_due_a_day(tmp_path: Path, settings: Any) -> None:
    settings.TIME_ZONE = "America/Chicago"
    assert is_due(tmp_path, NOON)
    old, new = make(tmp_path, NOON - timedelta(days=2)), make(tmp_path, NOON)
    (tmp_path / "civictrack-holiday").mkdir()
    (tmp_path / "civictrack-damaged").mkdir()
    (tmp_path / "civictrack-damaged" / "manifest.json").write_text(json.dumps({"format": 1}))
    assert [path for _, path in backups_in(tmp_path)] == [new, old]
    assert prune(tmp_path, {"daily": 1}) == [old]
    assert {path.name for path in tmp_path.iterdir()} == {new.name, "civictrack-holiday", "civictrack-damaged"}
    # Midnight by the site's clock.
    assert not is_due(tmp_path, datetime(2027, 1, 1, 5, 59, tzinfo=UTC))
    assert is_due(tmp_path, datetime(2027, 1, 1, 6, 1, tzinfo=UTC))

"""Real calendars beside this checkout, and the days around which they were saved."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from stories.ingestion.calendars.kinds import kind_of
from stories.ingestion.calendars.row import Answer, Reading, Span

FOLDER = Path(__file__).parents[5] / "shared" / "cases" / "calendars"
CHICAGO = ZoneInfo("America/Chicago")
NEW_YORK = ZoneInfo("America/New_York")
needs_fixtures = pytest.mark.skipif(not FOLDER.is_dir(), reason="needs ../shared/cases/calendars")


def no_more(url: str) -> Answer:
    raise AssertionError(f"asked for {url}")


def loaded(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def reading_of(name: str, url: str, today: date, kind: str) -> Reading:
    """What a saved calendar yields; of a kind that is recognised by itself."""
    answer = Answer((FOLDER / name).read_bytes(), url)
    known = kind_of(answer)
    assert known is not None
    assert known.name == kind
    return known.read(answer, Span(today, CHICAGO), no_more)

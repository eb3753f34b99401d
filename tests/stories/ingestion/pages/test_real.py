"""The saved page the project grew from, read exactly; its words stay in ../shared."""

import json
from pathlib import Path

import pytest

from stories.ingestion.pages.read import read

STORIES = Path(__file__).parents[5] / "shared" / "stories"

pytestmark = pytest.mark.skipif(not STORIES.is_dir(), reason="../shared/stories is not there")


@pytest.fixture(scope="module")
def expected() -> dict[str, object]:
    return json.loads((STORIES / "cbs-dallas-287g.expected.json").read_text(encoding="utf-8"))


def test_the_saved_page_is_read_exactly(expected: dict[str, list[str]]) -> None:
    found = read((STORIES / "cbs-dallas-287g.html").read_bytes())
    assert found.published_at is not None
    assert (found.title, found.published_at.isoformat()) == (expected["title"], expected["published_at"])
    assert [found.text[start:end] for start, end in found.headings] == expected["headings"]
    assert not [line for line in expected["absent_from_text"] if line in found.text]

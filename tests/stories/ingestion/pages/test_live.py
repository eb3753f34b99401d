"""A live blog is read as dated parts, each found again in the text where it stands there."""

from zoneinfo import ZoneInfo

import pytest

from stories.ingestion.pages.read import read
from tests.stories.ingestion.samples import LEAD, page, story_ld


def _updates(count: int) -> list[dict[str, object]]:
    return [
        {
            "@type": "BlogPosting",
            "headline": f"Speaker {n} is heard",
            "articleBody": f"Resident number {n} told the council to keep the bank open.\nSpeaker {n} was thanked.",
            "datePublished": f"2026-03-03T18:{n:02d}:00-06:00",
            "author": {"@type": "Person", "name": "Tor Benn"},
        }
        for n in range(count)
    ]


def test_a_live_blog_is_read_as_dated_parts_found_again_in_the_text() -> None:
    updates = _updates(5)
    shown = "".join(
        f"<h3>{u['headline']}</h3>" + "".join(f"<p>{line}</p>" for line in str(u["articleBody"]).split("\n"))
        for u in updates
    )
    ld = story_ld(**{"@type": "LiveBlogPosting", "liveBlogUpdate": updates})
    page_read = read(page(ld=ld, body=f"<p>{LEAD}</p>{shown}"))
    assert [part.title for part in page_read.live_parts] == [u["headline"] for u in updates]
    for part in page_read.live_parts:
        assert part.start is not None
        assert page_read.text[part.start : part.end] == part.text
    first = page_read.live_parts[0]
    assert first.published_at is not None
    assert (first.published_at.isoformat(), first.byline) == ("2026-03-03T18:00:00-06:00", ("Tor Benn",))


def test_parts_that_only_javascript_would_show_join_the_text() -> None:
    ld = story_ld(**{"@type": "LiveBlogPosting", "liveBlogUpdate": _updates(3)})
    page_read = read(page(ld=ld))
    assert "Resident number 2 told the council" in page_read.text
    headings = [page_read.text[start:end] for start, end in page_read.headings]
    assert "March 3, 2026, 6:02 p.m.: Speaker 2 is heard" in headings


@pytest.mark.parametrize(("told", "words"), [
    ("2026-03-04T01:05:00Z", "March 3, 2026, 7:05 p.m."),
    ("2026-03-04T00:07:00", "March 4, 2026, 12:07 a.m."),
    ("2026-03-04T12:30:00-0600", "March 4, 2026, 12:30 p.m."),
])  # fmt: skip
def test_the_time_over_a_part_is_that_of_the_storys_own_clock(told: str, words: str) -> None:
    updates = [{**update, "datePublished": told} for update in _updates(1)]
    page_read = read(page(ld=story_ld(**{"@type": "LiveBlogPosting", "liveBlogUpdate": updates})))
    assert f"{words}: Speaker 0 is heard" in [page_read.text[start:end] for start, end in page_read.headings]


@pytest.mark.parametrize("published", ["2026-03-04T00:05:00Z", "2026-03-03T18:05:00", "2026-03-03T18:05:00-06:00"])
def test_the_time_over_a_part_told_in_utc_is_by_the_clock_of_the_outlets_place(published: str) -> None:
    updates = [{**update, "datePublished": "2026-03-04T02:30:00Z"} for update in _updates(1)]
    ld = story_ld(**{"@type": "LiveBlogPosting", "datePublished": published, "liveBlogUpdate": updates})
    page_read = read(page(ld=ld), country="US", zone=ZoneInfo("America/Chicago"))
    assert "March 3, 2026, 8:30 p.m.: Speaker 0 is heard" in page_read.text


def test_a_part_without_a_time_keeps_its_title_alone() -> None:
    updates = [{**update, "datePublished": None} for update in _updates(1)]
    page_read = read(page(ld=story_ld(**{"@type": "LiveBlogPosting", "liveBlogUpdate": updates})))
    assert "Speaker 0 is heard" in [page_read.text[start:end] for start, end in page_read.headings]


def test_an_ordinary_story_has_no_parts() -> None:
    assert read(page()).live_parts == ()

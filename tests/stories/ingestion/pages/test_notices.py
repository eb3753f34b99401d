"""What a page says of itself: agency, correction, and the dated parts of a live blog."""

import pytest

from stories.ingestion.pages.read import read
from tests.stories.ingestion.samples import BODY, LEAD, page, story_ld


@pytest.mark.parametrize(("ld", "body", "agency"), [
    ({"author": {"name": "Associated Press"}}, None, "Associated Press"),
    ({"author": {"name": "Mara Quist / Reuters"}}, None, "Reuters"),
    ({"creditText": "AFP"}, None, "Agence France-Presse"),
    ({}, f"<p>HARROW FALLS, Ohio (AP) — {LEAD}</p>" + "".join(f"<p>{t}</p>" for t in BODY), "Associated Press"),
    ({}, "".join(f"<p>{t}</p>" for t in (LEAD, *BODY, "(c) 2026 Tribune News Service")), "Tribune News Service"),
    ({}, None, ""),
])  # fmt: skip
def test_an_agency_is_known_by_byline_credit_or_dateline(ld: dict[str, object], body: str | None, agency: str) -> None:
    assert read(page(ld=story_ld(**ld), body=body)).agency == agency


def test_a_story_that_speaks_of_an_agency_is_not_the_agencys() -> None:
    body = "".join(
        f"<p>{t}</p>" for t in (LEAD, "The mayor told the AP last week that she would not run again.", *BODY)
    )
    assert read(page(body=body)).agency == ""


@pytest.mark.parametrize("notice", [
    "Correction: An earlier version of this story misstated the price. It is 4.2 million dollars.",
    "This story has been corrected to give the right name of the developer.",
    "CLARIFICATION — The commission only recommends; the council decides.",
])  # fmt: skip
def test_a_correction_notice_is_found_wherever_it_stands(notice: str) -> None:
    html = page().replace(b"</article>", f'<aside class="notes"><p>{notice}</p></aside></article>'.encode())
    assert read(html).correction == notice


@pytest.mark.parametrize(
    "line", ["This story has been updated.", "The corrections officer resigned.", "He corrected the mayor."]
)
def test_other_lines_are_no_correction(line: str) -> None:
    assert read(page(body="".join(f"<p>{t}</p>" for t in (LEAD, *BODY, line)))).correction == ""


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
    found = read(page(ld=ld, body=f"<p>{LEAD}</p>{shown}"))
    assert [part.title for part in found.live_parts] == [u["headline"] for u in updates]
    for part in found.live_parts:
        assert part.start is not None
        assert found.text[part.start : part.end] == part.text
    first = found.live_parts[0]
    assert first.published_at is not None
    assert (first.published_at.isoformat(), first.byline) == ("2026-03-03T18:00:00-06:00", ("Tor Benn",))


def test_parts_that_only_javascript_would_show_join_the_text() -> None:
    ld = story_ld(**{"@type": "LiveBlogPosting", "liveBlogUpdate": _updates(3)})
    found = read(page(ld=ld))
    assert "Resident number 2 told the council" in found.text
    headings = [found.text[start:end] for start, end in found.headings]
    assert "March 3, 2026, 6:02 p.m.: Speaker 2 is heard" in headings


@pytest.mark.parametrize(("told", "words"), [
    ("2026-03-04T01:05:00Z", "March 3, 2026, 7:05 p.m."),
    ("2026-03-04T00:07:00", "March 4, 2026, 12:07 a.m."),
    ("2026-03-04T12:30:00-0600", "March 4, 2026, 12:30 p.m."),
])  # fmt: skip
def test_the_time_over_a_part_is_that_of_the_storys_own_clock(told: str, words: str) -> None:
    updates = [{**update, "datePublished": told} for update in _updates(1)]
    found = read(page(ld=story_ld(**{"@type": "LiveBlogPosting", "liveBlogUpdate": updates})))
    assert f"{words}: Speaker 0 is heard" in [found.text[start:end] for start, end in found.headings]


def test_a_part_without_a_time_keeps_its_title_alone() -> None:
    updates = [{**update, "datePublished": None} for update in _updates(1)]
    found = read(page(ld=story_ld(**{"@type": "LiveBlogPosting", "liveBlogUpdate": updates})))
    assert "Speaker 0 is heard" in [found.text[start:end] for start, end in found.headings]


def test_an_ordinary_story_has_no_parts() -> None:
    assert read(page()).live_parts == ()

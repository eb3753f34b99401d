"""Each entry's date is what it says: on its own clock, or without one, and no words that name no day."""

from datetime import datetime

import pytest

from stories.ingestion.feeds.read import read
from tests.stories.ingestion.samples import item, rss

CLEAN = "Tue, 08 Dec 2026 21:30:00 GMT"


@pytest.mark.parametrize("before", ["", item(1, pubDate=CLEAN)])
@pytest.mark.parametrize(("told", "expected"), [
    ("Tue, 08 Dec 2026 21:30:00 CT", "2026-12-08T21:30:00-06:00"),
    ("Tue, 08 Dec 2026 21:30:00 America/Chicago", "2026-12-08T21:30:00-06:00"),
    ("Tue, 08 Dec 2026 21:30:00", "2026-12-08T21:30:00"),
    ("Tue, 08 Dec 2026 21:30:00 CST", "2026-12-08T21:30:00-06:00"),
    ("Wed, 09 Dec 2026 08:30:00 +1300", "2026-12-09T08:30:00+13:00"),
    ("2026-12-09T08:30:00+13:00", "2026-12-09T08:30:00+13:00"),
    ("2026-12-09", "2026-12-09T00:00:00"),
    (CLEAN, "2026-12-08T21:30:00+00:00"),
])  # fmt: skip
def test_a_date_keeps_the_clock_that_it_names_whatever_the_first_entry_has(
    before: str, told: str, expected: str
) -> None:
    moment = read(rss(before + item(2, pubDate=told))).entries[-1].published_at
    assert moment is not None
    assert moment.isoformat() == datetime.fromisoformat(expected).isoformat()


@pytest.mark.parametrize("before", ["", item(1, pubDate=CLEAN)])
@pytest.mark.parametrize(
    "words", ["Tomorrow", "8", "26", "Tuesday", "21:30", "21:30:00 GMT", "Dec 8", "8 Dec 21:30:00 GMT"]
)
def test_words_that_name_no_day_are_no_date(before: str, words: str) -> None:
    assert read(rss(before + item(2, pubDate=words))).entries[-1].published_at is None


@pytest.mark.parametrize("dates", [
    ("<pubDate>2026-12-09</pubDate>", "<pubDate>2026-12-08</pubDate>"),
    ("<pubDate>\n 2026-12-09\n </pubDate>", f"<pubDate>{CLEAN}</pubDate>"),
    ("<pubDate>2026-12-09</pubDate>", ""),
    ("<dc:date>2026-12-09</dc:date>", f"<pubDate>{CLEAN}</pubDate>"),
])  # fmt: skip
def test_a_day_is_none_in_utc_whatever_the_others_have(dates: tuple[str, str]) -> None:
    items = "".join(
        f"<item><title>{n}</title><link>https://ledger.example/{n}</link>{date}</item>" for n, date in enumerate(dates)
    )
    root = '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
    first, *_ = read(f"{root}<title>Ledger</title>{items}</channel></rss>".encode()).entries
    assert (first.published_at or first.updated_at) == datetime(2026, 12, 9)


def test_a_day_of_an_atom_entry_is_its_publication_and_its_change() -> None:
    entries = "".join(
        f'<entry><title>{n}</title><id>tag:{n}</id><link href="https://ledger.example/{n}"/>{dates}</entry>'
        for n, dates in enumerate(
            (
                "<updated>2026-12-09</updated>",
                "<published>2026-12-08</published><updated>2026-12-09T08:30:00+13:00</updated>",
            )
        )
    )
    feed = read(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Ledger</title>{entries}</feed>'.encode())
    day, both = feed.entries
    assert day.updated_at == datetime(2026, 12, 9)
    assert day.published_at in (None, datetime(2026, 12, 9))
    assert both.published_at == datetime(2026, 12, 8)

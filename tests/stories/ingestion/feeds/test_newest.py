"""Of a long feed the newest entries are taken, whichever end they stand at."""

import pytest

from stories.ingestion.feeds.read import read
from tests.patience import working_at_most

DAYS, HOURS = 28, 24


def item(number: int, kind: str, words: str = "") -> str:
    day, hour = divmod(number, HOURS)
    year, month, day = 2000 + day // (12 * DAYS), 1 + day // DAYS % 12, 1 + day % DAYS
    if kind == "atom":
        return (
            f"<entry><id>g{number}</id><title>T</title><link href='https://l.example/{number}'/>"
            f"<updated>{year}-{month:02}-{day:02}T{hour:02}:00:00Z</updated><summary>{words}</summary></entry>"
        )
    name = "JanFebMarAprMayJunJulAugSepOctNovDec"[3 * month - 3 : 3 * month]
    return (
        f"<item><guid>g{number}</guid><title>T</title><link>https://l.example/{number}</link>"
        f"<pubDate>{day:02} {name} {year} {hour:02}:00:00 GMT</pubDate><description>{words}</description></item>"
    )


def feed(numbers: range, kind: str, words: str = "") -> bytes:
    items = "".join(item(number, kind, words) for number in numbers)
    if kind == "atom":
        return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Ledger</title>{items}</feed>".encode()
    return f"<rss version='2.0'><channel><title>Ledger</title>{items}</channel></rss>".encode()


@pytest.mark.parametrize("kind", ["rss", "atom"])
@pytest.mark.parametrize("count", [1_100, 12_000])
def test_a_feed_that_lists_its_oldest_first_gives_its_newest(kind: str, count: int) -> None:
    found = read(feed(range(count), kind))
    assert (found.title, len(found.entries), found.truncated) == ("Ledger", 1_000, True)
    assert (found.entries[0].id, found.entries[-1].id) == (f"g{count - 1_000}", f"g{count - 1}")


@pytest.mark.parametrize("kind", ["rss", "atom"])
@pytest.mark.parametrize("count", [1_100, 12_000])
def test_a_feed_that_lists_its_newest_first_gives_them_too(kind: str, count: int) -> None:
    found = read(feed(range(count, 0, -1), kind))
    assert (found.entries[0].id, found.entries[-1].id) == (f"g{count}", f"g{count - 999}")
    assert found.truncated


def test_dates_without_an_end_take_no_time() -> None:
    with working_at_most(10):
        read(b"<rss><channel>" + b"<item><date </item>" * 200_000 + b"</channel></rss>")

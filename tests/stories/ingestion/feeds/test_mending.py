"""What XML forbids and feeds do all the same is read as it was meant, in bounded time and memory."""

import tracemalloc

import pytest

from stories.ingestion.feeds.read import read
from tests.patience import working_at_most
from tests.stories.ingestion.samples import item, rss


def test_sections_that_are_never_closed_take_no_time() -> None:
    with working_at_most(20):
        assert read(b"<rss><pubDate>& " + b"<![CDATA[" * 450_000).entries == ()


def test_millions_of_ampersands_take_little_memory() -> None:
    tracemalloc.start()
    feed = read(rss(item(1, description="& " * 2_000_000)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(feed.entries) == 1
    assert peak < 80_000_000


@pytest.mark.parametrize("reference", [
    "&#xD800;", "&#xdfff;", "&#55296;", "&#xD83D;&#xDE00;", "&#0;", "&#x110000;", "&#99999999999;", "&#xFFFF;",
])  # fmt: skip
@pytest.mark.parametrize("dated", [{}, {"pubDate": ""}])
def test_a_reference_to_no_character_costs_no_other_entry(reference: str, dated: dict[str, str]) -> None:
    bad, good = read(rss(item(1, title=f"Pier {reference}vote", **dated) + item(2))).entries
    assert bad.title.replace("\ufffd", "").replace("\uffff", "") == "Pier vote"
    assert (bad.url, good.title) == ("https://ledger.example/news/1", "Story number 2")


@pytest.mark.parametrize(("written", "read_as"), [
    ("Caf&eacute; owners &amp; tenants", "Caf\u00e9 owners & tenants"),
    ("Fees & fares rise", "Fees & fares rise"),
    ("The R&D levy", "The R&D levy"),
    ("A &madeup; word", "A &madeup; word"),
    ("The mayor doesn&#146;t sign", "The mayor doesn\u2019t sign"),
    ("<![CDATA[Fees &amp; fares]]>", "Fees & fares"),
    ("Water\u00adworks \u200bsold", "Waterworks sold"),
])  # fmt: skip
def test_a_title_keeps_its_words_however_carelessly_it_is_written(written: str, read_as: str) -> None:
    (first, second) = read(rss(item(1, title=written) + item(2))).entries
    assert (first.title, second.title) == (read_as, "Story number 2")


def test_entities_after_a_section_of_cdata_are_seen() -> None:
    data = rss(item(1, description="<![CDATA[<p>Caf&eacute;</p>]]>") + item(2, title="Caf&eacute; opens"))
    assert [(entry.title, entry.summary_text) for entry in read(data).entries] == [
        ("Story number 1", "Caf\u00e9"),
        ("Caf\u00e9 opens", "The council met."),
    ]


@pytest.mark.parametrize("dated", [{}, {"pubDate": ""}])
@pytest.mark.parametrize("before", [0, 200])
def test_a_bare_ampersand_is_read_as_one_wherever_it_stands(dated: dict[str, str], before: int) -> None:
    link = "https://ledger.example/view.asp?a=1&id=2&copy=3"
    bad = item(999, title="Tram&T & x: Smith & Sons", link=link, **dated)
    entry = read(rss("".join(item(number, description="words " * 20) for number in range(before)) + bad)).entries[-1]
    assert (entry.url, entry.title) == (link, "Tram&T & x: Smith & Sons")


def test_a_bare_ampersand_in_an_attribute_is_read_as_one() -> None:
    entry = (
        "<entry><title>A & B</title><id>i</id><updated>2026-03-03T10:00:00Z</updated>"
        '<link href="https://l.example/?x=1&y=2"/></entry>'
    )
    data = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>{entry}</feed>'.encode()
    assert [(row.title, row.url) for row in read(data).entries] == [("A & B", "https://l.example/?x=1&y=2")]

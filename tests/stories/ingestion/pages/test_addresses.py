"""The one address a story goes by, whatever its page, an AMP cache or another site says."""

import pytest

from stories.ingestion.pages.addresses import NoAddress, story_address
from stories.ingestion.pages.read import read
from tests.stories.ingestion.samples import page


def test_an_amp_page_has_the_canonical_address() -> None:
    head = '<link rel="canonical" href="https://ledger.example/news/waterworks?utm_source=feed#top">'
    assert (
        read(page(head), "https://ledger.example/news/waterworks/amp/").canonical_url
        == "https://ledger.example/news/waterworks"
    )


@pytest.mark.parametrize("seen", ["?print=1", "?outputType=amp", "/print", "?fbclid=abc", "#comments"])
def test_without_a_canonical_link_views_and_tracking_are_taken_off(seen: str) -> None:
    assert (
        read(page(), f"https://ledger.example/news/waterworks{seen}").canonical_url
        == "https://ledger.example/news/waterworks"
    )


def test_a_page_cannot_pass_for_a_story_of_another_site() -> None:
    head = '<link rel="canonical" href="https://rival.example/scoop">'
    assert read(page(head), "https://ledger.example/news/1").canonical_url == "https://ledger.example/news/1"


def test_an_amp_cache_gives_way_to_the_outlets_own_address() -> None:
    head = '<link rel="canonical" href="https://ledger.example/news/1">'
    seen = "https://ledger-example.cdn.ampproject.org/c/s/ledger.example/news/1"
    assert read(page(head), seen).canonical_url == "https://ledger.example/news/1"


def test_a_relative_canonical_link_is_made_whole() -> None:
    head = '<link rel="canonical" href="/news/1">'
    assert read(page(head), "https://ledger.example/x").canonical_url == "https://ledger.example/news/1"


SEEN = "https://ledger.example/news/1"


@pytest.mark.parametrize(
    ("named", "fetched", "address"),
    [
        ("", f"{SEEN}?utm_source=feed", SEEN),
        ("https://www.ledger.example/a/1", SEEN, "https://www.ledger.example/a/1"),
        ("https://rival.example/scoop", SEEN, SEEN),
        ("https://ledger.example:8080/news/1", SEEN, SEEN),
        ("javascript:alert(1)", SEEN, SEEN),
        (SEEN, "https://web.archive.org/web/2026/1", "https://web.archive.org/web/2026/1"),
    ],
)  # fmt: skip
def test_a_story_goes_by_what_its_page_names_on_its_own_site_else_where_it_was_fetched(
    named: str, fetched: str, address: str
) -> None:
    assert story_address(named, fetched) == address


def test_an_archived_page_that_a_person_chose_goes_by_the_address_of_its_original() -> None:
    assert story_address(SEEN, "https://web.archive.org/web/2026/1", by_hand=True) == SEEN


@pytest.mark.parametrize("named", ["", "/news/1", "javascript:alert(1)"])
def test_a_file_has_only_the_address_that_it_names(named: str) -> None:
    assert story_address(f"{SEEN}?fbclid=x", "", by_hand=True) == SEEN
    with pytest.raises(NoAddress, match="rel=canonical"):
        story_address(named, "", by_hand=True)

"""The title is the heading that readers see, without the outlet's name and the site's decorations."""

import pytest

from stories.ingestion.pages.read import read
from tests.patience import working_at_most
from tests.stories.ingestion.samples import page, story_ld

TITLE = "Council weighs sale of old waterworks"


def test_a_title_of_a_million_dashes_takes_no_time() -> None:
    html = page(ld="").replace(b'content="Council weighs', b'content="' + b"x | " * 500_000 + b"Council weighs")
    with working_at_most(5):
        assert read(html).title.startswith("x | x")


def test_a_title_of_millions_of_characters_is_cut() -> None:
    html = page().replace(b"Council weighs sale of old waterworks", b"A" * 700_000, 2)
    assert len(read(html).title) <= 500


def test_title_site_and_language_are_read() -> None:
    page_read = read(page())
    assert (page_read.title, page_read.site, page_read.language) == (
        "Council weighs sale of old waterworks",
        "Harrow Ledger",
        "en-US",
    )


def test_the_title_loses_the_outlets_name() -> None:
    bare = page().replace(b'<meta property="og:title" content="Council weighs sale of old waterworks">', b"")
    page_read = read(bare.replace(story_ld().encode(), b"").replace(b"<h1>", b"<h4>").replace(b"</h1>", b"</h4>"))
    assert page_read.title == "Council weighs sale of old waterworks"


def test_a_colon_in_a_title_is_not_where_the_outlets_name_begins() -> None:
    html = page().replace(b"Council weighs sale of old waterworks", b"Waterworks: council weighs a sale to the Ledger")
    assert read(html).title == "Waterworks: council weighs a sale to the Ledger"


def with_titles(shared: str, heading: str, **headlines: str) -> bytes:
    """The page with these words as og:title, as heading and in JSON-LD."""
    html = page(ld=story_ld(**{"headline": shared, **headlines})).decode()
    return (
        html.replace(f'content="{TITLE}"', f'content="{shared}"')
        .replace(f"<title>{TITLE} | Harrow Ledger</title>", "")
        .replace(f"<h1>{TITLE}</h1>", f"<h1>{heading}</h1>")
        .encode()
    )


@pytest.mark.parametrize(
    "decoration", [" | Ledger Online", " * The Ledger * by Mara Quist", " \u2022 News", " - Page 2"]
)
def test_what_a_site_adds_to_the_heading_is_not_the_title(decoration: str) -> None:
    assert read(with_titles(TITLE + decoration, TITLE)).title == TITLE


def test_a_title_that_says_more_than_the_heading_is_the_title() -> None:
    fuller = f"{TITLE}, mayor says"
    assert read(with_titles(fuller, TITLE)).title == fuller


@pytest.mark.parametrize("given", [f"{TITLE[:24]}\u2026", f"{TITLE[:24]}..."])
def test_a_title_cut_short_is_completed(given: str) -> None:
    assert read(with_titles(given, TITLE)).title == TITLE


def test_a_title_broken_off_at_a_quotation_mark_is_completed() -> None:
    assert read(with_titles("Mayor calls sale", 'Mayor calls sale "a gift"')).title == 'Mayor calls sale "a gift"'


def test_the_newsrooms_headline_is_kept_apart_from_the_one_for_search() -> None:
    told = {"headline": "A river for whom?", "alternativeHeadline": "Who owns the river"}
    assert read(with_titles(TITLE, TITLE, **told)).title == "A river for whom?"
    assert read(with_titles(TITLE, TITLE, **{**told, "alternativeHeadline": TITLE})).title == TITLE


def test_the_outlets_name_is_no_title() -> None:
    assert read(with_titles("Harrow Ledger", TITLE, headline=TITLE)).title == TITLE


def test_a_title_is_told_without_what_cannot_be_seen() -> None:
    html = with_titles("Council weighs sale of old water&amp;shy;works \u200b&amp;amp; mill", "News")
    assert read(html).title == "Council weighs sale of old waterworks & mill"

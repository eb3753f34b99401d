"""A page is read as its text, title, people, times and address, or told as what it is, whatever a server sends."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.ingestion.pages.errors import PageError, SlowPage
from stories.ingestion.pages.read import read
from tests.stories.ingestion.samples import BODY, HEADING, LEAD, page, story_ld

STORIES = Path(__file__).parents[5] / "shared" / "stories"


def test_a_heading_is_known_as_one_and_its_range_fits() -> None:
    page_read = read(page())
    assert [page_read.text[start:end] for start, end in page_read.headings] == [HEADING]


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://a@ledger.example/", "//"]
)
def test_links_that_are_not_of_the_web_are_no_address(link: str) -> None:
    page_read = read(page(f'<link rel="canonical" href="{link}"><meta property="og:image" content="{link}">'))
    assert (page_read.canonical_url, page_read.image_url) == ("", "")


def test_nuls_lone_surrogates_and_bidi_overrides_are_gone() -> None:
    html = page(
        ld=story_ld(headline="x\\ud800", author={"name": "Mara\u202e Quist"}),
        body=f"<p>\x00{LEAD}\u202e</p><p>{BODY[0]}</p><p>{BODY[1]}</p>",
    )
    page_read = read(html)
    whole = repr(page_read.as_json())
    whole.encode()
    assert not set("\x00\u202e") & set(page_read.text + page_read.title + "".join(page_read.byline))


def test_a_page_that_takes_too_long_is_given_up_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stories.ingestion.pages.read._SECONDS", 0.005)
    paragraphs = f"<p>{LEAD}</p>" * 5_000
    with pytest.raises(SlowPage, match="longer than"):
        read(page(body=paragraphs))


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_page_or_a_reason(data: bytes) -> None:
    with suppress(PageError):
        page_read = read(b"<html><body><p>" + data)
        assert all(0 <= start < end <= len(page_read.text) for start, end in page_read.headings)


@pytest.fixture(scope="module")
def expected() -> dict[str, object]:
    return json.loads((STORIES / "cbs-dallas-287g.expected.json").read_text(encoding="utf-8"))


@pytest.mark.skipif(not STORIES.is_dir(), reason="../shared/stories is not there")
def test_the_saved_page_is_read_exactly(expected: dict[str, list[str]]) -> None:
    page_read = read((STORIES / "cbs-dallas-287g.html").read_bytes())
    assert page_read.published_at is not None
    assert (page_read.title, page_read.published_at.isoformat()) == (expected["title"], expected["published_at"])
    assert [page_read.text[start:end] for start, end in page_read.headings] == expected["headings"]
    assert not [line for line in expected["absent_from_text"] if line in page_read.text]

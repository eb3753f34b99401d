"""Where a block stands on the page says whether it is part of the story."""

import pytest
from lxml.html import fromstring

from stories.ingestion.pages.surroundings import Surroundings, is_aside, is_captioned, link_share, only_strong


def test_an_element_is_found_by_its_words_however_they_are_set() -> None:
    around = Surroundings(fromstring("<main><p>The <b>council</b> met.</p><ul><li>the council met</li></ul></main>"))
    assert [place.element.tag for place in around.of("thecouncilmet")] == ["p", "li"]
    assert around.of("nobody") == []


@pytest.mark.parametrize(("html", "aside"), [
    ('<main><div class="related-stories"><p>x</p></div></main>', True),
    ("<main><aside><p>x</p></aside></main>", True),
    ('<main><div id="newsletter"><p>x</p></div></main>', True),
    ("<main><figure><blockquote><p>x</p></blockquote></figure></main>", False),
    ('<main><div class="story-text"><p>x</p></div></main>', False),
])  # fmt: skip
def test_what_is_named_as_an_aside_is_one(html: str, aside: bool) -> None:
    (paragraph,) = fromstring(html).iter("p")
    assert is_aside(paragraph, None) is aside


def test_within_the_storys_own_container_its_name_says_nothing() -> None:
    container = fromstring('<div class="teaser"><p>x</p></div>')
    assert not is_aside(container[0], container)


def test_a_caption_belongs_to_its_picture() -> None:
    figure = fromstring("<figure><figcaption>The pier</figcaption></figure>")
    assert is_captioned(figure[0])


@pytest.mark.parametrize(("html", "share"), [
    ("<p>Read</p>", 0.0),
    ('<p>ab <a href="/x">cd</a></p>', 0.5),
    ('<p><a href="/x">abcd</a></p>', 1.0),
    ('<p><a href="/a">a</a> <a href="/b">b</a> <a href="/c">c</a></p>', 0.0),
])  # fmt: skip
def test_the_share_of_words_that_lead_elsewhere_is_known_and_lists_of_links_are_the_storys(
    html: str, share: float
) -> None:
    (place,) = [place for place in Surroundings(fromstring(f"<main>{html}</main>")).places if place.element.tag == "p"]
    assert link_share(place) == share


@pytest.mark.parametrize(("html", "strong"), [
    ("<p><strong>What the offer holds</strong></p>", True),
    ("<p><b>What</b> the offer holds</p>", False),
    ("<p>What the offer holds</p>", False),
])  # fmt: skip
def test_a_home_made_heading_is_all_in_bold(html: str, strong: bool) -> None:
    assert only_strong(fromstring(html)) is strong

"""What stands on a page and is not the story to be read is not read: other stories, ciphers, boxes for payers."""

import pytest

from stories.ingestion.pages.page import Access
from stories.ingestion.pages.read import read
from tests.stories.ingestion.samples import BODY, LEAD, page

OTHER = (
    "The school board of Harrow Falls chose a new superintendent after a search that took the better part of a year."
)


def other_story(tag: str, title: str = "School board picks new chief") -> bytes:
    return f'<article class="next-up"><{tag}>{title}</{tag}>{f"<p>{OTHER}</p>" * 4}</article></main>'.encode()


@pytest.mark.parametrize("tag", ["h1", "h2"])
def test_the_next_story_in_an_article_of_its_own_is_not_read(tag: str) -> None:
    read_page = read(page().replace(b"</main>", other_story(tag)))
    assert read_page.text.startswith(LEAD)
    assert "superintendent" not in read_page.text


def test_a_longer_next_story_does_not_push_the_own_one_out() -> None:
    read_page = read(page(body=f"<p>{LEAD}</p><p>{BODY[0]}</p>").replace(b"</main>", other_story("h1")))
    assert BODY[0] in read_page.text
    assert "superintendent" not in read_page.text


def test_an_article_with_a_part_of_the_story_stays() -> None:
    parts = f"<article><p>{LEAD}</p><p>{BODY[0]}</p></article><article><p>{BODY[1]}</p><p>{BODY[2]}</p></article>"
    assert all(text in read(page(body=parts)).text for text in (LEAD, *BODY[:3]))


@pytest.mark.parametrize("kind", ["subscriber-only encrypted-content", "more"])
def test_words_enciphered_for_subscribers_are_left_out_and_the_story_is_for_payers(kind: str) -> None:
    cipher = "<p>kAm%96 4@F?4:= H:== G@E6 @? %F6D52J]k^Am</p>" * 3
    read_page = read(page(body=f'<p>{LEAD}</p><p>{BODY[0]}</p><div class="{kind}">{cipher}</div>'))
    assert "kAm" not in read_page.text
    assert (BODY[0] in read_page.text, read_page.access) == (True, Access.PAYWALLED)


GHOST = (
    '<aside class="gh-post-upgrade-cta"><div class="gh-post-upgrade-cta-content"><h2>This post is for paying '
    'subscribers only</h2><a class="gh-btn" href="/signup">Subscribe now</a><p><small>Already have an account? '
    "<a>Sign in</a></small></p></div></aside>"
)
SUBSTACK = (
    '<div data-testid="paywall" class="paywall"><h2>This post is for paid subscribers</h2><button>Subscribe</button>'
    "<p>Already a paid subscriber? Sign in</p></div>"
)


@pytest.mark.parametrize("box", [GHOST, SUBSTACK])
def test_a_box_under_a_long_beginning_is_no_text_and_tells_that_the_story_goes_on_for_payers(box: str) -> None:
    read_page = read(page(body="".join(f"<p>{text}</p>" for text in (LEAD, *BODY, *BODY)) + box))
    assert read_page.access is Access.PAYWALLED
    assert not any(words in read_page.text for words in ("subscriber", "Sign in", "Subscribe"))


def test_a_hidden_box_for_payers_tells_nothing() -> None:
    hidden = SUBSTACK.replace("<div ", '<div style="display: none" ')
    assert read(page(body="".join(f"<p>{text}</p>" for text in (LEAD, *BODY, *BODY)) + hidden)).access is Access.FULL


def test_what_amp_shows_to_those_without_access_is_left_out() -> None:
    granted = "".join(f"<p>{text}</p>" for text in (LEAD, *BODY))
    amp = (
        f'<section amp-access="access">{granted}</section><section amp-access="NOT access"><p>Subscribe.</p></section>'
    )
    assert "Subscribe" not in read(page(body=amp)).text

"""What syndication puts at a story's end is no part of it, and a story that breaks off is known as cut."""

import pytest

from stories.ingestion.pages.excerpts import carried, is_cut, without_sign_off
from stories.ingestion.pages.page import Access
from stories.ingestion.pages.read import read
from tests.stories.ingestion.samples import BODY, LEAD, page

SIGN_OFF = "The post Council weighs sale of old waterworks appeared first on Harrow Ledger."


@pytest.mark.parametrize(("text", "bare", "cut"), [
    (f"The council votes on Tuesday.\n\n{SIGN_OFF}", "The council votes on Tuesday.", False),
    (f"The council votes on […]\n\n{SIGN_OFF}", "The council votes on […]", True),
    (f"The council votes on […] {SIGN_OFF}", "The council votes on […]", True),
    ("The council votes.\n\nRead more…", "The council votes.", True),
    ("The council votes.\n\nContinue reading Council votes at Harrow Ledger", "The council votes.", True),
    ("The council votes.", "The council votes.", False),
    ("", "", False),
])  # fmt: skip
def test_a_story_carried_by_a_feed_is_told_from_its_beginning(text: str, bare: str, cut: bool) -> None:
    assert carried(text) == (bare, cut)


def test_a_page_that_breaks_off_before_the_sign_off_is_partial() -> None:
    read_page = read(page(body=f"<p>{LEAD}</p><p>{BODY[0][:-1]} […] {SIGN_OFF}</p>"))
    assert "appeared first" not in read_page.text
    assert (read_page.access, is_cut(read_page.text)) == (Access.PARTIAL, True)


def test_an_early_mention_stays() -> None:
    text = f"{SIGN_OFF} " + LEAD * 8
    assert without_sign_off(text) == text

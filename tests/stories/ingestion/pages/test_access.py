"""A short story is whole, a cut one is not, and what only sells the paper is no wall."""

import pytest

from stories.ingestion.pages.page import Access
from stories.ingestion.pages.read import read
from tests.stories.ingestion.samples import BODY, LEAD, page, story_ld


@pytest.mark.parametrize(("more", "body", "access"), [
    ({}, None, Access.FULL),
    ({}, f"<p>{LEAD}</p>", Access.FULL),
    ({"isAccessibleForFree": False}, f"<p>{LEAD}</p>", Access.PAYWALLED),
    ({"isAccessibleForFree": "False", "wordCount": 900}, None, Access.PAYWALLED),
    ({"wordCount": 900}, None, Access.PARTIAL),
    ({}, f"<p>{LEAD}</p><p>{BODY[0][:-1]} …</p>", Access.PARTIAL),
    ({"isAccessibleForFree": False}, "".join(f"<p>{t}</p>" for t in (LEAD, *BODY, *BODY)), Access.FULL),
])  # fmt: skip
def test_short_cut_and_paywalled_are_told_apart(more: dict[str, object], body: str | None, access: Access) -> None:
    assert read(page(ld=story_ld(**more), body=body)).access is access


def _boxed(story: tuple[str, ...], kind: str, call: str) -> bytes:
    return page(body="".join(f"<p>{text}</p>" for text in story) + f'</div><div class="{kind}">{call}')


@pytest.mark.parametrize("call", [
    "Subscribe to read more", "Subscribe to read more from the Ledger", "Sign up to keep up with the council",
    "Subscribe to our newsletter to keep reading about the river",
])  # fmt: skip
def test_a_box_that_sells_the_paper_under_a_whole_short_story_is_no_wall(call: str) -> None:
    assert read(_boxed((LEAD, *BODY[:3]), "subscribe-box", call)).access is Access.FULL


@pytest.mark.parametrize(("story", "kind", "call"), [
    ((LEAD, *BODY[:2], BODY[2][:-1] + " …"), "subscribe-box", "Subscribe to read more"),
    ((LEAD, *BODY[:3]), "paywall", "Subscribe to read more"),
    ((LEAD, *BODY[:3]), "subscribe-wall", "Subscribe to continue reading"),
    ((LEAD, *BODY[:3]), "subscriber-only", "Subscribe to read more of this story"),
    ((LEAD, *BODY[:3]), "subscribe-box", "Subscribe to read the full story"),
])  # fmt: skip
def test_a_box_that_keeps_from_the_rest_of_a_story_is_a_wall(story: tuple[str, ...], kind: str, call: str) -> None:
    assert read(_boxed(story, kind, call)).access is Access.PAYWALLED

"""A question is read from an address that anybody may have written, and written back into one."""

import datetime as dt

import pytest
from django.http import QueryDict

from stories.public.asked import LONGEST, Asked, asked
from stories.public.search import KINDS
from tests.factories import make_issue

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["issue", "place", "person", "outlet", "since", "until", "page"])
@pytest.mark.parametrize("value", ["x'--", "-1", "9" * 5000, "2026-13-40"])
def test_what_cannot_be_read_of_an_address_is_said_and_left_out(name: str, value: str) -> None:
    question = asked({"q": "harbor", name: value}, KINDS)
    assert question.words == "harbor"
    assert len(question.notes) == 1
    assert not question.narrowed


def test_nul_long_words_and_unknown_kinds_are_no_obstacle() -> None:
    question = asked({"q": "har\x00bor " + "x" * 1_000_000, "kind": "everything", "issue": "\x00"}, KINDS)
    assert question.words.startswith("har bor x")
    assert len(question.words) <= LONGEST
    assert (question.kind, question.notes) == ("", [f"We searched for the first {LONGEST} characters."])


def test_an_address_holds_the_whole_question_and_can_be_shared() -> None:
    issue = make_issue("Leasing the harbor", published_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    question = Asked("harbor & pier", "quotes", issue=issue, since=dt.date(2026, 3, 1), page=3)
    address = f"q=harbor+%26+pier&kind=quotes&issue={issue.slug}&since=2026-03-01"
    assert question.address() == address
    assert question.before == f"{address}&page=2"
    assert asked(QueryDict(f"{address}&page=3").dict(), KINDS) == question

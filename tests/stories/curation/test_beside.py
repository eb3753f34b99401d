"""What a story tells beside a claim about a vote."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from stories import curation
from stories.curation.beside import (
    Beside,
    beside,
    coming_in,
    disposal_known_in,
    disposal_waiting_in,
    procedure_of,
)
from stories.models import Article, Finding
from tests.factories import NOW, make_body, make_issue, make_place
from tests.stories.curation import kiln, pier
from tests.stories.curation.kiln import day
from votes.models import Issue, Vote

pytestmark = pytest.mark.django_db

WORDS = "The council voted 8-3 to put the kiln off to April 7."
HELD = day("2026-03-10", status="held", outcome="postponed", yes=8, no=3)


@pytest.fixture
def old_kiln() -> Issue:
    return make_issue("The old kiln", make_body(kiln.COUNCIL, make_place("Brick Hill")))


@pytest.fixture
def both(old_kiln: Issue) -> tuple[Finding, Finding]:
    """A motion that put a matter off and to when, as one sentence tells them."""
    story = kiln.story(f"{WORDS} A tree fell.", old_kiln)
    coming = day("2026-04-07", status="scheduled")
    return kiln.vote(story, old_kiln, WORDS, **HELD), kiln.vote(story, old_kiln, WORDS, **coming)


def test_a_motion_and_the_new_day_stand_beside_each_other(both: tuple[Finding, Finding]) -> None:
    disposal, coming = both
    assert coming_in(beside(disposal), disposal) == coming
    assert disposal_waiting_in(beside(coming), coming) == disposal
    assert disposal_known_in(beside(coming), coming) is None


def test_once_accepted_it_is_the_vote_that_put_the_matter_off(both: tuple[Finding, Finding], by: User) -> None:
    disposal, coming = both
    curation.accept(disposal.pk, by, NOW)
    vote = Vote.objects.get(classification="postpone")
    assert disposal_waiting_in(beside(coming), coming) is None
    assert disposal_known_in(beside(coming), coming) == vote


def test_a_procedural_vote_beside_words_that_put_the_decision_off_postpones_it(old_kiln: Issue) -> None:
    story = kiln.story(WORDS, old_kiln)
    about: dict[str, Any] = {"status": "held", "classification": "procedural", **day("2026-03-10")}
    motion = kiln.vote(story, old_kiln, WORDS, **about)
    assert procedure_of(motion) == "procedural"
    kiln.vote(story, old_kiln, WORDS, status="postponed")
    assert procedure_of(motion) == "postpone"


def test_a_vote_told_in_the_very_same_words_is_another_one(old_kiln: Issue, by: User) -> None:
    words = "It votes on the kiln."
    story = kiln.story(f"{words} {words}", old_kiln)
    first, second = (kiln.vote(story, old_kiln, words, matter=matter) for matter in ("the roof", "the fuel"))
    curation.accept(first.pk, by, NOW)
    assert beside(second).votes == {Vote.objects.get().pk}


def test_nothing_stands_beside_somebodys_words(article: Article, django_assert_num_queries: Any) -> None:
    quote = pier.quote(article)
    with django_assert_num_queries(0):
        assert beside(quote) == Beside()

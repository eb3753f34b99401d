"""Several findings accepted at once: direct quotes of people accepted in the story, and nothing else."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from officials.models import Person
from stories import curation
from stories.curation.bulk import quotes_together
from stories.models import Article, Finding, LoggedAction
from tests.factories import NOW, make_article, make_finding, make_person
from tests.stories.curation import pier
from votes.models import Issue

pytestmark = pytest.mark.django_db

SAID = ("The pier is ours,", "It is dear,", "We like it,", "It stands,")
STORY = "Mayor Ona Firth said she will vote for the pier. " + " ".join(f"“{words}” Firth said." for words in SAID)


@pytest.fixture
def story() -> Article:
    """A story in which the mayor was accepted and three of her quotes wait."""
    return make_article(f"{STORY} {pier.TEXT}")


def quote(story: Article, words: str, **fields: Any) -> Finding:
    about = {"speaker": "Ona Firth", "type": "direct"} | fields.pop("payload", {})
    return make_finding(story, words, payload=about, **fields)


def test_only_measured_direct_quotes_of_people_accepted_in_the_story_are_accepted_together(
    story: Article, issue: Issue, by: User
) -> None:
    plain = [quote(story, words) for words in SAID[:2]]
    others = [
        quote(story, SAID[2], confidence=0.89),
        quote(story, SAID[3], payload={"type": "mixed"}),
        quote(story, "falling down", payload={"speaker": "Ida Brandt"}),
        quote(story, "was sorry", payload={"speaker": "", "label": "a spokesman"}),
        pier.position(story, issue),
        pier.vote(story, issue),
    ]
    make_person("Ida Brandt")
    assert quotes_together(story) == []
    curation.accept(pier.official(story).pk, by, NOW)
    everything = {finding.pk for finding in [*plain, *others]}
    assert curation.accept_quotes(story, everything, by, NOW) == []
    assert set(Finding.objects.pending()) == set(others)
    assert {finding.person for finding in Finding.objects.accepted()} == {Person.objects.get(name="Ona Firth")}


def test_the_log_says_what_was_accepted_in_bulk(story: Article, by: User) -> None:
    curation.accept(pier.official(story).pk, by, NOW)
    one, other = quote(story, SAID[0]), quote(story, SAID[1])
    curation.accept(one.pk, by, NOW)
    curation.accept_quotes(story, {other.pk}, by, NOW)
    assert list(LoggedAction.objects.filter(how="bulk").values_list("finding", flat=True)) == [other.pk]


def test_what_is_not_listed_waits(story: Article, by: User) -> None:
    curation.accept(pier.official(story).pk, by, NOW)
    seen, late = quote(story, SAID[0]), quote(story, SAID[1])
    curation.accept_quotes(story, {seen.pk}, by, NOW)
    assert list(Finding.objects.pending()) == [late]


def test_of_a_name_that_two_accepted_people_have_nothing_is_accepted_together(story: Article, by: User) -> None:
    for words, person in ((SAID[0], make_person("Ona Firth")), (SAID[1], make_person("Ona Firth"))):
        curation.accept(quote(story, words).pk, by, NOW, curation.Choice(person=person))
    quote(story, SAID[2])
    assert quotes_together(story) == []

"""Accepting, correcting, rejecting and undoing findings, as a curator does it."""

import pytest
from django.contrib.auth.models import User

from officials.models import Person, Role
from stories import curation
from stories.curation import Choice, CurationError
from stories.models import Article, Quote
from tests.factories import NOW, make_official
from tests.stories.curation import pier
from votes.models import Issue, Position

pytestmark = pytest.mark.django_db


def test_accepting_a_quote_never_accepts_the_official_that_nobody_looked_at(article: Article, by: User) -> None:
    official = pier.official(article)
    pier.accept(pier.quote(article), by)
    official.refresh_from_db()
    made = Quote.objects.get()
    assert official.state == "pending"
    assert (str(made.person), made.affiliation, Role.objects.count()) == ("Ona Firth", "", 0)


def test_a_quote_of_somebody_new_makes_no_person_without_the_curators_word(article: Article, by: User) -> None:
    finding = pier.quote(article)
    for agreed in ("", "Ona Frith"):
        with pytest.raises(CurationError, match="Agree to make a person of that name"):
            curation.accept(finding.pk, by, NOW, Choice(new_person=agreed))
    assert not Person.objects.exists()
    action = curation.accept(finding.pk, by, NOW, Choice(new_person="Ona Firth"))
    assert action.after["made"]["person"] == Person.objects.get().pk
    curation.undo(action.pk, by, NOW)
    assert not Person.objects.exists()


def test_a_rejected_title_is_printed_nowhere(article: Article, by: User) -> None:
    curation.reject(pier.official(article).pk, by, NOW)
    pier.accept(pier.quote(article), by)
    made = Quote.objects.get()
    assert (made.affiliation, made.person.roles.count() if made.person else None) == ("", 0)


def test_an_official_already_known_needs_no_second_person(article: Article, issue: Issue, by: User) -> None:
    known = make_official("Robert Firth", issue.body, title="Mayor")
    pier.official(article, name="Bob Firth", roster_key=str(known.roles.get().pk))
    curation.accept(pier.quote(article, speaker="Bob Firth").pk, by, NOW)
    assert Quote.objects.get().person == known


def test_a_position_without_an_issue_is_not_public(article: Article, by: User) -> None:
    with pytest.raises(CurationError, match="Choose the issue"):
        pier.accept(pier.position(article, None), by)
    assert not Position.objects.exists()
    assert not Person.objects.exists()


def test_a_correction_is_kept_beside_what_was_proposed(article: Article, issue: Issue, by: User) -> None:
    action = pier.accept(pier.position(article, issue), by, payload={"stance": "undecided"})
    assert action.act == "correct"
    assert action.before["payload"]["stance"] == "support"
    assert action.after["payload"]["stance"] == "undecided"
    assert Position.objects.get().stance == "undecided"


def test_corrected_words_must_stand_in_the_story(article: Article, by: User) -> None:
    with pytest.raises(CurationError, match="stretch of the story"):
        curation.accept(pier.quote(article).pk, by, NOW, Choice(spans={"content": [(9000, 9009)]}))


def test_a_rejected_finding_stays_rejected(article: Article, by: User) -> None:
    finding = pier.quote(article)
    curation.reject(finding.pk, by, NOW, "not a quote")
    with pytest.raises(CurationError, match="rejected by una"):
        pier.accept(finding, by)


def test_two_curators_cannot_decide_the_same_finding(article: Article, by: User) -> None:
    finding = pier.quote(article)
    pier.accept(finding, by)
    with pytest.raises(CurationError, match="accepted by una already"):
        pier.accept(finding, by)
    assert Quote.objects.count() == 1

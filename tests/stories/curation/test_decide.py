"""Accepting, correcting, rejecting and undoing findings, as a curator does it."""

import pytest
from django.contrib.auth.models import User

from officials.models import Person
from stories import curation
from stories.curation import Choice, CurationError
from stories.models import Article, Quote
from tests.factories import (
    NOW,
)
from tests.stories.curation import pier
from votes.models import Issue, Position

pytestmark = pytest.mark.django_db


def test_accepting_a_quote_accepts_its_speaker_too(article: Article, by: User) -> None:
    speaker = pier.official(article)
    curation.accept(pier.quote(article).pk, by, NOW)
    speaker.refresh_from_db()
    made = Quote.objects.get()
    assert speaker.state == "accepted"
    assert (made.person, made.text, made.affiliation) == (
        speaker.person,
        "The pier is ours,",
        "Mayor, Town of Gull Cove",
    )


def test_a_position_without_an_issue_is_not_public(article: Article, by: User) -> None:
    with pytest.raises(CurationError, match="Choose the issue"):
        curation.accept(pier.position(article, None).pk, by, NOW)
    assert not Position.objects.exists()
    assert not Person.objects.exists()


def test_a_correction_is_kept_beside_what_was_proposed(article: Article, issue: Issue, by: User) -> None:
    action = curation.accept(pier.position(article, issue).pk, by, NOW, Choice(payload={"stance": "undecided"}))
    assert action.act == "correct"
    assert action.before["payload"]["stance"] == "support"
    assert action.after["payload"]["stance"] == "undecided"
    assert Position.objects.get().stance == "undecided"


def test_corrected_words_must_stand_in_the_story(article: Article, by: User) -> None:
    with pytest.raises(CurationError, match="stretch of the story"):
        curation.accept(pier.quote(article).pk, by, NOW, Choice(span=(9000, 9009)))


def test_a_rejected_finding_stays_rejected(article: Article, by: User) -> None:
    finding = pier.quote(article)
    curation.reject(finding.pk, by, NOW, "not a quote")
    with pytest.raises(CurationError, match="rejected by una"):
        curation.accept(finding.pk, by, NOW)


def test_two_curators_cannot_decide_the_same_finding(article: Article, by: User) -> None:
    finding = pier.quote(article)
    curation.accept(finding.pk, by, NOW)
    with pytest.raises(CurationError, match="accepted by una already"):
        curation.accept(finding.pk, by, NOW)
    assert Quote.objects.count() == 1

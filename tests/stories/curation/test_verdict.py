"""The log names what of a finding was corrected, and why one was rejected."""

import pytest
from django.contrib.auth.models import User

from stories import curation
from stories.curation import Choice, CurationError
from stories.models import Article, LoggedAction
from tests.factories import NOW, make_issue, make_official
from tests.stories.curation import pier
from votes.models import Issue

pytestmark = pytest.mark.django_db


def test_what_is_accepted_as_proposed_has_nothing_corrected(article: Article, issue: Issue, by: User) -> None:
    action = pier.accept(pier.position(article, issue), by)
    assert (action.act, action.corrected, action.fault) == ("accept", [], "")


def test_each_corrected_field_is_named(article: Article, issue: Issue, by: User) -> None:
    changed = {"stance": "oppose", "conditional": True, "basis": "vote_intent"}
    action = pier.accept(pier.position(article, issue), by, payload=changed, spans={"evidence": [(0, 30)]})
    assert sorted(action.corrected) == ["conditional", "stance", "words"]


def test_a_field_left_empty_as_it_was_is_no_correction(article: Article, by: User) -> None:
    assert pier.accept(pier.quote(article), by, payload={"label": ""}).corrected == []


def test_another_issue_is_a_correction_but_not_one_where_none_was_proposed(
    article: Article, issue: Issue, by: User
) -> None:
    other = make_issue("The quay", issue.body)
    assert pier.accept(pier.position(article, issue), by, issue=other).corrected == ["issue"]
    words = "Ida Brandt, a fisherman, said the pier is falling down."
    assert pier.accept(pier.quote(article, words, speaker="Ida Brandt"), by, issue=other).corrected == []


def test_somebody_else_than_the_name_means_is_a_correction_but_not_who_it_means(
    article: Article, issue: Issue, by: User
) -> None:
    known, other = make_official("Ona Firth", issue.body), make_official("Ona Firth-Hale", issue.body)
    assert curation.accept(pier.quote(article).pk, by, NOW, Choice(person=known)).corrected == []
    assert curation.accept(pier.position(article, issue).pk, by, NOW, Choice(person=other)).corrected == ["person"]


def test_of_two_people_of_the_name_to_say_which_is_no_correction(article: Article, issue: Issue, by: User) -> None:
    one, _ = make_official("Ona Firth", issue.body), make_official("Ona Firth", issue.body)
    assert curation.accept(pier.quote(article).pk, by, NOW, Choice(person=one)).corrected == []


def test_a_rejection_says_what_was_wrong(article: Article, by: User) -> None:
    action = curation.reject(pier.quote(article).pk, by, NOW, fault="narration")
    assert action.fault == "narration"
    assert [fault.label for fault in LoggedAction.Fault] == [
        "wrong speaker", "not a quote", "reporter’s narration", "not a position", "wrong date", "duplicate", "other",
    ]  # fmt: skip


def test_a_reason_that_is_not_listed_is_refused_and_nothing_is_decided(article: Article, by: User) -> None:
    finding = pier.quote(article)
    with pytest.raises(CurationError, match="one of the listed reasons"):
        curation.reject(finding.pk, by, NOW, fault="ugly")
    finding.refresh_from_db()
    assert finding.state == "pending"

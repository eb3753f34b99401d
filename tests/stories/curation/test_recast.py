"""A finding that is of another kind than the machine took it for."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from stories import curation
from stories.curation import Choice, CurationError
from stories.curation.recast import check_payload
from stories.models import Article, Finding, LoggedAction, Quote
from tests.factories import NOW, make_official
from tests.stories.curation import pier
from votes.models import Issue, Position

pytestmark = pytest.mark.django_db

SAYS = {"stance": "support", "basis": "vote_intent", "matter": "the pier"}
STAND = {"actor": "Ona Firth", "stance": "support", "basis": "statement", "conditional": False, "matter": "the pier"}


def test_a_quote_that_is_a_position_becomes_one_and_undone_waits_as_it_was(
    article: Article, issue: Issue, by: User
) -> None:
    make_official("Ona Firth", issue.body)
    finding = pier.quote(article, "she will vote for the pier", type="indirect")
    before = Finding.objects.values().get()
    action = curation.accept(finding.pk, by, NOW, Choice(kind="position", payload=SAYS, issue=issue))
    made = Position.objects.get()
    assert (made.person.name, made.stance, made.matter) == ("Ona Firth", "support", "the pier")
    finding.refresh_from_db()
    assert (finding.kind, finding.position, finding.spans[0]["role"]) == ("position", made, "evidence")
    assert (action.act, action.before["kind"], action.after["kind"]) == ("correct", "quote", "position")
    assert not Quote.objects.exists()
    curation.undo(action.pk, by, NOW)
    assert Finding.objects.values().get() == before
    assert not Position.objects.exists()


def test_a_position_that_is_a_quote_keeps_whose_it_is_and_its_words(article: Article, issue: Issue, by: User) -> None:
    make_official("Ona Firth", issue.body)
    finding = pier.position(article, issue)
    curation.accept(finding.pk, by, NOW, Choice(kind="quote", payload={"type": "indirect"}))
    made = Quote.objects.get()
    assert (str(made.person), made.type, made.text) == ("Ona Firth", "indirect", finding.spans[0]["text"])


def test_an_official_that_is_another_speaker_gets_no_role(article: Article, by: User) -> None:
    finding = pier.official(article)
    curation.accept(finding.pk, by, NOW, Choice(kind="speaker", new_person="Ona Firth"))
    finding.refresh_from_db()
    assert finding.person is not None
    assert not finding.person.roles.exists()
    assert finding.payload == {"name": "Ona Firth", "role": "Mayor", "organization": "Town of Gull Cove"}


def test_a_person_belongs_to_no_issue(article: Article, issue: Issue, by: User) -> None:
    finding = pier.quote(article)
    Finding.objects.update(issue=issue)
    curation.accept(finding.pk, by, NOW, Choice(kind="speaker", payload={"name": "Ona Firth"}, new_person="Ona Firth"))
    finding.refresh_from_db()
    assert finding.issue is None


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({}, "Say how they stand"),
        ({"stance": "support"}, "Say by what they say so"),
        ({**SAYS, "stance": "sideways"}, "can't be chosen here"),
        ({**SAYS, "basis": "declined"}, "takes no position"),
        ({**SAYS, "matter": "x" * 1_000_000}, "too long"),
        ({**SAYS, "matter": "a\x00b"}, "no text"),
    ],
)
def test_what_the_new_kind_needs_is_asked_for_and_nothing_is_changed(
    article: Article, issue: Issue, by: User, payload: dict[str, Any], said: str
) -> None:
    make_official("Ona Firth", issue.body)
    finding = pier.quote(article)
    with pytest.raises(CurationError, match=said):
        curation.accept(finding.pk, by, NOW, Choice(kind="position", payload=payload, issue=issue))
    assert Finding.objects.get().kind == "quote"
    assert not LoggedAction.objects.exists()


def test_there_is_no_other_kind(article: Article, by: User) -> None:
    with pytest.raises(CurationError, match="no such kind"):
        curation.accept(pier.quote(article).pk, by, NOW, Choice(kind="rumor"))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"earliest": "soon", "latest": "soon"}, "can't be read"),
        ({"earliest": "2026-03-17"}, "first and the last day"),
        ({"earliest": "2026-03-17", "latest": "2026-03-16"}, "first and the last day"),
        ({"earliest": "2026-03-17", "latest": "2026-03-17", "time": "noon"}, "can't be read"),
    ],
)
def test_days_that_are_none_are_asked_for_anew(days: dict[str, str], said: str) -> None:
    with pytest.raises(CurationError, match=said):
        check_payload("vote", {"body": "Gull Cove Town Council", "status": "scheduled", **days})


def test_what_says_enough_passes() -> None:
    check_payload("position", STAND)

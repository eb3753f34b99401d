"""What is public without a person's act goes back to proposed, in the log, and the ledgers only grow."""

import pytest
from django.contrib.auth.models import User

from officials.models import Person
from stories.curation import CurationError
from stories.curation.check import Fault, Kind, faults_of
from stories.curation.repair import REASON, USERNAME, repair, system_user
from stories.models import Article, ArticleIssue, Finding, LoggedAction, Quote, Response
from tests.factories import NOW
from tests.stories.curation.test_check import CASES, Make, all_faults, quote_of, slip, unacted
from votes.models import Issue, Vote

pytestmark = pytest.mark.django_db


def repair_all(by: User) -> None:
    for kind in Kind:
        for fault in faults_of(kind):
            repair(fault, by, NOW)


@pytest.mark.parametrize(("kind", "make"), CASES)
def test_what_was_set_back_is_a_fault_no_longer(
    kind: Kind, make: Make, article: Article, issue: Issue, by: User
) -> None:
    make(article, issue, by)
    before = list(LoggedAction.objects.order_by("pk").values())
    repair_all(system_user())
    assert all_faults() == []
    log = list(LoggedAction.objects.order_by("pk").values())
    assert log[: len(before)] == before
    assert {(row["by_id"], row["reason"]) for row in log[len(before) :]} == {(system_user().pk, REASON)}


def test_a_claim_that_nobody_accepted_waits_again_and_its_record_is_gone(
    article: Article, issue: Issue, by: User
) -> None:
    finding = unacted(article, issue, by)
    repair_all(system_user())
    finding.refresh_from_db()
    assert (finding.state, finding.quote, finding.person) == ("pending", None, None)
    assert not Quote.objects.exists()


def test_a_story_on_an_issue_by_its_score_waits_for_a_curator(article: Article, issue: Issue, by: User) -> None:
    ArticleIssue.objects.create(article=article, issue=issue, state="accepted", score=0.7, reason="names “pier”")
    repair_all(by)
    row = ArticleIssue.objects.get()
    assert (row.state, row.score, row.reason) == ("proposed", 0.7, "names “pier”")


def test_a_vote_that_rests_on_nothing_is_withdrawn_not_deleted(issue: Issue, by: User) -> None:
    vote = Vote.objects.create(issue=issue, body=issue.body, motion="Mend the pier")  # type: ignore[misc]
    repair_all(by)
    vote.refresh_from_db()
    assert vote.withdrawn_at == NOW
    assert vote.changes.get().decided_by == by.get_username()


def test_a_slip_in_a_name_waits_again_as_it_was_read(article: Article, issue: Issue, by: User) -> None:
    slip(article, issue, by)
    repair_all(by)
    assert [person.name for person in Person.objects.all()] == ["Ida Brandt"]
    assert Finding.objects.pending().get().payload["speaker"] == "Ida Brant"


def test_a_quote_with_a_reply_is_left_to_a_curator(by: User) -> None:
    quote = quote_of("The pier is ours,")
    Response.objects.create(quote=quote, text="It is not.", label="the harbor office", received_on=NOW.date())
    (fault,) = faults_of(Kind.NO_FINDING)
    with pytest.raises(CurationError, match="There is a reply to it"):
        repair(fault, by, NOW)
    assert Quote.objects.get() == quote


def test_what_went_with_another_repair_is_no_error(by: User) -> None:
    quote = quote_of("The pier is ours,")
    fault = Fault(Kind.NO_FINDING, quote, "")
    Quote.objects.filter(pk=quote.pk).delete()
    repair(fault, by, NOW)
    assert not LoggedAction.objects.exists()


def test_nobody_can_sign_in_as_the_program(client: object) -> None:
    user = system_user()
    assert (user.username, user.is_active, user.has_usable_password()) == (USERNAME, False, False)
    assert system_user() == user

"""Undoing what was accepted: what was to be told of it is not told, and who was told hears that it no longer stands."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail

from stories import curation
from stories.curation import CurationError
from stories.curation.changed import take_back
from stories.curation.log import log, take_turn
from stories.models import Article, ArticleIssue, Finding, LoggedAction, Quote
from tests.factories import NOW, make_article, make_finding, make_issue
from tests.stories.curation import pier
from tests.votes.alerts.readers import SETTLED, make_reader, run
from votes.alerts import announce, gathering
from votes.models import Announcement, Delivery, Issue, Message, Position, Subscriber, Vote

pytestmark = pytest.mark.django_db

TEXT = "Ona Firth, a fisherman, said she is for the pier. “The pier is ours,” Firth said."
SOON = NOW + timedelta(minutes=5)
KINDS = ["position", "quote"]


@pytest.fixture
def reader(issue: Issue) -> Subscriber:
    return make_reader(issue, kinds=KINDS)


def position(issue: Issue, article: Article | None = None) -> Finding:
    about = {
        "actor": "Ona Firth",
        "matter": "the pier",
        "stance": "support",
        "basis": "statement",
        "conditional": False,
    }
    words = "Ona Firth, a fisherman, said she is for the pier."
    story = article or make_article(TEXT)
    return make_finding(story, words, "position", "evidence", payload=about, issue=issue)


def quote(issue: Issue) -> Finding:
    about = {"speaker": "", "label": "a fisherman", "type": "direct"}
    return make_finding(make_article(TEXT), "The pier is ours,", payload=about, issue=issue)


def accept(finding: Finding, by: User) -> LoggedAction:
    person = Finding.objects.filter(kind="speaker", article=finding.article)
    if finding.kind == "position" and not person.exists():
        about = {"name": "Ona Firth", "role": "a fisherman", "organization": ""}
        make_finding(finding.article, "Ona Firth", "speaker", "mention", payload=about)
    return pier.accept(finding, by, NOW - SETTLED)


def sent() -> list[str]:
    return [message.subject for message in mail.outbox]


@pytest.mark.parametrize("make", [position, quote])
@pytest.mark.parametrize("step", ["announced", "owed", "in a message"])
def test_what_is_not_sent_yet_is_never_sent(
    step: str, make: object, issue: Issue, reader: Subscriber, by: User
) -> None:
    action = accept(make(issue), by)  # type: ignore[operator]
    if step != "announced":
        announce.fan_out(NOW)
    if step == "in a message":
        assert gathering.assemble(NOW) == 1
    curation.undo(action.pk, by, NOW - SETTLED)
    run(NOW)
    run(SOON)
    assert sent() == []
    assert set(Delivery.objects.values_list("state", flat=True)) <= {"lapsed"}
    assert set(Message.objects.values_list("state", flat=True)) <= {"lapsed"}


@pytest.mark.parametrize("make", [position, quote])
def test_who_was_told_hears_once_that_it_no_longer_stands(
    make: object, issue: Issue, reader: Subscriber, by: User
) -> None:
    action = accept(make(issue), by)  # type: ignore[operator]
    run(NOW)
    make_reader(issue, kinds=KINDS)
    curation.undo(action.pk, by, SOON - SETTLED)
    run(SOON)
    run(SOON)
    told, taken_back = mail.outbox
    assert taken_back.subject == f"Taken back: {told.subject}"
    assert taken_back.to == [reader.email]
    assert "it no longer stands" in str(taken_back.body)
    assert issue.get_absolute_url() in str(taken_back.body)


def test_a_mail_that_may_be_out_already_is_taken_back(issue: Issue, reader: Subscriber, by: User) -> None:
    action = accept(position(issue), by)
    announce.fan_out(NOW)
    gathering.assemble(NOW)
    Message.objects.update(claimed_until=SOON)  # a worker has given it to the server
    Delivery.objects.update(handed_over_at=NOW)
    curation.undo(action.pk, by, NOW - SETTLED)
    announce.fan_out(NOW)
    assert Delivery.objects.filter(announcement__retracts__isnull=False, subscriber=reader).exists()


def test_accepted_anew_as_something_else_both_are_told(issue: Issue, reader: Subscriber, by: User) -> None:
    finding = position(issue)
    action = accept(finding, by)
    run(NOW)
    curation.undo(action.pk, by, SOON - SETTLED)
    pier.accept(finding, by, SOON - SETTLED, payload={"stance": "oppose"})
    run(SOON)
    assert sent() == ["Ona Firth supports the pier", "Taken back: Ona Firth supports the pier (and 1 more)"]
    assert "Ona Firth opposes the pier" in str(mail.outbox[1].body)


def test_a_stand_that_another_report_supports_stays_until_that_one_is_undone_too(issue: Issue, by: User) -> None:
    first, second = (accept(position(issue), by) for _ in range(2))
    assert Position.objects.count() == 1
    curation.undo(first.pk, by, NOW)
    assert Position.objects.count() == 1
    assert not Announcement.objects.filter(retracts__isnull=False).exists()
    curation.undo(second.pk, by, NOW)
    assert not Position.objects.exists()
    assert Announcement.objects.filter(retracts__isnull=False).count() == 1


def test_a_claim_taken_back_because_its_story_changed_is_taken_back_by_mail_too(
    issue: Issue, reader: Subscriber, by: User
) -> None:
    finding = quote(issue)
    accept(finding, by)
    run(NOW)
    take_back(finding.pk, by, SOON - SETTLED, "")
    run(SOON)
    assert [subject.split(":")[0] for subject in sent()] == ["A fisherman is quoted on The pier", "Taken back"]
    assert not Quote.objects.exists()


def test_undoing_an_accepted_quote_takes_it_from_the_public(article: Article, by: User) -> None:
    finding = pier.quote(article)
    action = pier.accept(finding, by)
    undone = curation.undo(action.pk, by, NOW)
    finding.refresh_from_db()
    assert (finding.state, finding.quote) == ("pending", None)
    assert not Quote.objects.exists()
    assert (undone.act, undone.undoes) == ("undo", action)


def test_a_decision_is_undone_once(article: Article, by: User) -> None:
    action = pier.accept(pier.quote(article), by)
    curation.undo(action.pk, by, NOW)
    with pytest.raises(CurationError, match="undone already"):
        curation.undo(action.pk, by, NOW)


def test_undoing_a_moved_date_moves_it_back_as_our_mistake(article: Article, issue: Issue, by: User) -> None:
    curation.accept(pier.vote(article, issue).pk, by, NOW)
    later = make_article(pier.TEXT, published_at=datetime(2026, 3, 12, tzinfo=UTC), outlet=article.outlet)
    moved = curation.accept(pier.vote(later, issue, earliest="2026-03-31", latest="2026-03-31").pk, by, NOW)
    curation.undo(moved.pk, by, NOW)
    made = Vote.objects.get()
    assert (made.earliest, made.version) == (date(2026, 3, 17), 2)
    assert made.changes.get(version=2).why == "mistake"


def test_undoing_the_only_claim_withdraws_the_vote(article: Article, issue: Issue, by: User) -> None:
    action = curation.accept(pier.vote(article, issue).pk, by, NOW)
    curation.undo(action.pk, by, NOW)
    assert Vote.objects.get().withdrawn_at is not None
    assert not Vote.objects.standing().exists()


def test_what_two_actions_changed_of_a_match_is_as_it_was_whichever_is_undone_first(by: User) -> None:
    for first in (0, 1):
        match = ArticleIssue.objects.create(article=make_article(), issue=make_issue(), score=0.5, reason="")
        acts = []
        for reason in ("names the mayor", "names the clerk"):
            take_turn()
            ArticleIssue.objects.filter(pk=match.pk).update(reason=reason)
            acts.append(log(LoggedAction.Act.EDIT, by, NOW, after={"match": match.pk}))
        for act in (acts[first], acts[1 - first]):
            curation.undo(act.pk, by, NOW)
        match.refresh_from_db()
        assert match.reason == ""

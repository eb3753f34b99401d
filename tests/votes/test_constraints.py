"""What the database itself refuses, whatever form, command or shell the write comes from."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection

from tests.factories import NOW, make_issue, make_official, make_person, make_vote
from votes.models import Announcement, Ballot, Position, Subscriber, Subscription, Vote, VoteChange

pytestmark = pytest.mark.django_db


def subscribe(**topic: object) -> Subscription:
    subscriber = Subscriber.objects.create(email=f"reader{Subscriber.objects.count()}@mail.example")
    return Subscription.objects.create(subscriber=subscriber, **topic)


@pytest.mark.parametrize(
    "window",
    [
        {"earliest": date(2026, 4, 7), "latest": date(2026, 4, 1), "precision": "week"},
        {"earliest": date(2026, 4, 7), "latest": None, "precision": "day"},
        {"earliest": date(2026, 4, 7), "latest": date(2026, 4, 7), "precision": "none"},
        {"earliest": None, "latest": None, "precision": "day"},
    ],
)
def test_a_window_that_contradicts_itself_is_refused(window: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match="vote_window"):
        make_vote(**window)


def test_only_a_held_vote_has_an_outcome() -> None:
    with pytest.raises(IntegrityError, match="outcome"):
        make_vote(status="expected", outcome="passed")


def test_a_person_votes_once_on_a_vote() -> None:
    vote, person = make_vote(), make_person()
    Ballot.objects.create(vote=vote, person=person, choice="yes")
    with pytest.raises(IntegrityError, match="ballot_unique"):
        Ballot.objects.create(vote=vote, person=person, choice="no")


def test_silence_is_never_a_stance() -> None:
    with pytest.raises(IntegrityError, match="non_answer"):
        Position.objects.create(
            issue=make_issue(), person=make_person(), stance="support", basis="declined", since=NOW.date()
        )


def test_a_subscription_has_exactly_one_topic() -> None:
    issue = make_issue()
    assert subscribe(issue=issue).topic == f"issue:{issue.pk}"
    with pytest.raises(IntegrityError, match="exactly_one_topic"):
        subscribe(issue=issue, person=make_official())


def test_a_subscription_without_a_topic_is_refused() -> None:
    with pytest.raises(IntegrityError, match="exactly_one_topic"):
        subscribe()


def make_change() -> VoteChange:
    return VoteChange.objects.create(
        vote=make_vote(), version=1, old={}, new={}, learnt_at=NOW, sentence="It moved.", decided_by="Una"
    )


def test_the_ledger_of_a_vote_cannot_be_rewritten() -> None:
    change = make_change()
    with pytest.raises(DatabaseError, match="append-only"):
        VoteChange.objects.filter(pk=change.pk).update(why="mistake")


def test_the_ledger_of_a_vote_cannot_be_deleted() -> None:
    change = make_change()
    with pytest.raises(DatabaseError, match="append-only"):
        VoteChange.objects.filter(pk=change.pk).delete()


def test_redaction_blanks_personal_values_and_leaves_its_mark() -> None:
    change = make_change()
    change.redact(NOW)
    change.refresh_from_db()
    assert (change.sentence, change.decided_by, change.redacted_at) == ("", "", NOW)


def test_redaction_cannot_smuggle_in_another_change() -> None:
    change = make_change()
    with pytest.raises(DatabaseError, match="append-only"):
        VoteChange.objects.filter(pk=change.pk).update(redacted_at=NOW, version=9)


def test_redaction_cannot_put_other_words_in_their_place() -> None:
    change = make_change()
    with pytest.raises(DatabaseError, match="only blank sentence"):
        VoteChange.objects.filter(pk=change.pk).update(redacted_at=NOW, sentence="It never moved.")


def test_a_ledger_is_never_emptied_at_one_stroke() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL civictrack.may_truncate = 'no'")
        with pytest.raises(DatabaseError, match="never emptied"):
            cursor.execute("TRUNCATE votes_votechange")


def test_an_announcement_is_made_once() -> None:
    fields = {"kind": "date", "topics": ["issue:1"], "subject": "vote:1", "version": 2, "title": "Moved", "path": "/"}
    Announcement.objects.create(created_at=NOW, **fields)
    with pytest.raises(IntegrityError, match="announcement_unique"):
        Announcement.objects.create(created_at=NOW, **fields)


def test_votes_ahead_are_those_whose_window_is_not_over() -> None:
    past = make_vote(earliest=date(2026, 3, 1))
    soon = make_vote(earliest=date(2026, 3, 12))
    running = make_vote(earliest=date(2026, 3, 5), latest=date(2026, 3, 15), precision="month")
    undated = make_vote()
    ahead = list(Vote.objects.ahead(date(2026, 3, 10)))
    assert ahead == [running, soon, undated]
    assert list(Vote.objects.overdue(date(2026, 3, 10))) == [past]

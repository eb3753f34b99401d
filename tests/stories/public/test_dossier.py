"""All that is on file of an issue."""

from datetime import UTC, timedelta
from typing import Any

import pytest

from stories.models import ArticleIssue, LoggedAction, Quote, Response
from stories.public.dossier import dossier_of
from stories.public.edits import moves_of
from tests.factories import (
    NOW,
    make_account,
    make_article,
    make_body,
    make_event,
    make_finding,
    make_issue,
    make_official,
    make_position,
    make_source,
    make_vote,
)
from votes import schedule
from votes.citation import Citation
from votes.models import Ballot, Issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue() -> Issue:
    return make_issue(body=make_body())


def test_all_of_an_issue_is_loaded_in_one_query_whatever_there_is(issue: Issue, django_assert_num_queries: Any) -> None:
    vote = make_vote(issue)
    for _ in range(3):
        member = make_official(body=issue.body)
        Ballot.objects.create(vote=vote, person=member, choice="yes")
        position = make_position(member, issue)
        Response.objects.create(position=position, person=member, text="No.", received_on=NOW.date())
    make_event(issue)
    with django_assert_num_queries(1):
        known = dossier_of(issue, UTC)
        assert [len(position.responses.all()) for position in known.positions] == [1, 1, 1]
        assert [str(ballot.person.roles.all()[0].body) for ballot in known.votes[0].ballots.all()] == [
            str(issue.body)
        ] * 3
        assert {record.issue.body for record in (*known.positions, *known.votes)} == {issue.body}
        assert known.events[0].bodies.all() is not None
        moves_of([*known.votes, *known.events], known.by_hand)


def test_what_an_editor_changed_is_known(issue: Issue) -> None:
    vote, una = make_vote(issue), make_account()
    schedule.change(vote, {"location": "The barn"}, Citation("", "The clerk", ""), NOW)
    LoggedAction.objects.create(act="edit", by=una, at=NOW, after={"vote": vote.pk})
    LoggedAction.objects.create(act="edit", by=una, at=NOW, after={"note": 1})
    known = dossier_of(issue, UTC)
    assert known.by_hand == {("vote", vote.pk, NOW)}
    assert [move.by_hand for move in moves_of(known.votes, known.by_hand)] == [
        move.by_hand for move in moves_of([vote])
    ]


def test_an_event_at_which_a_vote_is_taken_is_told_apart(issue: Issue) -> None:
    meeting, other = make_event(issue), make_event(issue)
    make_vote(issue, meeting=meeting)
    assert {event.pk: event.is_taken for event in dossier_of(issue, UTC).events} == {  # type: ignore[attr-defined]
        meeting.pk: True, other.pk: False
    }  # fmt: skip


def test_nobodys_quotes_are_beside_a_stance_and_the_last_affiliation_is_kept(issue: Issue) -> None:
    ada, bo = make_official("Ada Reed", issue.body), make_official("Bo Lund", issue.body)
    make_position(ada, issue)
    for person in (ada, bo):
        for day in range(5):
            said = Quote.objects.create(
                text=f"We wait {day}.", type="direct", person=person, issue=issue, affiliation=f"of pier {day}",
                said_on=NOW.date() - timedelta(days=day),
            )  # fmt: skip
            make_finding(make_article(said.text), said.text, state="accepted", quote=said, issue=issue)
    known = dossier_of(issue, UTC)
    assert [(quote.person, quote.text, quote.of_person) for quote in known.quotes] == [  # type: ignore[attr-defined]
        (bo, f"We wait {day}.", 5) for day in range(3)
    ]
    assert known.affiliations == {ada.pk: "of pier 0", bo.pk: "of pier 0"}


def test_we_last_looked_when_the_slowest_source_was_read(issue: Issue) -> None:
    assert dossier_of(issue, UTC).last_looked is None
    for days in (1, 3):
        article = make_article()
        ArticleIssue.objects.create(article=article, issue=issue, state="accepted")
        make_source(article.outlet, last_ok_at=NOW - timedelta(days=days))
    known = dossier_of(issue, UTC)
    assert known.last_looked == NOW - timedelta(days=3)
    assert sum(known.story_days.values()) == 2

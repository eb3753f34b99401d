"""What is loaded for who stands where."""

from datetime import UTC, date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stories.models import Quote, Response
from stories.public.board import board_of
from stories.public.dossier import dossier_of
from tests.factories import NOW, make_body, make_issue, make_official, make_person, make_position

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


def test_a_board_costs_as_much_for_thirty_people_as_for_one() -> None:
    issue = make_issue(body=make_body())
    costs = []
    for count in (1, 29):
        for _ in range(count):
            position = make_position(make_official(body=issue.body), issue)
            Response.objects.create(position=position, person=position.person, text="No.", received_on=TODAY)
        with CaptureQueriesContext(connection) as asked:
            board = board_of(issue, dossier_of(issue, UTC), TODAY)
            for position in board.positions:
                assert (position.person.roles.all()[0].body, position.issue) == (issue.body, issue)
                assert [str(reply.person) for reply in position.responses.all()] == [str(position.person)]
        costs.append(len(asked))
    assert costs == [2, 2]


def test_who_votes_in_the_body_is_told_by_their_role_that_day() -> None:
    issue = make_issue(body=make_body())
    ada = make_official("Ada Reed", issue.body)
    make_official("Bo Lund", issue.body, voting=False)
    make_official("Cy Former", issue.body, until=date(2026, 3, 9))
    make_official("Di Other")
    assert list(board_of(issue, dossier_of(issue, UTC), TODAY).voting) == [ada.pk]


def test_the_affiliation_printed_last_is_kept_for_each_person() -> None:
    issue, oda = make_issue(), make_person("Oda Private")
    for day, words in ((2, "a fisher"), (3, "of the harbor league"), (4, "")):
        Quote.objects.create(
            text="We fish", type="direct", person=oda, issue=issue, affiliation=words, said_on=date(2026, 3, day)
        )
    make_position(oda, issue)
    assert board_of(issue, dossier_of(issue, UTC), TODAY).affiliations == {oda.pk: "of the harbor league"}


def test_whoever_was_removed_from_the_records_is_on_no_board() -> None:
    issue = make_issue()
    make_position(make_person(redacted_at=NOW), issue)
    assert board_of(issue, dossier_of(issue, UTC), TODAY).positions == []

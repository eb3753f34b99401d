"""A body's page: members now and before, what it is part of, and votes that have a bound."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stories.public.body import PAST_SHOWN, body_page
from tests.factories import NOW, make_body, make_issue, make_official, make_vote

pytestmark = pytest.mark.django_db


def test_who_sits_in_it_now_and_who_did_stand_apart(client: Client) -> None:
    body = make_body("Reedham Council", seats=7)
    ada = make_official("Ada Reed", body, seat="Ward 1")
    make_official("Bo Lund", body, since=date(2016, 5, 1), until=date(2020, 5, 1))
    shown = body_page(body, NOW)
    assert [person for person, _ in shown["members"]] == [ada]
    assert [role.person.name for role in shown["former"]] == ["Bo Lund"]
    assert "May 2016–May 2020" in client.get(body.get_absolute_url()).content.decode()


def test_a_body_leads_to_its_place_to_what_it_is_part_of_and_to_its_committees(client: Client) -> None:
    council, joint = make_body("Council"), make_body("Joint board")
    joint.parents.add(council)
    assert council.get_absolute_url() in client.get(joint.get_absolute_url()).content.decode()
    page = client.get(council.get_absolute_url()).content.decode()
    assert joint.get_absolute_url() in page
    assert council.place.get_absolute_url() in page


def test_of_many_past_votes_the_last_are_shown_with_the_way_to_all(client: Client) -> None:
    body = make_body("Council")
    issue = make_issue("The pier", body)
    for n in range(PAST_SHOWN + 3):
        make_vote(issue, motion=f"Motion {n:02}", earliest=date(2020, 1, 1) + timedelta(n), status="held")
    ahead = make_vote(issue, motion="Build it", earliest=date(2099, 1, 1), status="scheduled")
    shown = body_page(body, NOW)
    assert shown["agenda"].coming == [ahead]
    assert [vote.motion for vote in shown["agenda"].past] == [f"Motion {n:02}" for n in range(PAST_SHOWN + 2, 2, -1)]
    assert f"/en/votes/?body={body.slug}&amp;state=all" in client.get(body.get_absolute_url()).content.decode()


def test_a_page_costs_the_same_however_much_was_decided(client: Client) -> None:
    counts = []
    for number in (2, 12):
        body = make_body()
        for n in range(number):
            make_official(body=body)
            make_official(body=body, until=date(2020, 1, 1))
            vote = make_vote(make_issue(body=body), earliest=date(2020, 1, 1) + timedelta(n), status="held")
            assert vote.body == body
        with CaptureQueriesContext(connection) as queries:
            assert client.get(body.get_absolute_url()).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]

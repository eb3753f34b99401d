"""A person's page: each list of it has pages, and what was said stands beside what was voted."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from officials.models import Person
from stories.models import Quote
from stories.public.person import CHAIN_SHOWN, ISSUES_A_PAGE, QUOTES_A_PAGE, person_page
from tests.factories import (
    NOW,
    make_article,
    make_finding,
    make_issue,
    make_official,
    make_person,
    make_position,
    make_vote,
)
from votes.models import Ballot

pytestmark = pytest.mark.django_db


def quote(person: Person, n: int) -> None:
    said = Quote.objects.create(
        text=f"Pier number {n}.", type="direct", person=person, said_on=date(2026, 1, 1) + timedelta(n)
    )
    make_finding(
        make_article(f"Pier number {n}. " + "It rained. " * 20), f"Pier number {n}.", state="accepted", quote=said
    )


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.content, "lxml").get_text(" ").split())


def test_quotes_positions_and_ballots_are_paged_each_by_itself(client: Client) -> None:
    ada = make_official("Ada Reed")
    for n in range(QUOTES_A_PAGE + 5):
        quote(ada, n)
    for n in range(ISSUES_A_PAGE + 5):
        issue = make_issue(f"Matter {n:02}")
        make_position(ada, issue, since=date(2026, 1, 1) + timedelta(n))
        Ballot.objects.create(vote=make_vote(issue, motion=f"Motion {n:02}", status="held"), person=ada, choice="yes")
    first = text(client, ada.get_absolute_url())
    assert "Pier number 24." in first
    assert "Pier number 4." not in first
    later = text(client, f"{ada.get_absolute_url()}?quotes=2&positions=2&ballots=9")
    assert "Pier number 4." in later
    assert "Pier number 24." not in later
    shown = person_page(ada, {"positions": "2"}, NOW)
    assert [issue.title for issue, _ in shown["stands"]] == [f"Matter {n:02}" for n in range(4, -1, -1)]


@pytest.mark.parametrize("number", ["x", "-1", "9" * 5000])
def test_a_page_that_is_none_is_the_first_or_the_last(client: Client, number: str) -> None:
    ada = make_official("Ada Reed")
    quote(ada, 1)
    assert "Pier number 1." in text(
        client, f"{ada.get_absolute_url()}?quotes={number}&positions={number}&ballots={number}"
    )


@pytest.mark.parametrize(
    ("stance", "conditional", "choice", "agreement"),
    [
        ("support", False, "yes", "as they had said"),
        ("oppose", False, "no", "as they had said"),
        ("support", False, "no", "other than they had said"),
        ("oppose", False, "yes", "other than they had said"),
        ("support", True, "no", ""),
        ("undecided", False, "no", ""),
        ("support", False, "absent", ""),
        ("support", False, "abstain", ""),
    ],
)
def test_said_against_did(client: Client, stance: str, conditional: bool, choice: str, agreement: str) -> None:
    ada, issue = make_official("Ada Reed"), make_issue("The pier")
    make_position(ada, issue, stance=stance, conditional=conditional, basis="vote_intent", since=date(2026, 1, 1))
    vote = make_vote(issue, motion="Build it", earliest=date(2026, 2, 1), status="held", outcome="passed")
    Ballot.objects.create(vote=vote, person=ada, choice=choice)
    [row] = person_page(ada, {}, NOW)["voted"]
    assert row.agreement == agreement
    assert (agreement or "Before the vote") in text(client, ada.get_absolute_url())


def test_no_ballot_of_a_withdrawn_vote_or_an_unpublished_issue_is_told() -> None:
    ada = make_official("Ada Reed")
    for vote in (make_vote(withdrawn_at=NOW, status="held"), make_vote(make_issue(published_at=None), status="held")):
        Ballot.objects.create(vote=vote, person=ada, choice="yes")
    assert person_page(ada, {}, NOW)["voted"] == []


def test_a_chain_is_cut_and_leads_to_the_rest(client: Client) -> None:
    ada, issue = make_official("Ada Reed"), make_issue("The pier")
    for n in range(CHAIN_SHOWN + 4):
        stance = "support" if n % 2 else "oppose"
        make_position(ada, issue, stance=stance, since=date(2025, 1, 1) + timedelta(n))
    assert "3 older in what happened" in text(client, ada.get_absolute_url())


def test_a_page_costs_the_same_however_much_was_said(client: Client) -> None:
    counts = []
    for number in (3, 15):
        ada = make_official()
        for n in range(number):
            quote(ada, n)
            issue = make_issue()
            make_position(ada, issue)
            vote = make_vote(issue, status="held", earliest=date(2026, 2, 1))
            Ballot.objects.create(vote=vote, person=ada, choice="yes")
        with CaptureQueriesContext(connection) as queries:
            text(client, ada.get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_private_person_has_no_page(client: Client) -> None:
    assert client.get(make_person("Oda Private").get_absolute_url()).status_code == 404

"""The log of corrections: public values, days and reasons; of what was removed only the number."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stories import curation
from stories.curation.complaints import answer, receive
from stories.models import Quote
from stories.public.corrections import corrections_page
from tests.factories import (
    NOW,
    make_article,
    make_finding,
    make_issue,
    make_official,
    make_person,
    make_position,
)
from votes import events, schedule
from votes.citation import Citation
from votes.models import Issue
from votes.models.changes import Why

pytestmark = pytest.mark.django_db

SAID = Citation("It is on the third.", "The Reed", "https://reed.example/1")
LATER = NOW + timedelta(days=2)


@pytest.fixture
def by() -> User:
    return User.objects.create_user("una")


@pytest.fixture
def issue() -> Issue:
    return make_issue("The pier")


def on(day: date) -> dict[str, object]:
    return {"earliest": day, "latest": day, "precision": "day"}


def text(client: Client, query: str = "") -> str:
    answer = client.get(f"/en/corrections/{query}")
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.content, "lxml").select_one("main").get_text(" ").split())  # type: ignore[union-attr]


def test_nothing_corrected_is_said(client: Client) -> None:
    assert "Nothing has had to be corrected so far." in text(client)


def test_a_date_that_was_our_mistake_stands_there_with_what_it_was_and_one_that_moved_does_not(
    client: Client, issue: Issue
) -> None:
    vote = schedule.create(issue, issue.body, "Build it", SAID, NOW, **on(date(2099, 4, 1)))
    schedule.change(vote, on(date(2099, 4, 8)), SAID, NOW)
    schedule.change(vote, on(date(2099, 4, 9)), SAID, LATER, why=Why.MISTAKE)
    event = events.create(
        "meeting", "Pier talk", [issue.body], [issue], SAID, NOW, status="scheduled", **on(date(2099, 5, 1))
    )
    events.change(event, on(date(2099, 5, 2)), SAID, LATER, why=Why.MISTAKE)
    shown = text(client)
    assert shown.count("We had this wrong:") == 2
    assert "Build it Date: Wednesday, April 8, 2099 → is now Thursday, April 9, 2099" in shown
    assert "April 1," not in shown
    assert "Pier talk" in shown


def test_what_was_withdrawn_is_named_with_the_reason_that_readers_were_given(
    client: Client, issue: Issue, by: User
) -> None:
    vote = schedule.create(issue, issue.body, "A slip", SAID, NOW, **on(date(2099, 4, 1)))
    schedule.withdraw(vote, SAID, LATER)
    for title, show in (("Made up", True), ("Hushed", False)):
        story = make_article(f"{title} words.", title)
        make_finding(story, f"{title} words.", state="accepted")
        curation.withdraw(story, f"{title} by its writer", show, by, NOW)
    shown = text(client)
    assert "A vote was withdrawn: it had been listed by our mistake. A slip" in shown
    assert "Because: Made up by its writer" in shown
    assert "Hushed" not in shown


def quote_of(name: str, *, official: bool) -> Quote:
    person = make_official(name) if official else make_person(name)
    said = Quote.objects.create(text="We fish here.", type="direct", person=person)
    make_finding(
        make_article("“We fish here.”"), "We fish here.", quote=said, person=person, state="accepted",
        payload={"speaker": name, "type": "direct"},
    )  # fmt: skip
    return said


def test_a_quote_or_a_position_put_right_says_which_part_and_never_who_was_wrongly_named(
    client: Client, issue: Issue, by: User
) -> None:
    quote = quote_of("Wrong Name", official=True)
    curation.correct_quote(quote, {"person_id": make_official("Ada Reed").pk}, by, LATER, "a note of ours")
    position = make_position(make_official("Bo Lund"), issue, stance="oppose")
    curation.correct_position(position, {"stance": "support"}, by, LATER, "a note of ours")
    shown = text(client)
    assert "A quote was put right: Ada Reed" in shown
    assert "Corrected: whose it is." in shown
    assert "Corrected: the stance: opposes → is now supports ." in shown
    assert "Bo Lund" in shown
    assert "Wrong Name" not in shown
    assert "a note of ours" not in shown


def test_a_private_persons_corrected_quote_names_nobody(client: Client, by: User) -> None:
    quote = quote_of("Oda Private", official=False)
    curation.correct_quote(quote, {"type": "mixed"}, by, LATER)
    shown = text(client)
    assert "A quote was put right: the quote" in shown
    assert "Oda" not in shown


def test_a_correction_that_was_undone_stands_there_no_more(client: Client, issue: Issue, by: User) -> None:
    position = make_position(make_official("Bo Lund"), issue, stance="oppose")
    action = curation.correct_position(position, {"stance": "support"}, by, LATER)
    curation.undo(action.pk, by, LATER)
    assert "A position was put right" not in text(client)


def test_a_claim_taken_back_is_named_by_its_issue_and_of_people_removed_only_the_number_is_told(
    client: Client, issue: Issue, by: User
) -> None:
    story = make_article("“We fish here.”")
    finding = make_finding(story, "We fish here.", issue=issue, payload={"speaker": "Ona Firth", "type": "direct"})
    action = curation.accept(finding.pk, by, NOW, curation.Choice(person=make_official("Ona Firth")))
    curation.undo(action.pk, by, NOW + timedelta(minutes=5))
    action = curation.accept(finding.pk, by, NOW + timedelta(hours=1), curation.Choice(person=make_official("Cy Moss")))
    curation.undo(action.pk, by, LATER)
    curation.redact_person(make_official("Ed Gone"), by, LATER, "a minor")
    assert corrections_page({}, NOW)["by_year"] == [(2026, 1, 1)]
    shown = text(client)
    assert "2026 1 1" in shown
    assert "A claim was taken back: a quote on The pier , which we had read in a story" in shown
    assert shown.count("A claim was taken back:") == 1
    assert "Nothing has had to be corrected" not in shown
    assert not [name for name in ("Ed Gone", "Ona Firth", "Cy Moss", "a minor") if name in shown]


@pytest.mark.parametrize("shown", ["listed", ""])
def test_what_a_readers_word_led_to_stands_there_and_its_answer_where_it_may_be_read(
    client: Client, by: User, shown: str
) -> None:
    quote = quote_of("Ada Reed", official=True)
    complaint = receive(quote.findings.get(), "I know better.", "", NOW)
    curation.correct_quote(quote, {"type": "mixed"}, by, LATER)
    answer(complaint, "corrected", "It was told in part.", shown, by, LATER)
    page = text(client)
    assert "A reader called a claim wrong, and it was corrected:" in page
    assert ("It was told in part." in page) == bool(shown)
    assert "I know better." not in page
    assert "Nothing has had to be corrected" not in page


def test_a_readers_word_that_changed_nothing_is_no_correction(client: Client, by: User) -> None:
    complaint = receive(quote_of("Ada Reed", official=True).findings.get(), "I know better.", "", NOW)
    answer(complaint, "unchanged", "She said so.", "listed", by, LATER)
    assert "Nothing has had to be corrected so far." in text(client)


def test_the_log_has_pages_and_costs_the_same_however_long_it_is(client: Client, by: User) -> None:
    counts = []
    for number in (2, 40):
        for n in range(number):
            position = make_position(make_official(), make_issue(f"Pier {n}"), stance="oppose")
            curation.correct_position(position, {"stance": "support"}, by, LATER + timedelta(minutes=n))
        with CaptureQueriesContext(connection) as queries:
            text(client)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert "Page 2 of 2" in text(client, "?page=2")
    assert "Page 1 of 2" in text(client, "?page=x")

"""The card says what accepting makes public beside the finding, before it is done."""

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from stories import curation
from stories.curation import Choice
from stories.desk.words import summary_of
from stories.models import Article, Finding
from tests.factories import NOW, make_article, make_body, make_event, make_issue, make_outlet, make_place, make_vote
from tests.stories.curation import kiln, pier
from tests.stories.curation.kiln import day
from tests.stories.desk.test_story import form_of, quote
from tests.stories.desk.test_story import issue as ferry
from tests.votes.alerts.readers import make_reader
from votes.models import Issue, Vote

pytestmark = pytest.mark.django_db
issue = ferry


@pytest.fixture
def article(issue: Issue) -> Article:
    return make_article(
        "“It leaks,” Ida Brandt said. “The ferry is ours,” she said.", outlet=make_outlet(place=issue.place)
    )


def page(desk: Client, article: Article) -> str:
    return " ".join(desk.get(f"/desk/stories/{article.pk}/").content.decode().split())


def test_the_card_says_that_a_person_the_story_and_the_issue_become_public(desk: Client, article: Article) -> None:
    bare = Issue.objects.create(slug="ferry", title="Ferry")
    finding = quote(article, "It leaks,", "Ida Brandt", issue=bare)
    shown = page(desk, article)
    assert "Makes an issue public:</strong> Ferry" in shown
    assert "Shows this story on the page of</strong> Ferry" in shown
    assert "new person: Ida Brandt" in shown
    desk.post(f"/desk/findings/{finding.pk}/", form_of(finding))
    assert "Makes" not in page(desk, article)


def test_who_was_heard_before_on_the_issue_is_no_new_person(
    desk: Client, article: Article, issue: Issue, una: User
) -> None:
    pier.accept(quote(article, "It leaks,", "Ida Brandt", issue=issue), una)
    later = make_article("“We wait,” Ida Brandt said.")
    quote(later, "We wait,", "Ida Brandt", issue=issue)
    assert "Makes a new person" not in page(desk, later)
    assert Finding.objects.pending().count() == 1


# Votes and events

LATER = NOW + timedelta(days=9)
HELD = day("2026-03-17", status="held", outcome="postponed", yes=8, no=3)
COMING = day("2026-04-07", status="scheduled")
PUT_OFF = "The council voted 8-3 on March 17 to put the old kiln off to April 7."


@pytest.fixture
def old_kiln() -> Issue:
    return make_issue("The old kiln", make_body(kiln.COUNCIL, make_place("Brick Hill")))


@pytest.fixture
def pending(old_kiln: Issue) -> Vote:
    return make_vote(old_kiln, motion="The old kiln", status="scheduled", earliest=date(2026, 3, 17))


def effect(desk: Client, claim: Finding) -> str:
    """What the claim's card says that accepting would do."""
    page = BeautifulSoup(desk.get(f"/desk/stories/{claim.article_id}/?finding={claim.pk}").content, "html.parser")
    said = page.select_one(f"#finding-{claim.pk} .effect")
    assert said is not None
    return " ".join(said.get_text(" ").split())


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({"indefinite": True}, "March 17, scheduled → becomes put off indefinitely, 8–3"),
        ({"outcome": "tabled"}, "Shelves The old kiln : Tuesday, March 17, scheduled → becomes tabled, 8–3"),
        ({}, "Changes The old kiln : Tuesday, March 17, scheduled → becomes postponed, no new date, by a vote 8–3"),
        ({"outcome": "failed", "classification": "table"}, "motion to table it failed, 8–3. Nothing is put off by it."),
    ],
)  # fmt: skip
def test_the_card_says_what_a_motion_does_to_the_vote_it_is_about(
    desk: Client, old_kiln: Issue, pending: Vote, payload: dict[str, Any], said: str
) -> None:
    assert said in effect(desk, kiln.told(old_kiln, PUT_OFF, LATER, **{**HELD, **payload})).replace(", 2026", "")


def test_the_cards_of_one_sentence_say_that_both_are_one_act(desk: Client, old_kiln: Issue, pending: Vote) -> None:
    article = kiln.story(PUT_OFF, old_kiln, LATER)
    disposal, coming = (kiln.vote(article, old_kiln, PUT_OFF, **about) for about in (HELD, COMING))
    moved = "Changes The old kiln : Tuesday, March 17, scheduled → becomes Tuesday, April 7, scheduled, by a vote 8–3"
    for claim, other in ((disposal, coming), (coming, disposal)):
        said = effect(desk, claim).replace(", 2026", "")
        assert said.startswith(moved)
        assert f"Also accepts, as one act: {summary_of(other)}".replace(", 2026", "") in said


def test_the_card_of_a_committees_motion_asks_which_vote_it_puts_off(
    desk: Client, old_kiln: Issue, pending: Vote
) -> None:
    said = effect(desk, kiln.told(old_kiln, PUT_OFF, LATER, **{**HELD, "body": kiln.COMMITTEE, "yes": None, "no": 0}))
    assert said.startswith("Makes a vote known: put off, unanimously")
    assert "A committee’s motion: choose under “Correct it” which vote it puts off." in said


def test_the_card_says_that_a_second_report_of_a_motion_moves_nothing(
    desk: Client, old_kiln: Issue, pending: Vote, una: User
) -> None:
    curation.accept(kiln.told(old_kiln, PUT_OFF, LATER, **HELD).pk, una, LATER)
    second = kiln.told(old_kiln, PUT_OFF, LATER, "The other paper", **HELD)
    assert "which is known already. Nothing moves." in effect(desk, second)


def test_the_card_says_that_a_report_tells_another_outcome_than_is_known(
    desk: Client, old_kiln: Issue, pending: Vote, una: User
) -> None:
    shelved = kiln.told(old_kiln, PUT_OFF, LATER, **{**HELD, "indefinite": True})
    curation.accept(shelved.pk, una, LATER)
    about = day("2026-03-17", status="held", outcome="failed", body="Brick Hill Council, as misnamed")
    said = effect(desk, kiln.told(old_kiln, "The council rejected the old kiln on March 17.", LATER, **about))
    assert said.startswith("Tells another outcome The old kiln : known so far: shelved.")
    assert "does not govern unless you choose so" in said


def test_the_card_says_that_a_date_brings_a_shelved_matter_back(desk: Client, old_kiln: Issue) -> None:
    make_vote(old_kiln, motion="The old kiln", status="shelved")
    said = effect(desk, kiln.told(old_kiln, "It votes on April 7.", LATER, **COMING))
    assert said.startswith("Brings back The old kiln : shelved → becomes Tuesday, April 7")


def test_the_card_says_what_a_claim_does_to_an_event_and_the_votes_taken_at_it(
    desk: Client, old_kiln: Issue, pending: Vote, una: User
) -> None:
    words = "The council meets on the old kiln on March 17."
    about = day("2026-03-17", kind="meeting")
    first = kiln.event(kiln.story(words, old_kiln), old_kiln, words, **about)
    assert effect(desk, first).startswith("Makes a new event: meeting, Tuesday, March 17")
    curation.accept(first.pk, una, NOW, Choice(vote=pending, new_event=True))
    again = kiln.event(kiln.story(words, old_kiln, LATER), old_kiln, words, **about)
    assert "Nothing moves." in effect(desk, again)
    moved = {**day("2026-03-19", kind="meeting"), "status": "postponed"}
    said = effect(desk, kiln.event(kiln.story(words, old_kiln, LATER), old_kiln, words, **moved)).replace(", 2026", "")
    assert "Changes Meeting: The old kiln : Tuesday, March 17, scheduled → becomes Thursday, March 19" in said
    assert "The votes taken at it move along: The old kiln." in said
    off = kiln.event(kiln.story(words, old_kiln, LATER), old_kiln, words, kind="meeting", status="cancelled")
    assert "The votes taken at it lose their date: The old kiln." in effect(desk, off)


def test_the_card_says_how_many_readers_would_be_told(desk: Client, old_kiln: Issue, pending: Vote) -> None:
    claim = kiln.told(old_kiln, "It votes on April 7.", LATER, **COMING)
    assert "No reader is told of it." in effect(desk, claim)
    make_reader(old_kiln)
    assert "Tells 1 reader." in effect(desk, claim)
    make_reader(pending)
    assert "Tells 2 readers." in effect(desk, claim)


def test_it_counts_those_of_an_event(desk: Client, old_kiln: Issue) -> None:
    make_event(old_kiln, title="The old kiln", earliest=date(2026, 3, 17))
    make_reader(old_kiln)
    words = "The meeting on the old kiln is now on March 19."
    about = {**day("2026-03-19", kind="meeting"), "status": "postponed"}
    claim = kiln.event(kiln.story(words, old_kiln, LATER), old_kiln, words, **about)
    assert "Tells 1 reader." in effect(desk, claim)


def test_a_vote_that_is_about_to_be_made_is_shown_beside_those_it_may_be(
    desk: Client, article: Article, issue: Issue
) -> None:
    tolls = make_issue("The tolls", issue.body)
    known = make_vote(tolls, motion="Raise the ferry’s fares", status="scheduled")
    pier.vote(make_article(pier.TEXT), issue, matter="raise the ferry’s fare", body="Harbor Board")
    said = page(desk, Article.objects.latest("pk"))
    assert "Makes a new vote:" in said
    assert f'href="/desk/votes/{known.pk}/"' in said
    assert "on The tolls" in said

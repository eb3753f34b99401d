"""The cards of claims about votes and events: what a curator corrects, and which known one the claim speaks of."""

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from stories import curation
from stories.curation import check
from stories.models import Finding
from tests.factories import NOW, make_account, make_body, make_event, make_issue, make_official, make_place, make_vote
from tests.stories.curation import kiln
from tests.stories.curation.kiln import day
from tests.stories.desk.test_story import form_of
from votes.models import Event, Issue, Vote

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=9)
PUT_OFF = "The council voted 8-3 on March 17 to put the old kiln off to April 7."
HELD = day("2026-03-17", status="held", outcome="postponed", yes=8, no=3)


@pytest.fixture
def issue() -> Issue:
    return make_issue("The old kiln", make_body(kiln.COUNCIL, make_place("Brick Hill")))


@pytest.fixture
def pending(issue: Issue) -> Vote:
    return make_vote(issue, motion="The old kiln", status="scheduled", earliest=date(2026, 3, 17))


def accept(desk: Client, finding: Finding, **changed: Any) -> Any:
    answer = desk.post(f"/desk/findings/{finding.pk}/", form_of(finding, **changed))
    finding.refresh_from_db()
    return answer


def choices(desk: Client, finding: Finding, field: str) -> dict[str, str]:
    """What the card offers in a field, by its value."""
    page = BeautifulSoup(desk.get(f"/desk/stories/{finding.article_id}/").content, "html.parser")
    options = page.select(f"#id_f{finding.pk}-{field} option")
    return {str(option["value"]): option.get_text() for option in options}


# Votes


def test_a_held_vote_takes_outcome_counts_and_ballots_in_one_form(
    desk: Client, issue: Issue, pending: Vote, una: User
) -> None:
    """Those who may vote in the body on that day are listed, whoever left before or is no voter is not."""
    there = make_official("Ona Firth", issue.body, since=date(2025, 1, 1))
    gone = make_official("Ida Brandt", issue.body, until=date(2026, 1, 1))
    clerk = make_official("Olin Marsh", issue.body, "Clerk", voting=False)
    claim = kiln.told(issue, "The council voted 8-3 for the old kiln.", LATER, **{**HELD, "outcome": None})
    page = desk.get(f"/desk/stories/{claim.article_id}/").text
    offered = [person for person in (there, gone, clerk) if f'name="f{claim.pk}-ballot{person.pk}"' in page]
    assert offered == [there]
    accept(desk, claim, outcome="passed", yes=8, no=3, **{f"ballot{there.pk}": "no"})
    pending.refresh_from_db()
    assert (pending.status, pending.outcome, pending.yes) == ("held", "passed", 8)
    assert [(ballot.person, ballot.choice) for ballot in pending.ballots.all()] == [(there, "no")]
    action = claim.actions.get()
    assert (action.after["ballots"], action.after["payload"].get(f"ballot{there.pk}")) == ({str(there.pk): "no"}, None)
    assert not check.faults_of(check.Kind.NO_ROLL_CALL)
    curation.undo(action.pk, una, LATER)
    pending.refresh_from_db()
    assert (pending.status, pending.ballots.count()) == ("scheduled", 0)


def test_only_a_vote_that_was_held_has_ballots(issue: Issue, pending: Vote, una: User) -> None:
    claim = kiln.told(issue, "It votes on April 7.", LATER, **day("2026-04-07", status="scheduled"))
    choice = curation.Choice(ballots={make_official("Ona Firth", issue.body): "yes"})
    with pytest.raises(curation.CurationError, match="Only a vote that was held has ballots"):
        curation.accept(claim.pk, una, LATER, choice)
    assert not pending.changes.exists()


@pytest.mark.parametrize(("chosen", "why"), [("", "news"), ("news", "news"), ("mistake", "mistake")])
def test_whether_the_world_changed_or_we_were_wrong_is_chosen(
    desk: Client, issue: Issue, pending: Vote, chosen: str, why: str
) -> None:
    claim = kiln.told(issue, "It votes on April 7.", LATER, **day("2026-04-07", status="scheduled"))
    accept(desk, claim, why=chosen)
    assert pending.changes.get().why == why
    assert "why" not in claim.payload


def test_of_an_event_as_well(desk: Client, issue: Issue) -> None:
    event = make_event(issue, title="The old kiln", earliest=date(2026, 3, 17))
    words = "The meeting on the old kiln is now on March 19."
    about = {**day("2026-03-19", kind="meeting"), "status": "postponed"}
    claim = kiln.event(kiln.story(words, issue, LATER), issue, words, **about)
    accept(desk, claim, event=event.pk, why="mistake")
    assert event.changes.get().why == "mistake"


def test_a_claim_about_a_motion_is_offered_the_votes_that_it_may_put_off_and_the_motions_known(
    desk: Client, issue: Issue, pending: Vote
) -> None:
    known = make_vote(issue, motion="Light it", classification="table", status="held", outcome="passed", yes=4, no=1)
    offered = choices(desk, kiln.told(issue, PUT_OFF, LATER, **HELD), "vote")
    assert offered[str(pending.pk)].startswith("puts off: Brick Hill Town Council: The old kiln")
    assert offered[str(known.pk)].startswith("the same as: Brick Hill Town Council: Light it (tabled, 4–1")
    plain = choices(desk, kiln.told(issue, "It will vote on the old kiln.", LATER), "vote")
    assert str(known.pk) not in plain
    assert "puts off" not in plain[str(pending.pk)]


def test_a_shelved_vote_is_offered_to_a_claim_that_brings_it_back(desk: Client, issue: Issue) -> None:
    shelved = make_vote(issue, motion="The old kiln", status="shelved")
    claim = kiln.told(issue, "It votes on April 7.", LATER, **day("2026-04-07", status="scheduled"))
    assert choices(desk, claim, "vote")[str(shelved.pk)].endswith("(shelved)")
    accept(desk, claim, vote=shelved.pk)
    shelved.refresh_from_db()
    assert (shelved.status, shelved.earliest) == ("scheduled", date(2026, 4, 7))


def test_a_committees_motion_puts_off_the_councils_vote_that_a_curator_chooses(
    desk: Client, issue: Issue, pending: Vote
) -> None:
    make_body(kiln.COMMITTEE, issue.place)
    claim = kiln.told(issue, PUT_OFF, LATER, **{**HELD, "body": kiln.COMMITTEE})
    accept(desk, claim, vote=pending.pk, indefinite="on")
    pending.refresh_from_db()
    assert pending.status == "shelved"
    assert claim.vote == pending.disposals.get()
    assert claim.chosen


@pytest.mark.parametrize("outcome", ["tabled", "postponed", "referred", "withdrawn", "passed", "failed"])
def test_every_outcome_that_a_report_can_tell_can_be_chosen(desk: Client, issue: Issue, outcome: str) -> None:
    claim = kiln.told(issue, PUT_OFF, LATER, **{**HELD, "outcome": None})
    assert accept(desk, claim, outcome=outcome).status_code == 302
    assert claim.payload["outcome"] == outcome


def test_a_claim_corrected_to_shelved_takes_the_date_away(desk: Client, issue: Issue, pending: Vote) -> None:
    claim = kiln.told(issue, "The kiln is off for good.", LATER, status="postponed")
    accept(desk, claim, status="shelved")
    pending.refresh_from_db()
    assert (pending.status, pending.earliest) == ("shelved", None)


def test_a_claim_may_support_a_vote_without_governing_it(desk: Client, issue: Issue, pending: Vote) -> None:
    claim = kiln.told(issue, "It votes on April 7.", LATER, **day("2026-04-07", status="scheduled"))
    accept(desk, claim, vote=pending.pk, governs="no")
    pending.refresh_from_db()
    assert pending.earliest == date(2026, 3, 17)
    assert (claim.vote, claim.governs, claim.chosen) == (pending, False, True)
    assert "as a curator chose" in desk.get(f"/desk/stories/{claim.article_id}/").text


def test_both_claims_of_a_sentence_are_shown_as_decided_by_one_act(desk: Client, issue: Issue, pending: Vote) -> None:
    article = kiln.story(PUT_OFF, issue, LATER)
    disposal = kiln.vote(article, issue, PUT_OFF, **HELD)
    coming = kiln.vote(article, issue, PUT_OFF, **day("2026-04-07", status="scheduled"))
    answer = accept(desk, disposal)
    assert answer.headers["Location"].startswith(f"/desk/stories/{article.pk}/?finding={disposal.pk}")
    page = desk.get(f"/desk/stories/{article.pk}/?finding={coming.pk}").text
    coming.refresh_from_db()
    pending.refresh_from_db()
    assert (coming.state, pending.earliest) == ("accepted", date(2026, 4, 7))
    assert "as one act with another claim of its sentence" in page
    assert "Everything here is decided." in page


# Events

HEARING = "A hearing on the old kiln is set for April 7."


def hearing(issue: Issue, **payload: Any) -> Finding:
    about = day("2026-04-07", kind="hearing") | payload
    return kiln.event(kiln.story(HEARING, issue, LATER), issue, HEARING, **about)


def test_a_curator_decides_a_claim_about_an_event_of_two_bodies(client: Client, issue: Issue) -> None:
    client.force_login(make_account("cleo", "curator"))
    make_body(kiln.COMMITTEE, issue.place)
    claim = hearing(issue)
    accept(client, claim, body=f"{kiln.COUNCIL}; {kiln.COMMITTEE}", time="18:30", place="Brick Hall")
    event = Event.objects.get()
    assert {str(body) for body in event.bodies.all()} == {kiln.COUNCIL, kiln.COMMITTEE}
    assert (event.kind, event.earliest, event.location) == ("hearing", date(2026, 4, 7), "Brick Hall")
    assert claim.event == event
    page = client.get(f"/desk/stories/{claim.article_id}/").text
    assert f'<a href="/desk/events/{event.pk}/">The event</a>' in page
    assert client.get(f"/desk/events/{event.pk}/").status_code == 200


def test_a_new_event_takes_a_vote_along_and_a_known_one_does_not(desk: Client, issue: Issue, pending: Vote) -> None:
    claim = hearing(issue)
    answer = accept(desk, claim, vote=pending.pk)
    assert answer.status_code == 422
    assert "Say under “Which event” that it is a new one" in answer.text
    assert accept(desk, claim, vote=pending.pk, event="new").status_code == 302
    pending.refresh_from_db()
    assert (pending.meeting, pending.earliest) == (Event.objects.get(), date(2026, 4, 7))


def test_a_claim_moves_the_known_event_that_a_curator_chooses(desk: Client, issue: Issue) -> None:
    known = make_event(issue, kind="hearing", earliest=date(2026, 3, 20), title="The kiln")
    claim = hearing(issue)
    assert choices(desk, claim, "event")[str(known.pk)].startswith("Public hearing: The kiln (")
    accept(desk, claim, event=known.pk)
    known.refresh_from_db()
    assert known.earliest == date(2026, 4, 7)


def test_an_event_is_neither_shelved_nor_held(desk: Client, issue: Issue) -> None:
    claim = hearing(issue)
    assert set(choices(desk, claim, "status")) == {"expected", "scheduled", "postponed", "cancelled"}
    assert accept(desk, claim, status="shelved").status_code == 422


def test_a_deadline_that_was_over_when_its_story_appeared_is_not_accepted(
    desk: Client, issue: Issue, una: User
) -> None:
    claim = hearing(issue, kind="deadline", **day("2026-03-02"))
    answer = accept(desk, claim)
    assert "This deadline was over when the story appeared. Correct its date, or reject it." in answer.text
    assert not Event.objects.exists()
    # Met by whoever read the story then, it is history.
    old = hearing(issue, kind="deadline", **day("2026-03-20"))
    curation.accept(old.pk, una, NOW + timedelta(days=300))
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"earliest": "2026-04-08"}, "The days must be in order"),
        ({"kind": "vote"}, "Select a valid choice"),
        ({"body": "x" * 1_000_000}, "at most 1000 characters"),
        ({"matter": "x" * 1_000_000}, "at most 500 characters"),
        ({"event": "9" * 5000}, "Select a valid choice"),
        ({"vote": "9" * 5000}, "Select a valid choice"),
        ({"time": "x" * 100_000}, "Enter a valid time"),
    ],
)
def test_what_cannot_be_an_event_is_refused_with_a_sentence_and_nothing_typed_is_lost(
    desk: Client, issue: Issue, sent: dict[str, str], said: str
) -> None:
    claim = hearing(issue)
    answer = accept(desk, claim, **{"place": "Brick Hall, as typed", **sent})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Brick Hall, as typed"' in answer.text
    assert not Event.objects.exists()


def test_a_vote_whose_matter_the_story_leaves_open_is_accepted_under_the_issues_title_or_the_curators_words(
    desk: Client, issue: Issue
) -> None:
    claim = kiln.told(issue, "It votes on April 7.", LATER, **day("2026-04-07", status="scheduled"), matter="")
    other = kiln.told(issue, "It votes on May 7.", LATER, **day("2026-05-07", status="scheduled"), matter="")
    accept(desk, claim)
    accept(desk, other, matter="the chimney", vote="new")
    assert [claim.state, other.state] == ["accepted", "accepted"]
    assert set(Vote.objects.values_list("motion", flat=True)) == {"The old kiln", "The chimney"}

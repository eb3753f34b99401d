"""What accepting claims about votes makes of them: what was put off, shelved, brought back or told otherwise."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from officials.models import Body
from stories import curation
from stories.curation import Choice, CurationError
from stories.models import Finding, LoggedAction
from tests.factories import NOW, make_body, make_issue, make_place
from tests.stories.curation import kiln
from tests.stories.curation.kiln import day
from votes.citation import Citation
from votes.models import Announcement, Issue, Vote

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=9)
HELD = day("2026-03-17", status="held")


@pytest.fixture
def issue() -> Issue:
    return make_issue("The old kiln", make_body(kiln.COUNCIL, make_place("Brick Hill")))


@pytest.fixture
def committee(issue: Issue) -> Body:
    return make_body(kiln.COMMITTEE, issue.place)


@pytest.fixture
def pending(issue: Issue, by: User) -> Vote:
    """The council's vote of March 17, as accepted from a first story."""
    claim = kiln.told(issue, "The council votes on the old kiln on March 17.", **day("2026-03-17", status="scheduled"))
    curation.accept(claim.pk, by, NOW)
    return Vote.objects.get()


def accept(claim: Finding, by: User, **choice: Any) -> LoggedAction:
    action = curation.accept(claim.pk, by, LATER, Choice(**choice))
    claim.refresh_from_db()
    return action


PUT_OFF = "The council voted 8-3 to put the old kiln off."


def put_off(issue: Issue, text: str = PUT_OFF, outlet: str = "", **payload: Any) -> Finding:
    return kiln.told(issue, text, LATER, outlet, **{**HELD, "outcome": "postponed", "yes": 8, "no": 3, **payload})


def test_a_vote_to_postpone_leaves_the_pending_vote_open_without_a_date(issue: Issue, pending: Vote, by: User) -> None:
    claim = put_off(issue)
    accept(claim, by)
    pending.refresh_from_db()
    disposal = claim.vote
    assert disposal is not None
    assert (disposal.classification, disposal.status, disposal.outcome, disposal.yes, disposal.no) == (
        "postpone", "held", "passed", 8, 3
    )  # fmt: skip
    assert disposal.disposes_of == pending
    assert (pending.status, pending.earliest, pending.is_open) == ("postponed", None, True)
    assert pending.changes.latest("version").moved_by == disposal
    assert Announcement.objects.filter(subject=f"vote:{disposal.pk}").count() == 0
    assert Announcement.objects.filter(subject=f"vote:{pending.pk}").count() == 2


@pytest.mark.parametrize(
    ("payload", "classification"),
    [
        ({"outcome": "postponed", "indefinite": True}, "postpone"),
        ({"outcome": "tabled"}, "table"),
        ({"outcome": "referred"}, "refer"),
        ({"outcome": "withdrawn"}, "withdraw"),
    ],
)
def test_what_is_put_off_for_good_shelves_the_vote(
    issue: Issue, pending: Vote, by: User, payload: dict[str, Any], classification: str
) -> None:
    claim = put_off(issue, **payload)
    accept(claim, by)
    pending.refresh_from_db()
    assert (pending.status, pending.earliest) == ("shelved", None)
    assert claim.vote is not None
    assert claim.vote.classification == classification


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_what_nobody_voted_off_but_is_off_for_good_shelves_it_too(
    issue: Issue, pending: Vote, by: User, status: str
) -> None:
    accept(kiln.told(issue, "The owner has withdrawn the old kiln.", LATER, status=status, indefinite=True), by)
    pending.refresh_from_db()
    assert (pending.status, Vote.objects.count()) == ("shelved", 1)


def test_a_motion_to_postpone_that_fails_changes_nothing(issue: Issue, pending: Vote, by: User) -> None:
    claim = put_off(issue, outcome="failed", classification="postpone", yes=3, no=8)
    accept(claim, by)
    pending.refresh_from_db()
    assert claim.vote is not None
    assert (claim.vote.outcome, claim.vote.disposes_of) == ("failed", pending)
    assert (pending.status, pending.earliest, pending.version) == ("scheduled", date(2026, 3, 17), 0)


TO_A_DAY = "The council voted 8-3 on March 17 to put the old kiln off to April 7."


def both(issue: Issue, text: str = TO_A_DAY, **held: Any) -> tuple[Finding, Finding]:
    """What one sentence tells: the vote that put the matter off, and the new date."""
    article = kiln.story(text, issue, LATER)
    taken = kiln.vote(article, issue, text, **{**HELD, "outcome": "postponed", "yes": 8, "no": 3, **held})
    return taken, kiln.vote(article, issue, text, **day("2026-04-07", status="scheduled"))


@pytest.mark.parametrize("first", [0, 1])
def test_the_vote_and_the_new_date_of_one_sentence_are_accepted_as_one_act_and_told_once(
    issue: Issue, pending: Vote, by: User, first: int
) -> None:
    claims = both(issue)
    action = accept(claims[first], by)
    claims[1 - first].refresh_from_db()
    pending.refresh_from_db()
    assert claims[1 - first].state == "accepted"
    other = LoggedAction.objects.get(finding=claims[1 - first])
    assert (other.how, action.after["implied"]) == ("implied", [other.pk])
    change = pending.changes.latest("version")
    assert (pending.earliest, change.version, change.moved_by) == (date(2026, 4, 7), 1, claims[0].vote)
    assert claims[1].vote == pending
    assert Announcement.objects.filter(subject=f"vote:{pending.pk}").count() == 2


@pytest.mark.parametrize("first", [0, 1])
def test_undoing_that_one_act_undoes_both(issue: Issue, pending: Vote, by: User, first: int) -> None:
    claims = both(issue)
    action = accept(claims[first], by)
    curation.undo(action.pk, by, LATER)
    pending.refresh_from_db()
    assert (pending.earliest, pending.status) == (date(2026, 3, 17), "scheduled")
    assert list(Vote.objects.standing()) == [pending]
    assert {finding.state for finding in Finding.objects.filter(pk__in=[c.pk for c in claims])} == {"pending"}


@pytest.mark.parametrize("first", [0, 1])
def test_where_no_vote_was_known_the_one_that_was_put_off_is_known_from_then_on(
    issue: Issue, by: User, first: int
) -> None:
    claims = both(issue)
    action = accept(claims[first], by)
    for claim in claims:
        claim.refresh_from_db()
    assert claims[0].vote is not None
    assert claims[1].vote is not None
    assert claims[0].vote.disposes_of == claims[1].vote
    assert (claims[1].vote.earliest, claims[1].vote.is_open) == (date(2026, 4, 7), True)
    curation.undo(action.pk, by, LATER)
    assert not Vote.objects.standing().exists()


def test_a_matter_first_heard_of_as_tabled_is_there_to_follow(issue: Issue, by: User) -> None:
    claim = put_off(issue, outcome="tabled")
    action = accept(claim, by)
    shelved = Vote.objects.get(status="shelved")
    assert claim.vote is not None
    assert claim.vote.disposes_of == shelved
    assert (shelved.body, shelved.changes.get().moved_by) == (issue.body, claim.vote)
    curation.undo(action.pk, by, LATER)
    assert not Vote.objects.standing().exists()


def test_what_the_rules_call_procedural_beside_a_postponement_is_a_vote_to_postpone(
    issue: Issue, pending: Vote, by: User
) -> None:
    taken, coming = both(issue, outcome="passed", classification="procedural")
    Finding.objects.filter(pk=coming.pk).update(payload=coming.payload | {"status": "postponed"})
    accept(taken, by)
    pending.refresh_from_db()
    assert taken.vote is not None
    assert (taken.vote.classification, taken.vote.disposes_of) == ("postpone", pending)
    assert pending.earliest == date(2026, 4, 7)


@pytest.mark.usefixtures("committee")
def test_a_committee_puts_a_councils_vote_off_only_where_the_curator_says_so(
    issue: Issue, pending: Vote, by: User
) -> None:
    claim = put_off(issue, body=kiln.COMMITTEE, outcome="tabled")
    action = accept(claim, by)
    pending.refresh_from_db()
    assert claim.vote is not None
    assert (pending.status, claim.vote.disposes_of) == ("scheduled", None)
    curation.undo(action.pk, by, LATER)
    accept(claim, by, vote=pending)
    pending.refresh_from_db()
    assert claim.vote is not None
    assert (pending.status, claim.vote.disposes_of, claim.chosen) == ("shelved", pending, True)


def test_a_second_outlets_report_of_the_same_decision_makes_no_second_vote_and_no_second_mail(
    issue: Issue, pending: Vote, by: User
) -> None:
    accept(put_off(issue, outcome="tabled"), by)
    told = Announcement.objects.count()
    second = put_off(issue, "On March 17 the town council tabled the kiln.", outcome="tabled", yes=None, no=None)
    accept(second, by)
    elsewhere = put_off(issue, "A committee tabled the kiln.", body=kiln.COMMITTEE, outcome="tabled", yes=None, no=None)
    accept(elsewhere, by)
    assert second.vote == elsewhere.vote == Vote.objects.get(classification="table")
    assert (second.governs, Announcement.objects.count()) == (False, told)


@pytest.mark.parametrize("body", [kiln.COUNCIL, kiln.COMMITTEE])
def test_a_report_that_tells_another_fate_stands_beside_and_overwrites_nothing(
    issue: Issue, pending: Vote, by: User, body: str
) -> None:
    accept(put_off(issue, outcome="postponed", indefinite=True), by)
    told = Announcement.objects.count()
    other = kiln.told(
        issue, "The kiln was rejected on March 17.", LATER + timedelta(hours=3), body=body, outcome="failed", **HELD
    )
    accept(other, by)
    pending.refresh_from_db()
    assert (other.vote, other.governs, other.chosen) == (pending, False, False)
    assert (pending.status, Announcement.objects.count()) == ("shelved", told)


def test_a_curator_may_choose_the_other_report(issue: Issue, pending: Vote, by: User) -> None:
    accept(put_off(issue, indefinite=True), by)
    other = kiln.told(issue, "The council rejected the kiln on March 17.", LATER, outcome="failed", **HELD)
    accept(other, by, vote=pending, governs=True)
    pending.refresh_from_db()
    assert (pending.status, pending.outcome, other.governs, other.chosen) == ("held", "failed", True, True)


def test_a_report_with_other_counts_stands_beside_until_a_curator_chooses(
    issue: Issue, pending: Vote, by: User
) -> None:
    accept(kiln.told(issue, "It passed 8-3.", LATER, outcome="passed", yes=8, no=3, **HELD), by)
    other = kiln.told(issue, "It passed 7-4.", LATER + timedelta(hours=1), outcome="passed", yes=7, no=4, **HELD)
    accept(other, by)
    pending.refresh_from_db()
    assert (pending.yes, pending.no, other.vote, other.governs) == (8, 3, pending, False)


def test_a_story_that_corrects_its_own_counts_is_believed(issue: Issue, pending: Vote, by: User) -> None:
    article = kiln.story("It passed 8-3. Correction: it passed 7-4.", issue, LATER)
    accept(kiln.vote(article, issue, "It passed 8-3.", outcome="passed", yes=8, no=3, **HELD), by)
    accept(kiln.vote(article, issue, "it passed 7-4.", outcome="passed", yes=7, no=4, **HELD), by)
    pending.refresh_from_db()
    assert (pending.yes, pending.no) == (7, 4)


def test_a_later_claim_with_a_date_brings_a_shelved_matter_back(issue: Issue, pending: Vote, by: User) -> None:
    accept(put_off(issue, indefinite=True), by)
    vague = kiln.told(issue, "It will come up again some day.", LATER + timedelta(days=1), status="expected")
    accept(vague, by)
    pending.refresh_from_db()
    assert (pending.status, vague.vote, vague.governs) == ("shelved", pending, False)
    back = kiln.told(
        issue, "The kiln is back on May 5.", LATER + timedelta(days=30), **day("2026-05-05", status="scheduled")
    )
    accept(back, by)
    pending.refresh_from_db()
    assert (pending.status, pending.earliest, Vote.objects.on_the_matter().count()) == (
        "scheduled", date(2026, 5, 5), 1
    )  # fmt: skip


def test_an_older_story_brings_nothing_back(issue: Issue, pending: Vote, by: User) -> None:
    accept(put_off(issue, indefinite=True), by)
    older = kiln.told(issue, "The vote is on March 24.", NOW, **day("2026-03-24", status="scheduled"))
    accept(older, by)
    pending.refresh_from_db()
    assert (pending.status, older.governs) == ("shelved", False)


def test_a_decision_of_a_later_day_is_news_of_a_shelved_matter(issue: Issue, pending: Vote, by: User) -> None:
    accept(put_off(issue, indefinite=True), by)
    at = datetime(2026, 4, 8, tzinfo=UTC)
    decided = kiln.told(issue, "It passed on April 7.", at, outcome="passed", **day("2026-04-07", status="held"))
    accept(decided, by, vote=pending)
    pending.refresh_from_db()
    assert (pending.status, pending.outcome, decided.governs) == ("held", "passed", True)


def test_undoing_a_shelving_brings_the_old_date_back_and_tells_so(issue: Issue, pending: Vote, by: User) -> None:
    action = accept(put_off(issue, indefinite=True), by)
    curation.undo(action.pk, by, LATER)
    pending.refresh_from_db()
    assert (pending.status, pending.earliest) == ("scheduled", date(2026, 3, 17))
    assert Announcement.objects.filter(subject=f"vote:{pending.pk}").latest("version").why == "mistake"
    assert Vote.objects.exclude(withdrawn_at=None).get().classification == "postpone"


def test_what_was_decided_can_not_be_put_off_and_says_so(issue: Issue, pending: Vote, by: User) -> None:
    accept(kiln.told(issue, "It passed.", LATER, outcome="passed", **HELD), by)
    claim = put_off(issue, outcome="tabled", **day("2026-03-18"))
    with pytest.raises(CurationError, match="decided already"):
        accept(claim, by, vote=pending)
    claim.refresh_from_db()
    assert (claim.state, Vote.objects.count()) == ("pending", 1)


def test_a_vote_on_another_issue_can_not_be_put_off_by_this(issue: Issue, pending: Vote, by: User) -> None:
    other = make_issue("Benches", issue.body)
    with pytest.raises(CurationError, match="another issue"):
        accept(put_off(other, outcome="tabled"), by, vote=pending)


def test_a_body_is_known_by_its_other_names(issue: Issue, pending: Vote, by: User) -> None:
    assert issue.body
    issue.body.aliases = ["Town Council"]
    issue.body.save()
    accept(kiln.told(issue, "It passed.", LATER, body="town council", outcome="passed", **HELD), by)
    assert (Body.objects.count(), Vote.objects.get().status) == (1, "held")


TAKEN = {"status": "held"}
AS_TABLED = {"outcome": "tabled", "yes": None, "no": None}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"outcome": "tabled"}, {"outcome": "postponed", "indefinite": True}),
        ({"outcome": "tabled"}, {**AS_TABLED, **day("2026-03-18")}),
        ({"outcome": "tabled"}, {**AS_TABLED, **day("2026-03-18"), "body": kiln.COMMITTEE}),
        ({"outcome": "tabled"}, {**AS_TABLED, "body": kiln.COMMITTEE, "earliest": None, "latest": None}),
        ({"status": "postponed", "indefinite": True, "outcome": None, "earliest": None}, {"outcome": "tabled"}),
        ({"status": "cancelled", "indefinite": True, "outcome": None, "earliest": None}, {"outcome": "withdrawn"}),
    ],
)
@pytest.mark.usefixtures("committee")
def test_however_a_second_outlet_tells_that_it_was_shelved_it_is_one_vote_shelved_and_told_once(
    issue: Issue, pending: Vote, by: User, first: dict[str, Any], second: dict[str, Any]
) -> None:
    accept(put_off(issue, **first), by)
    told = Announcement.objects.count()
    accept(put_off(issue, "It is off.", "The Kiln Post", **second), by)
    assert Vote.objects.filter(status="shelved").get() == pending
    assert Vote.objects.exclude(pk=pending.pk).count() <= 1
    assert Announcement.objects.count() == told


def test_a_motion_of_long_ago_and_one_told_by_an_older_story_put_nothing_off(
    issue: Issue, pending: Vote, by: User
) -> None:
    accept(put_off(issue, outcome="tabled", **day("2019-05-01")), by)
    older = kiln.told(
        issue, "They tabled it.", NOW - timedelta(days=30), outcome="tabled", **day("2026-02-05"), **TAKEN
    )
    accept(older, by)
    before = kiln.told(issue, "They tabled it.", LATER, outcome="tabled", **day("2026-03-04"), **TAKEN)
    accept(before, by)
    pending.refresh_from_db()
    assert (pending.status, pending.earliest, Announcement.objects.count()) == ("scheduled", date(2026, 3, 17), 1)


def test_what_was_decided_is_not_shelved_by_background_nor_by_another_report_of_the_day(
    issue: Issue, pending: Vote, by: User
) -> None:
    accept(kiln.told(issue, "It passed.", LATER, outcome="passed", **HELD), by)
    told = Announcement.objects.count()
    background = put_off(issue, outcome="tabled", **day("2019-05-01"))
    accept(background, by)
    same_day = put_off(issue, "It was tabled.", outcome="tabled")
    accept(same_day, by)
    pending.refresh_from_db()
    assert (pending.status, same_day.vote, same_day.governs) == ("held", pending, False)
    assert not Vote.objects.filter(status="shelved").exists()
    assert Announcement.objects.count() == told


@pytest.mark.parametrize("body", [kiln.COUNCIL, kiln.COMMITTEE])
@pytest.mark.usefixtures("committee")
def test_of_a_vote_put_off_to_a_day_another_report_of_that_meeting_changes_nothing(
    issue: Issue, pending: Vote, by: User, body: str
) -> None:
    accept(both(issue)[0], by)
    told = Announcement.objects.count()
    rejected = kiln.told(issue, "It was rejected.", LATER + timedelta(hours=2), body=body, outcome="failed", **HELD)
    accept(rejected, by)
    tabled = put_off(issue, "It was tabled.", outcome="tabled")
    accept(tabled, by)
    pending.refresh_from_db()
    assert (pending.earliest, rejected.vote, rejected.governs) == (date(2026, 4, 7), pending, False)
    assert (Vote.objects.on_the_matter().count(), Announcement.objects.count()) == (1, told)


def test_a_motion_told_after_the_new_date_is_its_reason_and_takes_nothing_away(
    issue: Issue, pending: Vote, by: User
) -> None:
    accept(kiln.told(issue, "It moved to April 7.", LATER, status="postponed", **day("2026-04-07")), by)
    told = Announcement.objects.count()
    claim = put_off(issue)
    accept(claim, by)
    pending.refresh_from_db()
    assert claim.vote is not None
    assert (claim.vote.disposes_of, pending.earliest) == (pending, date(2026, 4, 7))
    assert Announcement.objects.count() == told


@pytest.mark.parametrize("when", [{}, {"earliest": "2026-03-01", "latest": "2026-03-31", "precision": "month"}])
def test_a_vaguer_report_of_a_decision_makes_no_second_one(
    issue: Issue, pending: Vote, by: User, when: dict[str, Any]
) -> None:
    accept(kiln.told(issue, "It failed.", LATER, outcome="failed", **HELD), by)
    accept(kiln.told(issue, "It failed last month.", LATER, outcome="failed", status="held", **when), by)
    assert (Vote.objects.get(), Announcement.objects.count()) == (pending, 2)


def test_what_was_called_off_is_told_once_and_comes_back_as_the_same_vote(
    issue: Issue, pending: Vote, by: User
) -> None:
    accept(kiln.told(issue, "It is called off.", LATER, status="cancelled", **day("2026-03-17")), by)
    accept(kiln.told(issue, "It is off, they say.", LATER, status="cancelled"), by)
    assert (Vote.objects.get(), Announcement.objects.count()) == (pending, 2)
    at = LATER + timedelta(days=1)
    accept(kiln.told(issue, "It is on, on April 7.", at, status="scheduled", **day("2026-04-07")), by)
    assert (Vote.objects.get().status, Vote.objects.get().earliest) == ("scheduled", date(2026, 4, 7))


def test_where_the_wrong_report_came_first_the_curator_lets_the_right_one_govern(
    issue: Issue, pending: Vote, by: User
) -> None:
    accept(kiln.told(issue, "The council rejected it.", LATER, outcome="failed", yes=0, **HELD), by)
    right = put_off(issue, "They put it off for good.", indefinite=True)
    with pytest.raises(CurationError, match="or say that this report governs"):
        accept(right, by, vote=pending)
    action = accept(right, by, vote=pending, governs=True)
    pending.refresh_from_db()
    assert (pending.status, pending.outcome, pending.yes, right.chosen) == ("shelved", "", None, True)
    curation.undo(action.pk, by, LATER)
    pending.refresh_from_db()
    assert (pending.status, pending.outcome) == ("held", "failed")


def test_undoing_one_of_two_reports_of_a_motion_keeps_what_both_tell(issue: Issue, pending: Vote, by: User) -> None:
    first = accept(put_off(issue, outcome="tabled"), by)
    second = accept(put_off(issue, "They tabled it.", outcome="tabled"), by)
    curation.undo(first.pk, by, LATER)
    pending.refresh_from_db()
    assert (pending.status, Vote.objects.standing().count()) == ("shelved", 2)
    curation.undo(second.pk, by, LATER)
    pending.refresh_from_db()
    assert (pending.status, pending.earliest, Vote.objects.standing().count()) == ("scheduled", date(2026, 3, 17), 1)


def test_an_editors_shelving_is_not_undone_by_a_story_of_before_it(issue: Issue, pending: Vote, by: User) -> None:
    source = Citation("It is off.", "The clerk", "")
    curation.edit_vote(pending, {"status": "shelved"}, source, by, LATER, "news")
    old = kiln.told(issue, "The vote is on April 7.", NOW, **day("2026-04-07", status="scheduled"))
    accept(old, by)
    pending.refresh_from_db()
    assert (pending.status, old.governs) == ("shelved", False)


def test_shelved_again_after_it_came_back_it_is_shelved(issue: Issue, pending: Vote, by: User) -> None:
    accept(put_off(issue, outcome="tabled"), by)
    back = kiln.told(issue, "It is back on May 5.", LATER + timedelta(days=9), **day("2026-05-05", status="scheduled"))
    accept(back, by)
    text = "They tabled it once more."
    again = kiln.told(issue, text, LATER + timedelta(days=20), status="held", outcome="tabled")
    accept(again, by, vote=pending)
    pending.refresh_from_db()
    assert (pending.status, pending.disposals.count()) == ("shelved", 2)


def test_a_motion_that_only_supports_brings_no_new_date_along(issue: Issue, pending: Vote, by: User) -> None:
    taken, coming = both(issue)
    accept(taken, by, vote=pending, governs=False)
    coming.refresh_from_db()
    pending.refresh_from_db()
    assert (taken.vote, coming.state, pending.earliest) == (pending, "pending", date(2026, 3, 17))


def test_a_matter_tabled_on_a_day_that_nobody_tells_is_there_to_follow(issue: Issue, by: User) -> None:
    claim = put_off(issue, outcome="tabled", **kiln.UNDATED)
    accept(claim, by)
    assert claim.vote is not None
    assert claim.vote.disposes_of == Vote.objects.get(status="shelved")

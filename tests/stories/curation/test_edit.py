"""What curators enter by hand: a motion names a day that can be, and what is undone is as it was."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from stories import curation
from stories.curation import CurationError, NewEvent
from stories.curation.edit import enter_disposal
from tests.factories import NOW, make_body, make_issue, make_place, make_vote
from tests.votes.alerts.readers import EVIDENCE, make_reader, on, run
from votes.models import Announcement, Delivery, Event, Vote

pytestmark = pytest.mark.django_db

MOTION_DAY, DAY, LATER = date(2026, 3, 9), date(2026, 3, 24), date(2026, 3, 31)
LINKED = ("status", "earliest", "time", "location", "phrase", "meeting_id")


@pytest.fixture
def by() -> User:
    return User.objects.create_user("una")


@pytest.fixture
def vote() -> Vote:
    body = make_body("Brick Hill Town Council", make_place("Brick Hill"))
    return make_vote(make_issue("The old kiln", body), status="scheduled", time=time(18), **on(DAY))


def put_off(vote: Vote, by: User, **fate: Any) -> None:
    told = {"classification": "postpone", "outcome": "passed", **on(MOTION_DAY)}
    enter_disposal(vote, vote.body, vote.motion, told, {"status": "postponed", **fate}, EVIDENCE, by, NOW)
    vote.refresh_from_db()


@pytest.mark.parametrize(
    ("fate", "sentence"),
    [
        (on(MOTION_DAY - timedelta(days=1)), "before the day of the motion that set it. Look at the year"),
        (on(DAY), "the one that the vote has already. Give the date to which it was put off"),
        ({**on(DAY), "time": time(18)}, "the one that the vote has already"),
    ],
)
def test_a_vote_is_put_off_to_no_day_that_cannot_be_its_new_one(
    by: User, vote: Vote, fate: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(CurationError, match=sentence):
        put_off(vote, by, **fate)
    assert Vote.objects.get().version == vote.version


@pytest.mark.parametrize(
    ("fate", "known"),
    [
        ({"earliest": None, "latest": None, "precision": "none", "time": None}, (None, None)),
        ({**on(DAY), "time": time(20)}, (DAY, time(20))),
        ({**on(LATER), "time": None}, (LATER, None)),
        ({**on(MOTION_DAY), "time": None}, (MOTION_DAY, None)),
    ],
)
def test_a_vote_is_put_off_to_another_day_or_hour_or_to_none(
    by: User, vote: Vote, fate: dict[str, Any], known: tuple[date | None, time | None]
) -> None:
    put_off(vote, by, **fate)
    assert (vote.earliest, vote.time) == known


@pytest.mark.parametrize("new", [on(LATER), {"status": "cancelled"}, {**on(LATER), "status": "cancelled"}])
def test_what_a_meeting_did_to_its_vote_is_undone_with_it_and_told_once(
    by: User, vote: Vote, new: dict[str, Any]
) -> None:
    reader, at = make_reader(vote.issue), NOW
    values = {"status": "scheduled", "time": time(18), **on(DAY)}
    Vote.objects.update(location="Annex", phrase="on Tuesday")
    event = curation.enter_event(
        NewEvent("meeting", "The old kiln", [vote.body], [vote.issue], [vote], values), EVIDENCE, by, at
    )
    before = Vote.objects.values(*LINKED).get()
    action = curation.edit_event(event, new, EVIDENCE, by, at := at + timedelta(days=1))
    run(at := at + timedelta(hours=1))
    curation.undo(action.pk, by, at := at + timedelta(days=1))
    run(at + timedelta(hours=1))
    assert Vote.objects.values(*LINKED).get() == before
    assert (Event.objects.get().status, Event.objects.get().earliest) == ("scheduled", DAY)
    told = Delivery.objects.filter(subscriber=reader).order_by("pk")
    assert [delivery.announcement.subject for delivery in told] == [f"vote:{vote.pk}"] * 2
    assert not Announcement.objects.filter(kind="event").exists()


def test_undoing_that_a_meeting_is_on_again_calls_its_vote_off_again(by: User, vote: Vote) -> None:
    values = {"status": "cancelled", **on(DAY)}
    event = curation.enter_event(
        NewEvent("meeting", "The old kiln", [vote.body], [vote.issue], [vote], values), EVIDENCE, by, NOW
    )
    action = curation.edit_event(event, {"status": "scheduled", **on(LATER)}, EVIDENCE, by, NOW)
    assert Vote.objects.get().status == "scheduled"
    curation.undo(action.pk, by, NOW)
    known = Vote.objects.get()
    assert (known.status, known.earliest, known.meeting) == ("cancelled", DAY, event)

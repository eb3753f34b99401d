"""A body that accepts its own calendar's moves by itself."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from stories import curation
from stories.curation.own_calendar import OVER, TOO_OFTEN, USERNAME, accept_own_moves
from stories.findings.records import CAME_OF_IT
from stories.models import Finding, LoggedAction, RuleRecord, Source
from tests.factories import NOW, make_body
from tests.stories.council import look, make_calendar, pier, shows, vevent
from tests.stories.ingestion.web import Site
from votes.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(local_site: Site) -> Source:
    """A meeting is known from the calendar, which then moved it."""
    source = make_calendar(local_site)
    shows(local_site, vevent())
    at = look(source)
    curation.accept(Finding.objects.get(kind="vote").pk, User.objects.create_user("una"), at)
    shows(local_site, vevent(begins="20260324T190000"))
    look(source, 1)
    return source


def let() -> None:
    body = pier().body
    assert body
    body.accepts_own_calendar = True
    body.save()


def test_the_move_is_accepted_by_an_account_that_cannot_sign_in(moved: Source) -> None:
    let()
    assert accept_own_moves(NOW + timedelta(days=1)) == 1
    assert Event.objects.get().earliest.isoformat() == "2026-03-24"  # type: ignore[union-attr]
    # Nobody looked at it, so that it says nothing of how often the program is right.
    record = RuleRecord.objects.get(extractor="calendar", rule="meeting moved")
    assert (record.as_proposed, record.implied) == (0, 1)
    account = LoggedAction.objects.latest("id").by
    assert (account.username, account.is_active, account.has_usable_password()) == (USERNAME, False, False)


def test_a_meeting_of_two_bodies_moves_by_itself_only_where_both_are_set_so(moved: Source) -> None:
    let()
    Event.objects.get().bodies.add(make_body("Harbor Board", pier().place))
    assert accept_own_moves(NOW) == 0
    assert Finding.objects.pending().count() == 1


def test_what_was_taken_back_is_not_accepted_again(moved: Source, local_site: Site) -> None:
    let()
    assert accept_own_moves(NOW) == 1
    action = LoggedAction.objects.latest("id")
    curation.undo(action.pk, User.objects.get(username="una"), NOW, "the clerk rang")
    assert accept_own_moves(NOW) == 0
    assert Event.objects.get().earliest.isoformat() == "2026-03-17"  # type: ignore[union-attr]


@pytest.mark.parametrize("begins", ["20260201T180000", "20260324T190000"])
def test_a_move_into_the_past_and_one_of_words_in_doubt_wait_for_a_curator(
    moved: Source, local_site: Site, begins: str
) -> None:
    let()
    shows(local_site, vevent(begins=begins, SUMMARY="Council meeting may be cancelled"))
    at = look(moved, 1.1)
    waiting = Finding.objects.pending().get()
    assert waiting.because.startswith("Look closely: ")
    assert accept_own_moves(at) == 0


def test_what_the_calendar_makes_of_a_meeting_that_is_over_moves_nothing_by_itself(
    moved: Source, local_site: Site
) -> None:
    let()
    at = NOW + timedelta(days=1)
    assert accept_own_moves(at) == 1
    shows(local_site, vevent(begins="20260324T190000", LOCATION="Annex"))
    look(moved, 20)
    assert not Finding.objects.pending().exists()
    shows(local_site, vevent(begins="20260324T190000", LOCATION="Annex", STATUS="CANCELLED"))
    at = look(moved, 21)
    assert Finding.objects.pending().get().because == CAME_OF_IT
    assert accept_own_moves(at) == 0


def test_a_move_that_waited_until_the_meeting_was_over_is_a_curators(moved: Source) -> None:
    let()
    assert accept_own_moves(NOW + timedelta(days=30)) == 0
    assert Finding.objects.pending().get().because == OVER


def test_of_one_meeting_two_moves_a_day_are_accepted_and_the_next_waits_and_says_so(
    moved: Source, local_site: Site
) -> None:
    let()
    assert accept_own_moves(NOW + timedelta(days=1)) == 1
    told = []
    for turn, day in enumerate(("25", "26", "27")):
        shows(local_site, vevent(begins=f"202603{day}T190000"))
        told.append(accept_own_moves(look(moved, 1.1 + turn / 10)))
    assert told == [1, 0, 0]
    assert Finding.objects.pending().get().because == TOO_OFTEN
    assert Event.objects.get().earliest.isoformat() == "2026-03-25"  # type: ignore[union-attr]
    # What waits for a curator is not taken later.
    assert accept_own_moves(NOW + timedelta(days=4)) == 0

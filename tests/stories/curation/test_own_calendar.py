"""A body that accepts its own calendar's moves by itself."""

import pytest
from django.contrib.auth.models import User

from stories import curation
from stories.curation.own_calendar import USERNAME, accept_own_moves
from stories.models import Finding, LoggedAction, RuleRecord, Source
from stories.tasks import accept_moves_of_own_calendars
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
    accept_moves_of_own_calendars()
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

"""The calendar's word beside the reports'."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from stories import curation
from stories.models import Finding, Source
from stories.public.accounts import accounts_of
from stories.public.beside import beside
from stories.public.edits import moves_of
from tests.factories import NOW, make_account
from tests.stories.council import look, make_calendar, pier, shows, vevent
from tests.stories.curation.test_meetings import accepted_calendar, reported
from tests.stories.ingestion.web import Site
from tests.stories.sequel import words
from votes.models import Vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(local_site: Site) -> Source:
    return make_calendar(local_site)


@pytest.fixture
def by() -> User:
    return make_account("una")


def line(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    shown = words(page.partition("beside-record")[2].partition("</p>")[0])
    return shown.partition("> ")[2].strip() if "> " in shown else shown


def test_a_report_and_the_calendar_stand_side_by_side_on_the_pages_and_the_desk(
    client: Client, calendar: Source, local_site: Site, by: User
) -> None:
    claim = reported()
    claim.article.outlet.name = "The Ledger"
    claim.article.outlet.save()
    curation.accept(claim.pk, by, NOW)
    vote = accepted_calendar(calendar, local_site, by)
    client.force_login(by)
    for address in (pier().get_absolute_url(), vote.get_absolute_url(), f"/desk/votes/{vote.pk}/"):
        shown = words(client.get(address).content.decode())
        assert "The Ledger: " in shown, address
        assert (
            "the council’s calendar: Tuesday, Mar 17" in shown or "the council’s calendar: Tuesday, March 17" in shown
        )
        assert "item 12" in shown


def test_a_vote_that_moved_with_its_meeting_stands_where_the_calendar_has_it(
    calendar: Source, local_site: Site, by: User
) -> None:
    curation.accept(reported().pk, by, NOW)
    vote = accepted_calendar(calendar, local_site, by)
    shows(local_site, vevent(begins="20260324T190000"))
    at = look(calendar, 1)
    curation.accept(Finding.objects.pending().get().pk, by, at)
    vote.refresh_from_db()
    (account,) = accounts_of([vote], moves_of([vote]))
    told = account.beside
    assert told
    assert (told.says.earliest, told.item, told.whose) == (vote.earliest, "12", "the council’s calendar")
    assert told.report.says.precision == "week"


def test_without_both_or_once_it_is_decided_there_is_nothing_to_set_side_by_side(
    calendar: Source, local_site: Site, by: User
) -> None:
    vote = accepted_calendar(calendar, local_site, by)
    (account,) = accounts_of([vote], moves_of([vote]))
    assert beside(vote, account.claims, account.act) is None
    curation.accept(reported(1).pk, by, NOW + timedelta(days=1))
    Vote.objects.filter(pk=vote.pk).update(status="held")
    vote.refresh_from_db()
    (account,) = accounts_of([vote], moves_of([vote]))
    assert account.beside is None


def test_the_items_number_is_that_of_the_agenda_as_it_is_now_and_none_where_it_is_gone(
    client: Client, calendar: Source, local_site: Site, by: User
) -> None:
    curation.accept(reported().pk, by, NOW)
    vote = accepted_calendar(calendar, local_site, by)
    client.force_login(by)

    def item() -> str:
        (account,) = accounts_of([vote], moves_of([vote]))
        assert account.beside
        return account.beside.item

    assert item() == "12"
    shows(local_site, vevent(DESCRIPTION="7. Renewal of the pier lease", SEQUENCE="1"))
    look(calendar, 1)
    assert item() == "7"
    shows(local_site, vevent(DESCRIPTION="1. Budget", SEQUENCE="2"))
    look(calendar, 2)
    assert item() == ""
    card = words(client.get("/desk/").content.decode())
    assert "The source changed: still right?" in card
    assert "The calendar’s words as they were accepted" in card
    shows(local_site, vevent(SEQUENCE="3"))
    look(calendar, 3)
    assert item() == "12"
    shows(local_site, vevent("other@cove.example", "20260310T180000"), vevent("more@cove.example", "20260410T180000"))
    look(calendar, 4)
    assert item() == ""


def test_a_later_state_of_the_calendar_changes_nothing_in_when_an_earlier_one_was_told(
    client: Client, calendar: Source, local_site: Site, by: User
) -> None:
    vote = accepted_calendar(calendar, local_site, by)
    shows(local_site, vevent(begins="20260324T190000", SEQUENCE="1"))
    look(calendar, 3)
    (account,) = accounts_of([vote], moves_of([vote]))
    assert [move.reported for move in account.ledger] == [NOW]
    assert account.claims[0].evidence.moment == NOW
    shown = words(client.get(vote.get_absolute_url()).content.decode())
    assert "Reported and learnt" in shown

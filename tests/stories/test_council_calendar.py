"""A council's calendar, the whole way to a reader's mail: a meeting moves, is off, is back and has another name."""

from datetime import date, time, timedelta

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from stories import curation
from stories.curation.own_calendar import accept_own_moves
from stories.models import Article, ArticleIssue, Finding, LoggedAction, Source
from tests.factories import NOW
from tests.smtp import MailServer
from tests.stories.council import COUNCIL, look, make_calendar, pier, shows, vevent
from tests.stories.ingestion.web import Site
from tests.stories.sequel import mails_to, words
from tests.votes.alerts.readers import make_reader, run
from votes.models import Event, Vote, VoteChange

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def by() -> User:
    return User.objects.create_user("una")


@pytest.fixture
def calendar(local_site: Site) -> Source:
    return make_calendar(local_site)


def accept_all(by: User, at: object) -> list[str]:
    """Accept what waits, as one curator would, and return what it was."""
    kinds = []
    while finding := Finding.objects.pending().order_by("-kind", "pk").first():
        kinds.append(str(finding.kind))
        curation.accept(finding.pk, by, at)  # type: ignore[arg-type]
    return kinds


def test_a_meeting_is_followed_the_whole_way_to_a_readers_mail_and_each_turn_is_told_once(
    client: Client, calendar: Source, local_site: Site, by: User, mail_server: MailServer
) -> None:
    reader = make_reader(pier(), now=NOW - HOUR)

    def told_after(*events: str, days: float) -> list[str]:
        """What the reader is told when the calendar reads so, polled twice, and a curator accepted it."""
        shows(local_site, *events)
        before = len(mail_server.messages)
        at = look(calendar, days)
        accept_all(by, at)
        look(calendar, days + 0.1)
        assert not Finding.objects.pending().exists(), "the same answer proposes nothing"
        run(at + HOUR)
        run(at + 2 * HOUR)
        return mails_to(reader, mail_server.messages[before:])

    (first,) = told_after(vevent(), days=0)
    assert "March 17" in first
    vote, event = Vote.objects.get(), Event.objects.get()
    assert (vote.motion, vote.earliest, vote.time) == ("Renewal of the pier lease", date(2026, 3, 17), time(18))
    assert (vote.meeting, vote.status, vote.location) == (event, "scheduled", "Town Hall")

    (moved,) = told_after(vevent(begins="20260324T190000", SEQUENCE="1"), days=1)
    assert moved.startswith("Vote moved: ")
    (off,) = told_after(vevent(begins="20260324T190000", SEQUENCE="2", STATUS="CANCELLED"), days=2)
    assert off.startswith("Vote called off")
    (back,) = told_after(vevent(begins="20260324T190000", SEQUENCE="3"), days=3)
    assert back.startswith("Back on: ")
    renamed = vevent(begins="20260324T190000", SEQUENCE="4", SUMMARY=f"Special meeting\\, {COUNCIL}")
    assert told_after(renamed, days=4) == []
    (there,) = told_after(vevent(begins=vevent_day("17"), SEQUENCE="5"), days=5)
    assert there.startswith("Vote moved: ")

    vote.refresh_from_db()
    event.refresh_from_db()
    assert (vote.earliest, event.earliest, vote.meeting) == (date(2026, 3, 17), date(2026, 3, 17), event)
    assert (Vote.objects.count(), Event.objects.count()) == (1, 1)
    assert set(VoteChange.objects.values_list("by_what", flat=True)) == {"record"}
    shown = words(client.get(pier().get_absolute_url()).content.decode())
    assert "March 17, 2026" in shown


def vevent_day(day: str) -> str:
    return f"202603{day}T180000"


def test_a_row_is_no_story(calendar: Source, local_site: Site, by: User) -> None:
    shows(local_site, vevent())
    accept_all(by, look(calendar))
    (article,) = Article.objects.all()
    assert article.is_record
    assert not Article.objects.reports().exists()
    assert not ArticleIssue.objects.exists()
    assert (article.fingerprint, article.original, article.next_reread_at) == ([], None, None)


def test_a_body_accepts_its_own_calendars_moves_of_a_known_meeting_by_itself_and_the_log_says_so(
    calendar: Source, local_site: Site, by: User
) -> None:
    shows(local_site, vevent())
    at = look(calendar)
    body = pier().body
    assert body
    body.accepts_own_calendar = True
    body.save()
    # What is not known yet waits for a person all the same.
    assert accept_own_moves(at) == 0
    accept_all(by, at)
    shows(local_site, vevent(begins="20260324T190000"))
    at = look(calendar, 1)
    assert accept_own_moves(at) == 1
    assert accept_own_moves(at) == 0
    assert Vote.objects.get().earliest == date(2026, 3, 24)
    action = LoggedAction.objects.latest("id")
    assert (action.how, action.by.username, action.by.is_active) == ("by_itself", "own-calendar", False)
    assert (
        action.reason
        == f"Moved by its own calendar, whose moves of known meetings {COUNCIL} is set to accept by itself."
    )
    # And a person can undo it.
    curation.undo(action.pk, by, at, "no")
    assert Vote.objects.get().earliest == date(2026, 3, 17)


def test_a_body_that_is_not_set_so_leaves_the_move_to_a_curator(calendar: Source, local_site: Site, by: User) -> None:
    shows(local_site, vevent())
    accept_all(by, look(calendar))
    shows(local_site, vevent(begins="20260324T190000"))
    assert accept_own_moves(look(calendar, 1)) == 0
    (move,) = Finding.objects.pending()
    assert (move.kind, move.rule) == ("event", "meeting moved")


def test_a_move_by_the_calendar_leads_to_the_sentence_that_made_it_and_that_one_governs(
    client: Client, calendar: Source, local_site: Site, by: User
) -> None:
    shows(local_site, vevent())
    accept_all(by, look(calendar))
    shows(local_site, vevent(begins="20260324T190000"))
    accept_all(by, look(calendar, 1))
    moved = Finding.objects.get(payload__earliest="2026-03-24")
    there = f"{moved.article.get_absolute_url()}#finding-{moved.pk}"
    vote, issue = Vote.objects.get(), pier().get_absolute_url()
    assert vote.location == "Town Hall", "a calendar's own move keeps the place"
    item = BeautifulSoup(client.get(issue).content, "html.parser").select_one(".timeline .told-move")
    assert item
    assert item.get_text().split()[:2] == ["Vote", "moved:"]
    assert [link["href"] for link in item.select(".to-sentence")] == [there]
    [entry] = [e for e in feedparser.parse(client.get(f"{issue}feed.atom").content).entries if "moved" in e.title]
    assert entry.link.endswith(there)
    assert "March 24" in entry.summary
    assert "March 17" not in entry.summary
    claims = BeautifulSoup(client.get(vote.get_absolute_url()).content, "html.parser").select("#claims li")
    told = [" ".join(claim.get_text(" ").split()) for claim in claims]
    assert told[0].startswith("Tuesday, March 24, 7 p.m. what stands above rests on this")
    assert [claim for claim in told[1:] if "rests on this" in claim] == []

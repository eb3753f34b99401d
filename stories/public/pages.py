"""What each public page shows, as its template's context: a handful of queries, whatever the number of rows."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import F

from officials.models import Body, Person
from stories.evidence.book import Book, book_of
from stories.models import Quote
from stories.public.accounts import Account, accounts_of
from stories.public.agenda import Agenda, agenda
from stories.public.as_of import end_of, known_by
from stories.public.asked import Asked
from stories.public.board import board_of
from stories.public.clock import site_zone, zone_of
from stories.public.dossier import Dossier, dossier_of
from stories.public.edits import moves_of
from stories.public.last_news import newest_of
from stories.public.look import KINDS as KINDS_TOLD
from stories.public.look import Look
from stories.public.outlet import outlets_shown
from stories.public.parts import HAS_SHARED
from stories.public.queries import (
    in_time,
    open_issues,
    places_shown,
    roles_of_people,
    votes_at,
)
from stories.public.reckoning import said_against_did
from stories.public.search import KINDS as KINDS_FOUND
from stories.public.search import search
from stories.public.seats import deciders
from stories.public.stances import previous_stands
from stories.public.standing import standing
from stories.public.strip import strip
from stories.public.timeline import latest
from stories.public.timeline_pages import Outline, Selection, outline, records_of
from stories.public.week import week
from votes.models import Event, Issue, Vote
from votes.opening import line_of, opening
from votes.taking_part import ways_of
from votes.timing import is_over
from votes.words import disposed_in_words

Context = dict[str, Any]
# On the front page.
NEWS_SHOWN = 8
ISSUES_SHOWN = 12
# On a vote's or an event's page, and of a timeline on one of an issue's pages.
CLAIMS_SHOWN = 20
ENTRIES_A_PAGE = 15
# Of places and of outlets each, to narrow a search by.
CHOICES = 200


def home_page(now: dt.datetime) -> Context:
    zone = site_zone()
    now = now.astimezone(zone)
    today = now.date()
    soonest_first = open_issues(today).order_by(F("next_day").asc(nulls_last=True), "-published_at", "pk")
    shown = with_opening(soonest_first[: ISSUES_SHOWN + 1], now)
    return {
        "zone": zone,
        "today": today,
        "week": week(now),
        "issues": shown[:ISSUES_SHOWN],
        "more_issues": len(shown) > ISSUES_SHOWN,
        "entries": latest(NEWS_SHOWN, zone),
    }


def with_opening(issues: Iterable[Issue], now: dt.datetime) -> list[Issue]:
    """Return the issues of `open_issues`, each with its `opening`, and the `line` of that."""
    shown: list[Any] = list(issues)
    for issue in shown:
        plan = agenda(issue.standing_votes, now, issue.standing_events)
        issue.opening = opening(plan.lead, now.date())
        issue.line = line_of(plan.lead, plan.vote, now.date())
    return shown


def search_page(asked: Asked, now: dt.datetime) -> Context:
    zone = site_zone()
    return {
        "zone": zone,
        "today": now.astimezone(zone).date(),
        "asked": asked,
        "results": search(asked),
        "kinds": KINDS_FOUND.values(),
        "places": places_shown().order_by("name")[:CHOICES],
        "outlets": outlets_shown().prefetch_related(None).order_by("name")[:CHOICES],
    }


def issue_page(issue: Issue, now: dt.datetime, look: Look | None = None, *, has_shared: bool | None = None) -> Context:
    """Return the page of an issue; of its timeline what the reader will `look` at, and only what is shown is loaded:
    not what is shared by all looks where the page `has_shared` it (see `parts`; None of a page that has no parts).
    """
    zone, look = zone_of(issue), look or Look()
    until = end_of(look.on, zone) if look.on else None
    now = until or now.astimezone(zone)
    today = now.date()
    known = dossier_of(issue, zone, until)
    board = board_of(issue, known, today)
    votes, events = _known(issue, known)
    moved = moves_of([*votes, *events], known.by_hand)
    book, plan = Book(until), agenda(votes, now, events)
    accounts = [] if has_shared else accounts_of(plan.shown, moved, until)
    vote = next((account for account in accounts if account.record == plan.vote), None)
    decided = deciders(vote, issue)
    ahead = plan.vote if plan.vote and plan.vote.is_open and plan.vote.body_id == issue.body_id else None
    stands = standing(board, book, today, decided, ahead)
    changes = previous_stands(board.positions)
    look = look.of_people(stands.heard)
    people = {stand.person.pk: stand.person for stand in stands.stands}
    person = next((person.pk for person in people.values() if person.slug == look.person), None)
    selection = Selection(look.kind, person, changes, until)
    outlined = outline(issue, moved, ENTRIES_A_PAGE, selection, look.before, look.after)
    records = records_of(outlined.entries, issue, board.positions, moved, selection, people)
    claims = [pk for account in accounts for pk in account.shown]
    records.read(book, *(() if has_shared else (stands.quotes, stands.positions, claims)))
    entries = records.entries(book, zone, changes)
    own = {
        "issue": issue,
        "zone": zone,
        "today": today,
        "news": newest_of(entries, today) if look.is_plain else None,
        "entries": entries,
        "look": look,
        "kinds": KINDS_TOLD,
        "heard": stands.heard,
        **({} if has_shared is None else {HAS_SHARED: has_shared}),
        **_pager(outlined, look),
    }
    if has_shared:
        return own
    shown = {account.record: account.read(book) for account in accounts}
    return own | {
        "agenda": plan,
        "opening": opening(plan.lead, today),
        "lead": shown.get(plan.lead) if plan.lead else None,
        # Beside an event that leads, the vote in one line.
        "beside": opening(plan.vote, today) if plan.event and plan.vote else None,
        "vote": shown.get(plan.vote) if plan.vote else None,
        "event": shown.get(plan.event) if plan.event else None,
        "deadlines": [shown[deadline] for deadline in plan.deadlines],
        "ways": [] if issue.closed_at else ways_of(_deciding(issue, plan), today),
        "standing": stands,
        "reckoning": said_against_did(plan.vote, board.positions, decided) if plan.vote else [],
        "differing": [shown[account.record] for account in accounts if account.differing],
        "strip": strip(
            known.story_days,
            [p for p in board.positions if p.pk in changes],
            [replace(move, reported=outlined.appeared.get(move.change.source_url)) for move in moved],
            today,
            zone,
        ),
    }


def _known(issue: Issue, on_file: Dossier) -> tuple[list[Vote], list[Event]]:
    """Return the issue's votes and events, as they are or as they had been reported by a moment."""
    until = on_file.until
    if until is None:
        return on_file.votes, [event for event in on_file.events if not event.is_taken]  # type: ignore[attr-defined]
    if issue.closed_at and issue.closed_at > until:
        issue.closed_at = None
    known = known_by([*on_file.votes, *on_file.events], until)
    votes = [record for record in known if isinstance(record, Vote)]
    # An event at which a vote is taken is told as that vote, as soon as there is word of it.
    taken = {vote.meeting_id for vote in votes}
    events = [record for record in known if isinstance(record, Event) and record.pk not in taken]
    return votes, events


def _pager(outlined: Outline, look: Look) -> Context:
    """Return the addresses of the newer and the older page; "" where there is none."""
    shown = outlined.entries
    return {
        "newer": look.address(after=shown[0].key) if shown and outlined.newer else "",
        "older": look.address(before=shown[-1].key) if shown and outlined.older else "",
    }


def _deciding(issue: Issue, plan: Agenda) -> list[Body]:
    """Return the bodies in whose decision a reader may take part: those of what is next, and the issue's own."""
    meeting = plan.event.bodies.all() if plan.event else []
    voting = [vote.body for vote in plan.ahead[:1]]
    return [*meeting, *voting, *([issue.body] if issue.body else [])]


def vote_page(vote: Vote, now: dt.datetime) -> Context:
    zone = vote.body.place.zone
    today = now.astimezone(zone).date()
    [account] = accounts_of([vote], moves_of([vote]))
    positions = vote.issue.positions.newest_first().filter(person__in=Person.objects.shown())
    told = positions.select_related("person").prefetch_related(roles_of_people("person"))
    made = vote.made_changes.select_related("vote").first()
    fate = disposed_in_words(vote, Vote(status=made.new.get("status", ""))) if made else ""
    return {
        **_account_page(account),
        "vote": vote,
        "reckoning": said_against_did(vote, told, deciders(account, vote.issue)),
        "issue": vote.issue,
        "put_off": made.vote if made else vote.disposes_of,
        "fate": fate,
        "ways": ways_of([vote.body], today) if vote.is_open else [],
        "zone": zone,
        "today": today,
    }


def event_page(event: Event, now: dt.datetime) -> Context:
    today = now.astimezone(event.zone).date()
    is_ended = is_over(event, now) or event.withdrawn_at is not None
    return {
        **_account_page(accounts_of([event], moves_of([event]))[0]),
        "event": event,
        "is_over": is_ended,
        "votes": in_time(votes_at(event)),
        "ways": ways_of(event.bodies.all(), today) if event.is_open and not is_ended else [],
        "zone": event.zone,
        "today": today,
    }


def _account_page(account: Account) -> Context:
    """Return what the pages of a vote and of an event share, with the words of the claims that are shown."""
    book = Book()
    book.read(findings=account.findings[:CLAIMS_SHOWN])
    account = account.read(book)
    return {
        "account": account,
        "claims": account.claims[:CLAIMS_SHOWN],
        "claims_left": max(0, len(account.claims) - CLAIMS_SHOWN),
    }


def quote_page(quote: Quote) -> Context:
    return {"zone": zone_of(quote.issue), "quote": quote, "evidence": book_of(quotes=[quote]).of(quote)}

"""What each public page shows, as its template's context: a handful of queries, whatever the number of rows."""

import datetime as dt
from collections.abc import Iterable
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import F, Prefetch
from django.urls import reverse

from officials.models import Body, Person, Place, Role
from stories.evidence.book import Book, Evidence, accepted_findings, book_of, evidence_of
from stories.findings.accuracy import accuracy_by, in_all
from stories.findings.confidence import TOLD_FROM
from stories.findings.kinds import KINDS, PUBLIC, is_claim
from stories.models import Article, Outlet, Quote
from stories.public.accounts import Account, accounts_of
from stories.public.agenda import Agenda, agenda
from stories.public.asked import Asked
from stories.public.ballots import said_and_voted
from stories.public.board import board_of
from stories.public.clock import site_zone, zone_of, zone_of_person, zone_of_story
from stories.public.disposals import on_their_own
from stories.public.moves import moves_of
from stories.public.opening import news_of, opening
from stories.public.queries import (
    closed_issues,
    events_of,
    in_time,
    issues_of,
    open_issues,
    person_positions,
    quotes_shown,
    roles_of_people,
    roster,
    votes_of,
    votes_put_off,
    with_issues,
    with_ledger,
)
from stories.public.reckoning import said_against_did
from stories.public.search import KINDS as KINDS_FOUND
from stories.public.search import search
from stories.public.seats import deciders
from stories.public.stances import by_issue, previous_stands
from stories.public.standing import standing
from stories.public.taking_part import ways_of
from stories.public.tally import seats_in_words
from stories.public.timeline import latest
from stories.public.timeline_pages import outline, records_of
from stories.public.timing import is_over
from stories.public.week import week
from votes.models import Event, Issue, Vote
from votes.passage import passage_in_words
from votes.words import disposed_in_words

Context = dict[str, Any]
# The newest on a person's page.
QUOTES_SHOWN = 40
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


def issues_page(now: dt.datetime) -> Context:
    zone = site_zone()
    now = now.astimezone(zone)
    issues = with_opening(open_issues(now.date()), now)
    return {"zone": zone, "today": now.date(), "issues": issues, "closed": closed_issues()}


def with_opening(issues: Iterable[Issue], now: dt.datetime) -> list[Issue]:
    """Return the issues of `open_issues`, each with its `opening`."""
    shown: list[Any] = list(issues)
    for issue in shown:
        plan = agenda(issue.standing_votes, now, issue.standing_events)
        issue.opening = opening(plan.lead, now.date())
    return shown


def search_page(asked: Asked, now: dt.datetime) -> Context:
    zone = site_zone()
    return {
        "zone": zone,
        "today": now.astimezone(zone).date(),
        "asked": asked,
        "results": search(asked),
        "kinds": KINDS_FOUND.values(),
        "places": Place.objects.all()[:CHOICES],
        "outlets": Outlet.objects.all()[:CHOICES],
    }


def issue_page(issue: Issue, now: dt.datetime, number: str | None = None) -> Context:
    """Return the page of an issue; `entries` are the timeline's page `number`, and only what is shown is loaded."""
    zone = zone_of(issue)
    now = now.astimezone(zone)
    today = now.date()
    board = board_of(issue, today)
    votes, events = list(votes_of(issue)), list(events_of(issue).standing())
    moved = moves_of([*votes, *events])
    pager = Paginator(outline(issue, moved), ENTRIES_A_PAGE).get_page(number)
    records = records_of(pager, issue, board.positions, moved)
    book, plan = Book(), agenda(votes, now, events)
    accounts = accounts_of(plan.shown, moved)
    vote = next((account for account in accounts if account.record == plan.vote), None)
    decided = deciders(vote, issue)
    ahead = plan.vote if plan.vote and plan.vote.is_open and plan.vote.body_id == issue.body_id else None
    stands = standing(board, book, today, decided, ahead)
    records.read(book, stands.quotes, stands.positions, [pk for account in accounts for pk in account.findings[:1]])
    shown = {account.record: account.read(book) for account in accounts}
    entries = records.entries(book, zone, previous_stands(board.positions))
    return {
        "issue": issue,
        "zone": zone,
        "today": today,
        "agenda": plan,
        "opening": opening(plan.lead, today),
        "lead": shown.get(plan.lead) if plan.lead else None,
        # Beside an event that leads, the vote in one line.
        "beside": opening(plan.vote, today) if plan.event and plan.vote else None,
        "news": news_of(entries[0], today) if entries and pager.number == 1 else None,
        "vote": shown.get(plan.vote) if plan.vote else None,
        "event": shown.get(plan.event) if plan.event else None,
        "deadlines": [shown[deadline] for deadline in plan.deadlines],
        "ways": [] if issue.closed_at else ways_of(_deciding(issue, plan), today),
        "standing": stands,
        "reckoning": said_against_did(plan.vote, board.positions, decided) if plan.vote else [],
        "entries": entries,
        "pager": pager,
    }


def _deciding(issue: Issue, plan: Agenda) -> list[Body]:
    """Return the bodies in whose decision a reader may take part: those of what is next, and the issue's own."""
    meeting = plan.event.bodies.all() if plan.event else []
    voting = [vote.body for vote in plan.ahead[:1]]
    return [*meeting, *voting, *([issue.body] if issue.body else [])]


def vote_page(vote: Vote, now: dt.datetime) -> Context:
    zone = vote.body.place.zone
    today = now.astimezone(zone).date()
    moved = moves_of([vote])
    made = vote.made_changes.select_related("vote").first()
    fate = disposed_in_words(vote, Vote(status=made.new.get("status", ""))) if made else ""
    return {
        **_account_page(accounts_of([vote], moved)[0]),
        "vote": vote,
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
        "votes": in_time(event.votes.standing().filter(issue__in=Issue.objects.public())),
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


def person_page(person: Person, now: dt.datetime) -> Context:
    zone = zone_of_person(person, now.date())
    positions = list(person_positions(person))
    quotes = list(quotes_shown(person.quotes.all())[:QUOTES_SHOWN])
    book = book_of(quotes, positions)
    roles = person.roles.select_related("body").order_by("-since", "body__name")
    return {
        "person": person,
        "zone": zone,
        "today": now.astimezone(zone).date(),
        "roles": roles,
        "stands": by_issue(positions, book),
        "quotes": [(quote, book.of(quote)) for quote in quotes],
        "ballots": said_and_voted(person, positions, book),
    }


def body_page(body: Body, now: dt.datetime) -> Context:
    now = now.astimezone(body.place.zone)
    today = now.date()
    votes = list(on_their_own(with_ledger(body.votes.all())))
    events = with_issues(body.events.ahead(today).unfolded())
    people = Prefetch("person__roles", queryset=Role.objects.select_related("body"))
    held = body.roles.held_on(today).filter(person__in=Person.objects.shown()).select_related("person")
    members: dict[Person, list[Role]] = {}
    for role in held.prefetch_related(people):
        members.setdefault(role.person, []).append(role)
    return {
        "body": body,
        "zone": body.place.zone,
        "today": today,
        "members": members.items(),
        "seats": seats_in_words(body, len(roster(body, today))),
        "agenda": agenda(votes, now, [event for event in events if event.issues.all()]),
        "put_off": votes_put_off(body),
        "passage": passage_in_words(Vote(body=body)),
        "ways": ways_of([body], today),
        "issues": issues_of(body),
    }


def story_page(article: Article) -> Context:
    """Return the accepted findings by the sentence they rest on: several may rest on one. In the order of the text."""
    findings = accepted_findings().filter(article=article, kind__in=PUBLIC)
    findings = findings.select_related(
        "quote__person", "position__person", "position__issue", "vote__body", "event", "person"
    )
    roles = [roles_of_people(path) for path in ("person", "quote__person", "position__person")]
    shown = sorted(evidence_of(findings.prefetch_related(*roles)), key=lambda evidence: evidence.starts)
    claims = [evidence for evidence in shown if is_claim(evidence.finding)]
    sentences: dict[str, list[Evidence]] = {}
    for evidence in claims:
        if not evidence.withheld:
            where = evidence.passage.sentence if evidence.passage else f"removed {evidence.finding.pk}"
            sentences.setdefault(where, []).append(evidence)
    officials = [evidence.finding for evidence in shown if not is_claim(evidence.finding)]
    return {
        "article": article,
        "zone": zone_of_story(article),
        "sentences": list(sentences.values()),
        "withheld": [evidence for evidence in claims if evidence.withheld],
        "named": [finding for finding in officials if finding.person and finding.person.has_page],
        "versions": list(article.versions.defer("text").order_by("number")),
        "copies": article.copies.all(),
    }


def about_page() -> Context:
    """Return how to reach the people who run the site, by their contact page or else the address mail comes from; and
    how often what the program proposes is right, by kind.
    """
    elsewhere = settings.CONTACT_URL if not settings.CONTACT_URL.endswith(reverse("about")) else ""
    kinds = accuracy_by("kind")
    return {
        "contact_url": elsewhere, "contact_mail": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "accuracy": [(KINDS[row.of["kind"]].heading, row) for row in kinds if row.looked_at],
        "accuracy_in_all": in_all(kinds), "told_from": TOLD_FROM,
    }  # fmt: skip


def quote_page(quote: Quote) -> Context:
    return {"zone": zone_of(quote.issue), "quote": quote, "evidence": book_of(quotes=[quote]).of(quote)}

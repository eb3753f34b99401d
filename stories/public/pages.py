"""What each public page shows: loaded in a handful of queries, whatever the number of rows."""

import datetime as dt
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from officials.models import Body, Person, Role
from stories.evidence.book import Book, Evidence, accepted_findings, book_of, claims_of, evidence_of
from stories.findings.kinds import PUBLIC, is_claim
from stories.models import Article, Quote
from stories.public.stances import affiliations_of, by_issue, positions_of, roles_of_people, roster, standing
from stories.public.timeline import (
    Entry,
    ballots_of,
    issues_of,
    latest,
    open_issues,
    person_positions,
    previous_stands,
    quotes_shown,
    votes_of,
    with_ledger,
)
from stories.public.timeline_pages import outline, records_of
from stories.public.vote_history import VoteClaim, agenda, moves, roll_call, vote_claims, with_words
from votes.models import Issue, Vote

Page = dict[str, Any]
QUOTES_SHOWN = 40  # on a person's page, the newest
NEWS_SHOWN = 8
VOTES_SHOWN = 12
CLAIMS_SHOWN = 20  # on a vote's page
ENTRIES_A_PAGE = 15


def home_page(today: dt.date, zone: dt.tzinfo) -> Page:
    ahead = Vote.objects.ahead(today).select_related("issue", "body__place")[:VOTES_SHOWN]
    return {"today": today, "ahead": ahead, "issues": open_issues(today), "entries": latest(NEWS_SHOWN, zone)}


def issue_page(issue: Issue, now: dt.datetime, number: str | None = None) -> Page:
    """`entries` are a page of the timeline; only what is shown is loaded."""
    zone = zone_of(issue)
    today = now.astimezone(zone).date()
    positions, votes = list(positions_of(issue)), list(votes_of(issue))
    moved = [move for vote in votes for move in moves(vote)]
    pager = Paginator(outline(issue, moved), ENTRIES_A_PAGE).get_page(number)
    records = records_of(pager, issue, positions, moved)
    book, plan = Book(), agenda(votes, today)
    stands = standing(issue, positions, roster(issue.body, today), affiliations_of(issue), book, today)
    claims = vote_claims(plan.lead, claims_of(plan.lead)) if plan.lead else []
    records.read(book, stands.positions, [claim.evidence.finding.pk for claim in claims[:1]])
    return {
        "issue": issue,
        "today": today,
        "agenda": plan,
        "lead": vote_block(plan.lead, with_words(claims, book.of(plan.lead))) if plan.lead else None,
        "standing": stands,
        "entries": records.entries(book, zone, previous_stands(positions)),
        "pager": pager,
    }


def newest_entries(issue: Issue, most: int) -> list[Entry]:
    """Of the issue's timeline, for its feed."""
    positions = list(positions_of(issue))
    moved = [move for vote in votes_of(issue) for move in moves(vote)]
    records, book = records_of(outline(issue, moved)[:most], issue, positions, moved), Book()
    records.read(book)
    return records.entries(book, zone_of(issue), previous_stands(positions))


def zone_of(issue: Issue) -> dt.tzinfo:
    """The issue's own time, or its deciding body's; without either, the site's."""
    place = issue.place or (issue.body and issue.body.place)
    return place.zone if place else timezone.get_current_timezone()


def vote_block(vote: Vote, claims: list[VoteClaim]) -> Page:
    """A vote with what it rests on, how it moved and how it went."""
    return {
        "vote": vote,
        "claims": claims,
        "ledger": moves(vote),
        "roll_call": roll_call(vote.ballots.all()),
    }


def vote_page(vote: Vote, now: dt.datetime) -> Page:
    today = now.astimezone(vote.body.place.zone).date()
    claims = vote_claims(vote, claims_of(vote))
    shown, book = claims[:CLAIMS_SHOWN], Book()
    book.read(findings=[claim.evidence.finding.pk for claim in shown])
    block = vote_block(vote, with_words(shown, book.of(vote)))
    return {**block, "claims_left": len(claims) - len(shown), "issue": vote.issue, "today": today}


def person_page(person: Person, today: dt.date) -> Page:
    positions = list(person_positions(person))
    quotes = list(quotes_shown(person.quotes.all())[:QUOTES_SHOWN])
    book = book_of(quotes, positions)
    roles = person.roles.select_related("body").order_by("-since", "body__name")
    return {
        "person": person,
        "today": today,
        "roles": roles,
        "stands": by_issue(positions, book),
        "quotes": [(quote, book.of(quote)) for quote in quotes],
        "casts": ballots_of(person, positions, book),
    }


def body_page(body: Body, now: dt.datetime) -> Page:
    today = now.astimezone(body.place.zone).date()
    votes = list(with_ledger(body.votes.all()))
    people = Prefetch("person__roles", queryset=Role.objects.select_related("body"))
    held = body.roles.held_on(today).filter(person__redacted_at=None).select_related("person")
    members: dict[Person, list[Role]] = {}
    for role in held.prefetch_related(people):
        members.setdefault(role.person, []).append(role)
    return {
        "body": body,
        "today": today,
        "members": members.items(),
        "agenda": agenda(votes, today),
        "issues": issues_of(body),
    }


def story_page(article: Article) -> Page:
    """The accepted findings by the sentence they rest on: several may rest on one."""
    found = accepted_findings().filter(article=article, kind__in=PUBLIC)
    found = found.select_related("quote__person", "position__person", "position__issue", "vote__body", "person")
    roles = [roles_of_people(path) for path in ("person", "quote__person", "position__person")]
    shown = sorted(evidence_of(found.prefetch_related(*roles)), key=_place)
    claims = [item for item in shown if is_claim(item.finding)]
    sentences: dict[str, list[Evidence]] = {}
    for item in claims:
        if not item.withheld:
            where = item.passage.sentence if item.passage else f"removed {item.finding.pk}"
            sentences.setdefault(where, []).append(item)
    return {
        "article": article,
        "sentences": list(sentences.values()),
        "withheld": [item for item in claims if item.withheld],
        "named": [item.finding for item in shown if not is_claim(item.finding) and _is_public(item)],
        "versions": list(article.versions.defer("text").order_by("number")),
        "copies": article.copies.all(),
    }


def _place(item: Evidence) -> int:
    """Where in the text its words begin."""
    return min((span["start"] for span in item.finding.spans), default=0)


def _is_public(item: Evidence) -> bool:
    return bool(item.finding.person and item.finding.person.has_page)


def about_page() -> Page:
    """How to reach the people who run the site: their contact page, or else the address mail comes from."""
    elsewhere = settings.CONTACT_URL if not settings.CONTACT_URL.endswith(reverse("about")) else ""
    return {"contact_url": elsewhere, "contact_mail": parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}


def quote_page(quote: Quote) -> Page:
    return {"quote": quote, "evidence": book_of(quotes=[quote]).of(quote)}

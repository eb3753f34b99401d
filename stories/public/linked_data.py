"""What a page tells programs, in the words of schema.org: votes and events with the dates they moved from, who said
what, and the reports that it rests on, which are cited and never copied.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from officials.models import Body, Person
from stories.evidence.book import Evidence, is_withheld
from stories.models import Article, Quote
from votes.models import Issue, Vote
from votes.models.status import Status
from votes.moves import moves
from votes.snapshots import Dated
from votes.timing import BACK_ON, has_date, last_dated, location_of, timing
from votes.windows import Precision
from votes.words import window_in_words

Data = dict[str, Any]
CONTEXT = "https://schema.org"
# Of the reports that a page rests on.
MOST_CITED = 20


def event_data(record: Dated, issues: Iterable[Issue], today: dt.date) -> Data:
    """Return a vote or an event on these issues, which readers may see. Where only a window is known, no day is named
    that nobody told: the words are.
    """
    before = _moved_from(record)
    starts = _starts(record, record if has_date(record) else before or record)
    status, started = _status(record), _starts(record, before) if before else ""
    if status == "EventCancelled" and started == starts:
        started = ""
    bodies = [record.body] if isinstance(record, Vote) else list(record.bodies.all())
    location = location_of(record)
    return _without_nothing({
        "@type": "Event", "name": record.motion if isinstance(record, Vote) else record.title, "url": _url(record),
        "eventStatus": f"{CONTEXT}/{status}" if status else "",
        "startDate": starts, "previousStartDate": started,
        "description": timing(record, today).when,
        "location": {"@type": "Place", "name": location} if location else None,
        "organizer": [body_data(body) for body in bodies],
        "about": [{"@type": "Thing", "name": issue.title, "url": _url(issue)} for issue in issues],
    })  # fmt: skip


def body_data(body: Body) -> Data:
    return {"@type": "GovernmentOrganization", "name": body.name, "url": _url(body)}


def person_data(person: Person, offices: Iterable[Any] = ()) -> Data:
    """Return a person with the offices they hold."""
    held = [{"@type": "OrganizationRole", "roleName": role.title, "memberOf": body_data(role.body)} for role in offices]
    return _without_nothing({"@type": "Person", "name": person.name, "url": _url(person), "memberOf": held})


def quotation_data(quote: Quote, evidence: list[Evidence]) -> Data | None:
    """Return the words and whose they are; None where they are an outlet's report of what was said, were removed or
    find no room, or are a private person's.
    """
    if (
        quote.type != Quote.Type.DIRECT
        or quote.redacted_at
        or is_withheld(evidence)
        or (quote.person and not quote.person.has_page)
    ):
        return None
    speaker = person_data(quote.person) if quote.person else {"@type": "Person", "name": quote.label}
    return _without_nothing({
        "@type": "Quotation", "text": quote.text.rstrip(" ,"), "url": _url(quote), "spokenByCharacter": speaker,
        "about": {"@type": "Thing", "name": quote.issue.title, "url": _url(quote.issue)} if quote.issue else None,
        "isBasedOn": [article_data(report.article) for report in evidence],
    })  # fmt: skip


def article_data(article: Article) -> Data:
    """Return a report as it is cited: its headline, its outlet and where it stands."""
    kind = "WebPage" if article.is_record else "NewsArticle"
    return _without_nothing({
        "@type": kind, "headline": article.title, "url": article.url,
        "datePublished": article.published_at.isoformat() if article.published_at else "",
        "publisher": {"@type": "Organization", "name": str(article.outlet)},
    })  # fmt: skip


def story_data(article: Article) -> Data:
    """Return our page of a story, which is about it and based on it."""
    return {
        "@type": "WebPage", "name": article.title, "url": _url(article), "isBasedOn": article.url,
        "citation": article_data(article),
    }  # fmt: skip


def issue_data(issue: Issue, dates: Iterable[Dated], reports: Iterable[Article], today: dt.date) -> Data:
    """Return an issue's page with its next dates and the reports it rests on."""
    cited = list(dict.fromkeys(reports))[:MOST_CITED]
    return _without_nothing({
        "@type": "WebPage", "name": issue.title, "description": issue.question, "url": _url(issue),
        "mainEntity": [event_data(record, [issue], today) for record in dates if record.withdrawn_at is None],
        "citation": [article_data(article) for article in cited],
    })  # fmt: skip


def _moved_from(record: Dated) -> Dated | None:
    """Return it as it was before it got its date, or when it last had one; None where it never moved."""
    if not has_date(record):
        return last_dated(record)
    told = (move for move in moves(record) if move.moves_days and not move.is_mistake)
    last = next(told, None)
    return last.before if last and last.before.is_dated else None


def _status(record: Dated) -> str:
    """Return the event's status; "" of what has no day and never had one, which is not scheduled."""
    if record.withdrawn_at or record.status == Status.CANCELLED:
        return "EventCancelled"
    if not has_date(record) and record.status in (Status.POSTPONED, Status.SHELVED):
        return "EventPostponed"
    if not has_date(record):
        return ""
    moved = timing(record, dt.date.min).moved
    return "EventRescheduled" if moved and moved != BACK_ON else "EventScheduled"


def _starts(record: Dated, dated: Dated) -> str:
    """Return the day, with its hour where it is known, or the month or year where that is all there is to know."""
    if dated.earliest is None:
        return ""
    if dated.precision != Precision.DAY:
        words = window_in_words(dated, dated.earliest)
        whole = dated.precision == Precision.MONTH and words == f"{dated.earliest:%B}"
        return f"{dated.earliest:%Y-%m}" if whole else ""
    if dated.time is None:
        return dated.earliest.isoformat()
    return dt.datetime.combine(dated.earliest, dated.time, record.zone).isoformat()


def _url(record: Any) -> str:
    return f"{settings.SITE_URL}{record.get_absolute_url()}"


def _without_nothing(data: Data) -> Data:
    return {name: value for name, value in data.items() if value}

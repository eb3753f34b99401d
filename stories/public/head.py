"""What stands in the head of a public page: its one address, what is shown of it where it is shared, and what programs
read.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from stories.evidence.book import is_withheld
from stories.models import Quote
from stories.public.linked_data import (
    CONTEXT,
    body_data,
    event_data,
    issue_data,
    person_data,
    quotation_data,
    story_data,
)
from stories.public.spoken import words_of
from votes.snapshots import Dated
from votes.timing import timing
from votes.words import as_sentence, one_line

Shown = Mapping[str, Any]
# Which page of a list it is: the only thing in a query that makes another page of it.
PAGES = {
    "page": re.compile(r"[2-9]|[1-9]\d{1,5}"),
    "before": re.compile(r"[\dT.-]{1,60}"),
    "after": re.compile(r"[\dT.-]{1,60}"),
}
# Characters of a description, which is cut elsewhere if it isn't here.
LONGEST = 200
# What would end a script in HTML, or begin an entity; as JSON has it, it is the same.
ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Card:
    """What is said of a page where it is shared, what programs read of it, and where its news and dates are."""

    title: str = ""
    description: str = ""
    data: Mapping[str, Any] | None = None
    feed: str = ""
    calendar: str = ""
    embed: str = ""


@dataclass(frozen=True)
class Head:
    """A page's card with its address; `address` is without the page of a list that it may be."""

    canonical: str
    address: str
    made_of: Callable[[], Card] = Card

    @cached_property
    def card(self) -> Card:
        return self.made_of()

    @property
    def description(self) -> str:
        return Truncator(one_line(self.card.description)).chars(LONGEST)

    @property
    def linked_data(self) -> SafeString:
        """Return the data as JSON that no markup in it can break out of; "" without any."""
        if not self.card.data:
            return mark_safe("")
        text = json.dumps({"@context": CONTEXT, **self.card.data}, ensure_ascii=False)
        return mark_safe(text.translate(ESCAPES))  # noqa: S308 - escaped in the line

    @property
    def oembed(self) -> str:
        """Return the address that says how to embed it."""
        return f"{settings.SITE_URL}{reverse('oembed')}?{urlencode({'url': self.address})}" if self.card.embed else ""


def head_of(request: HttpRequest | None, shown: Shown) -> Head | None:
    """Return the head of a public page from its request and what it shows; None for any other page."""
    match = request and request.resolver_match
    if request is None or not match or not match.func.__module__.startswith("stories.public"):
        return None
    name = match.url_name or ""
    if name in UNLISTED:
        return None
    addresses = settings.SITE_URL + canonical(request), settings.SITE_URL + request.path
    if name not in CARDS:
        return Head(*addresses)
    return Head(*addresses, partial(CARDS[name], shown)) if shown.get(OF.get(name, name)) else None


def canonical(request: HttpRequest) -> str:
    """Return the path of a page; only a later page of a list is another one, whatever else is asked."""
    asked = {name: str(value) for name, value in request.GET.items()}
    asked = {name: value for name, value in asked.items() if name not in PAGES or PAGES[name].fullmatch(value)}
    is_page = len(asked) == 1 and set(asked) <= set(PAGES)
    return f"{request.path}?{urlencode(asked)}" if is_page else request.path


def _home(shown: Shown) -> Card:
    what = "What is voted on, when, and who stands where: each claim with the sentence it was read in."
    data = {"@type": "WebSite", "name": settings.SITE_NAME, "url": settings.SITE_URL + reverse("home")}
    return Card(settings.SITE_NAME, what, data, reverse("all_feed"), reverse("all_calendar"))


def _issue(shown: Shown) -> Card:
    issue, today = shown["issue"], shown["today"]
    accounts = [account for account in (shown["event"], shown["vote"]) if account]
    dates = [account.record for account in accounts]
    stands = [stand for circle in shown["standing"].circles for stand in circle.stands]
    reports = [claim.evidence.article for account in accounts for claim in account.claims]
    reports += [claim.first.article for stand in stands for claim in stand.claims if claim.first]
    told = [issue.question or issue.title, *(_when(record, today) for record in dates[:1])]
    return Card(
        issue.title, " ".join(told), issue_data(issue, dates, reports, today),
        reverse("issue_feed", args=[issue.slug]), reverse("issue_calendar", args=[issue.slug]),
        reverse("embed_issue", args=[issue.slug]),
    )  # fmt: skip


def _person(shown: Shown) -> Card:
    person, today = shown["person"], shown["today"]
    held = [role for role in shown["roles"] if role.until is None or role.until >= today]
    told = [as_sentence("; ".join(map(str, held)))] if held else []
    told.append(f"Where {person.name} stands, in whose words, and how they voted.")
    return Card(
        person.name, " ".join(told), person_data(person, held),
        reverse("person_feed", args=[person.slug]), reverse("person_calendar", args=[person.slug]),
    )  # fmt: skip


def _body(shown: Shown) -> Card:
    body = shown["body"]
    return Card(
        body.name, f"What the {body.name} of {body.place} decides, when, and who sits in it.", body_data(body),
        reverse("body_feed", args=[body.slug]), reverse("body_calendar", args=[body.slug]),
    )  # fmt: skip


def _place(shown: Shown) -> Card:
    place = shown["place"]
    return Card(
        place.name, f"What is decided in {place.name}, when, and who stands where.", None,
        reverse("place_feed", args=[place.slug]), reverse("place_calendar", args=[place.slug]),
    )  # fmt: skip


def _vote(shown: Shown) -> Card:
    vote = shown["vote"]
    data = None if vote.withdrawn_at else event_data(vote, [vote.issue], shown["today"])
    told = f"{vote.issue.title}, {vote.body}. {_when(vote, shown['today'])}"
    return Card(vote.motion, told, data, calendar=reverse("vote_calendar", args=[vote.pk]))


def _event(shown: Shown) -> Card:
    event = shown["event"]
    data = None if event.withdrawn_at else event_data(event, event.issues.all(), shown["today"])
    return Card(str(event), _when(event, shown["today"]), data, calendar=reverse("event_calendar", args=[event.pk]))


def _quote(shown: Shown) -> Card:
    """Return the card of words; of a private person's none, by which they would be found."""
    quote, evidence = shown["quote"], shown["evidence"]
    if quote.person and not quote.person.has_page:
        return Card()
    about = f" on {quote.issue}" if quote.issue else ""
    how = "reported" if quote.type == Quote.Type.INDIRECT else "quoted"
    is_told = not (quote.redacted_at or is_withheld(evidence))
    told = words_of(quote) if is_told else ""
    return Card(f"{quote.speaker}, {how}{about}", told, quotation_data(quote, evidence))


def _story(shown: Shown) -> Card:
    article = shown["article"]
    return Card(article.title, f"What was read in this report by {article.outlet}.", story_data(article))


CARDS: Mapping[str, Callable[[Shown], Card]] = {
    "home": _home, "issue": _issue, "person": _person, "body": _body, "place": _place, "vote": _vote,
    "event": _event, "quote": _quote, "story": _story,
}  # fmt: skip
# What a page shows that its card is of, where it is not called like the page; an error's page has none.
OF = {"home": "today", "story": "article"}
# Pages that nobody is to be led to.
UNLISTED = {"wrong", "embed_issue"}


def _when(record: Dated, today: dt.date) -> str:
    """Return a date as a sentence: "Vote: Tuesday, Dec 8, moved from Dec 1."."""
    said = timing(record, today)
    kind = record.get_kind_display().capitalize() if hasattr(record, "get_kind_display") else "Vote"
    return as_sentence(f"{kind}: {', '.join(part for part in (said.when, said.moved) if part)}")

"""Template filters of this floor: `{% load stories %}`."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urldefrag

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils import dateformat, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from officials.models import Person
from stories.evidence.book import Evidence, is_withheld
from stories.models import Article, Quote
from stories.public.head import head_of
from stories.public.highlights import highlighted
from stories.public.parts import EDGE, HAS_SHARED
from stories.public.spoken import affiliation_of, once
from votes.models import Position, Vote
from votes.models.issues import Basis, Stance
from votes.passage import passage_in_words
from votes.snapshots import Dated
from votes.timing import Timing, location_of
from votes.timing import timing as timing_of
from votes.words import (
    COLON,
    JOINED,
    WITH_CONDITIONS,
    as_sentence,
    basis_in_words,
    claimed_in_words,
    had_said_in_words,
    is_named,
    joint,
    outcome_in_words,
    stance_in_words,
    within_a_sentence,
)

register = template.Library()
OWN_RECORD = "the body’s own calendar"
register.filter("withheld", is_withheld)
register.filter("sentence", as_sentence)
register.filter("basis", basis_in_words)
register.filter("had_said", had_said_in_words)
register.filter("within", within_a_sentence)
register.filter("once", once)
register.filter("highlighted", highlighted)


@register.filter
def changed(evidence: Sequence[Evidence]) -> bool:
    """Say whether any of these stories no longer holds the words in its newest version."""
    return any(report.has_changed for report in evidence)


@register.filter
def web(url: str) -> str:
    """Return the address if a link may lead there, else nothing: stories' addresses come from outside."""
    return url if url.lower().startswith(("https://", "http://")) else ""


@register.filter
def page(url: str) -> str:
    """Return the address of a page without the words on it that a link leads to."""
    return urldefrag(url).url


@register.filter
def day(article: Article) -> dt.date:
    """Return the story's day by the page's clock; where it names none, the day it was first read."""
    return timezone.localtime(article.published_at or article.first_read_at).date()


@register.filter
def dated(moment: dt.date | dt.datetime) -> SafeString:
    """Return the day by the page's clock, as people and machines read it; nothing without one."""
    if not moment:
        return SafeString("")
    return _dated(timezone.localtime(moment).date() if isinstance(moment, dt.datetime) else moment)


@lru_cache(10_000)
def _dated(day: dt.date) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), dateformat.format(day, "M j, Y"))


@register.filter
def told_by(article: Article) -> str:
    """Return whose word it is: the outlet's, or that of a body's own calendar."""
    return f"the calendar of {article.outlet}" if article.is_record else str(article.outlet)


@register.filter
def timing(record: Dated, today: dt.date) -> Timing:
    """Return when a vote or an event is, in words."""
    return timing_of(record, today)


@register.filter
def location(record: Dated) -> str:
    """Return where a vote or an event is, as long as anybody might go there."""
    return location_of(record)


@register.filter
def claimed(says: Dated, today: dt.date) -> str:
    """Return what a claim says of a vote or an event, in words: its date, that it is off, or what came of it."""
    return claimed_in_words(says, today)


@register.filter
def outcome(vote: Vote) -> str:
    """Return how a held vote went, in words."""
    return outcome_in_words(vote)


@register.filter
def subject(record: Dated) -> str:
    """Return what is voted on, or what an event is on."""
    return record.motion if isinstance(record, Vote) else record.title


@register.filter
def passage(vote: Vote) -> str:
    """Return what the vote needs to pass, in words; nothing where nobody told us."""
    return passage_in_words(vote)


@register.filter
def reports(evidence: Sequence[Evidence]) -> str:
    """Return how many report it, "3 reports, 1 original": copies of one story are one source, and a body's own calendar
    is none.
    """
    stories = [report.article for report in evidence if not report.article.is_record]
    articles = {article.pk: article.original_id or article.pk for article in stories}
    count, originals = len(articles), len(set(articles.values()))
    words = f"{count} report{'' if count == 1 else 's'}"
    words = words if originals == count else f"{words}, {originals} original"
    return words if len(stories) == len(evidence) else f"{words}, and the body’s own calendar" if count else OWN_RECORD


@register.filter
def alone(words: str) -> str:
    """Return a quote's words without the comma that led over to "said Reed"."""
    return words.rstrip(" ,")


@register.filter
def lines(words: str) -> SafeString:
    """Return words in their lines; where these are read as one, a space is between them."""
    return format_html_join(mark_safe("<br>\n"), "{}", ((line,) for line in words.splitlines()))


@register.filter
def name(person: Person) -> SafeString:
    """Return the name, with a link where the person may have a page."""
    if not person.is_shown:
        return format_html('<span class="soft">{}</span>', "(name removed)")
    if person.has_page:
        return format_html('<a href="{}" class="words">{}</a>', person.get_absolute_url(), person.name)
    return format_html('<span class="words">{}</span>', person.name)


@register.filter
def names(sentence: str, person: Person) -> bool:
    """Say whether a sentence names the person, who then need not be named before it."""
    return is_named(person.name, sentence)


@register.filter
def speaker(quote: Quote) -> SafeString:
    """Return who said it, with their office, or what the report calls them."""
    who = name(quote.person) if quote.person else format_html('<span class="words">{}</span>', capfirst(quote.label))
    what = affiliation_of(quote)
    return format_html('{}<span class="soft words affiliation">, {}</span>', who, what) if what else who


@register.filter
def stance(position: Position) -> SafeString:
    """Return the stance in words, coloured by its side; a deed or a question without an answer has none."""
    return format_html("{}{}", _side(position), _conditions(position))


@register.filter
def stand(position: Position) -> SafeString:
    """Return the stance with what it is on, in the story's words: "supports the lease, with conditions", "supports,
    with conditions: drone contract".
    """
    if not position.matter or position.is_non_answer:
        return stance(position)
    is_deed = position.basis == Basis.ACTION
    joined = joint(position.matter, "on " if is_deed else JOINED.get(Stance(position.stance), ""))
    matter = format_html('<span class="words">{}</span>', position.matter)
    parts = [joined, matter, _conditions(position)] if joined != COLON else [_conditions(position), joined, matter]
    return format_html("{}{}{}{}", _side(position), *parts)


def _side(position: Position) -> SafeString:
    words = stance_in_words(position)
    if position.is_non_answer or position.basis == Basis.ACTION:
        return format_html("<span>{}</span>", words)
    return format_html('<span class="stance stance-{}">{}</span>', position.stance, words)


def _conditions(position: Position) -> str:
    has_stance = not position.is_non_answer and position.basis != Basis.ACTION
    return WITH_CONDITIONS if has_stance and position.conditional else ""


@register.inclusion_tag("public/_head.html", takes_context=True)
def head(context: template.Context) -> dict[str, object]:
    """Show what stands in the head of a public page; nothing of any other."""
    shown: dict[str, Any] = {str(name): value for name, value in context.flatten().items()}
    of_the_page = {name: shown[name] for name in ("site_name", HAS_SHARED) if name in shown}
    return {"head": head_of(shown.get("request"), shown), **of_the_page}


@register.tag
def shared(parser: Parser, _: Token) -> "Shared":
    """Show what is between this and `endshared`; of a page in parts between edges, and not where it is kept already."""
    within = parser.parse(("endshared",))
    parser.delete_first_token()
    return Shared(within)


class Shared(template.Node):
    """What all looks at a page share, see `public.parts`."""

    def __init__(self, within: NodeList) -> None:
        self.nodelist = within

    def render(self, context: template.Context) -> SafeString:
        is_kept = context.get(HAS_SHARED)
        shown = "" if is_kept else self.nodelist.render(context)
        return mark_safe(shown if is_kept is None else f"{EDGE}{shown}{EDGE}")  # noqa: S308 - rendered

"""Template filters of this floor: `{% load stories %}`."""

import datetime as dt
from typing import Any
from urllib.parse import urldefrag

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from officials.models import Person
from stories.evidence.book import is_withheld
from stories.models import Article, Quote
from stories.public import cited
from stories.public.dates import dated
from stories.public.head import head_of
from stories.public.highlights import highlighted
from stories.public.parts import EDGE, HAS_SHARED
from stories.public.spoken import affiliation_of, once
from stories.public.stances import PositionClaim
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
register.filter("is_withheld", is_withheld)
register.filter("sentence", as_sentence)
register.filter("basis", basis_in_words)
register.filter("had_said", had_said_in_words)
register.filter("within", within_a_sentence)
register.filter("once", once)
register.filter("highlighted", highlighted)
register.filter("dated", dated)
for of_evidence in (
    cited.alone, cited.changed, cited.excerpt, cited.excerpts, cited.lines, cited.reports, cited.source, cited.told_by,
    cited.whose, cited.withheld,
):  # fmt: skip
    register.filter(of_evidence)
register.simple_tag(cited.quoted, name="words")


@register.filter
def web(url: str) -> str:
    """Return the address if a link may lead there, else nothing: stories' addresses come from outside."""
    return url if cited.is_web(url) else ""


@register.filter
def page(url: str) -> str:
    """Return the address of a page without the words on it that a link leads to."""
    return urldefrag(url).url


@register.filter
def day(article: Article) -> dt.date:
    """Return the story's day by the page's clock; where it names none, the day it was first read."""
    return timezone.localtime(article.published_at or article.first_read_at).date()


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


@register.filter
def in_a_line(claim: PositionClaim) -> SafeString:
    """Return an earlier stance in a line."""
    return cited.in_a_line(claim, stand(claim.position))


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

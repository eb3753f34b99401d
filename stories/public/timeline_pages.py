"""Which entries stand on which page of an issue's timeline, and what stands under each: only that page's records are
loaded, however long the timeline is.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from officials.models import Person
from officials.nested import All, One, nested
from officials.prepared import prepared
from stories.evidence.book import HOW_IT_WAS_FOUND, Book
from stories.models import Appearance, Article, ArticleIssue, Finding, Quote, Response, Withdrawal
from stories.public.dossier import ROLES
from stories.public.look import Key
from stories.public.queries import stories_shown
from stories.public.timeline import TimelineEntry, timeline, told_of
from votes.models import Event, Issue, Position
from votes.moves import Move

# What an entry is of, in a key: a move told by no story of ours, or a story.
EVENT_MOVE, VOTE_MOVE, STORY = range(3)
# What of a finding an entry of the timeline does not need.
UNTOLD = ("spans", "payload", "recounted", *HOW_IT_WAS_FOUND)
# A story that names no day comes after those that do.
NO_DAY = Value(dt.datetime.max.replace(tzinfo=dt.UTC))


@dataclass(frozen=True)
class Selection:
    """What of an issue is told: of a `kind` in `look.KINDS`, or all that somebody told first; by one `person`, by
    number; `until` a moment. `changes` are the positions, by number, that are changes of mind.
    """

    kind: str = ""
    person: int | None = None
    changes: Collection[int] = ()
    until: dt.datetime | None = None

    @property
    def of_moves(self) -> bool:
        """Say whether moves are told: nobody's in particular."""
        return self.person is None and self.kind in ("", "votes", "stories")

    @property
    def of_positions(self) -> bool:
        return self.kind in ("", "changes", "positions", "stories")

    @property
    def of_quotes(self) -> bool:
        return self.kind in ("", "quotes", "stories")


@dataclass(frozen=True)
class OutlineEntry:
    """What an entry of the timeline is of: an original story, by number, or a move told by no story of ours."""

    moment: dt.datetime
    story: int | None = None
    move: Move | None = None

    @property
    def key(self) -> Key:
        if self.move is None:
            return self.moment, STORY, self.story or 0
        return self.moment, EVENT_MOVE if isinstance(self.move.record, Event) else VOTE_MOVE, self.move.change.pk


@dataclass(frozen=True)
class Outline:
    """A page of the timeline in outline, newest first; whether there are `newer` and `older` entries than its own; and
    when each story appeared that told of a move, by address.
    """

    entries: list[OutlineEntry]
    appeared: Mapping[str, dt.datetime]
    newer: bool = False
    older: bool = False


def outline(
    issue: Issue, moved: Iterable[Move], most: int, selection: Selection | None = None,
    before: Key | None = None, after: Key | None = None,
) -> Outline:  # fmt: skip
    """Return at most as many entries of the issue's timeline, the newest, or the nearest `before` or `after` a key.

    One query, that reads no more stories than it returns and those that tell nothing on the way. `moved` are all the
    moves of the issue's votes and events; what a calendar tells is a move.
    """
    selection = selection or Selection()
    moved, bound = list(moved), before or after
    stories: dict[int, dt.datetime] = {}
    appeared: dict[str, dt.datetime] = {}
    for at, first, url in _outlined(
        issue.pk,
        sorted({move.change.source_url for move in moved} - {""}),
        selection.until,
        selection.person if selection.of_positions or selection.of_quotes else None,
        sorted(selection.changes) if selection.kind == "changes" else None,
        bound and bound[0],
        bound[2] if bound and bound[1] == STORY else None,
        way=_Way(selection.kind, selection.person is None, after is not None, most + 1),
    ):
        if url:
            appeared[url] = at
        if not url or selection.of_moves:
            stories[first] = at
    found = [OutlineEntry(at, first) for first, at in stories.items()]
    if selection.of_moves:
        alone = (move for move in moved if move.change.source_url not in appeared)
        found += [OutlineEntry(move.change.learnt_at, move=move) for move in alone]
    if after:
        nearest = sorted((entry for entry in found if entry.key > after), key=lambda entry: entry.key)
        if len(nearest) <= most:
            return outline(issue, moved, most, selection)  # the beginning, and as much of it as any page has
        return Outline(nearest[:most][::-1], appeared, newer=True, older=True)
    newest = sorted((e for e in found if before is None or e.key < before), key=lambda entry: entry.key, reverse=True)
    return Outline(newest[:most], appeared, newer=before is not None, older=len(newest) > most)


@dataclass(frozen=True)
class _Way:
    """How an outline is asked for: of a kind, of all or of one person, which way, and how many stories."""

    kind: str
    is_of_all: bool
    forth: bool
    most: int


@prepared
def _outlined(
    issue: int, urls: list[str], until: dt.datetime | None, person: int | None, changes: list[int] | None,
    at: dt.datetime | None, number: int | None, *, way: _Way,
) -> QuerySet[Appearance, tuple[dt.datetime, int, str]]:  # fmt: skip
    """Return the stories of an outline, beyond a moment or the story of a number, and those at these addresses."""
    rows = _appearances(issue, Selection(way.kind, None if way.is_of_all else person or 0, changes or (), until))
    rows = rows.order_by("at", "first") if way.forth else rows
    rows = rows.filter(_beyond(at, number, forth=way.forth)) if at else rows
    return rows[: way.most].union(_telling(urls, until), all=True)


def _appearances(issue: int, selection: Selection) -> QuerySet[Appearance, tuple[dt.datetime, int, str]]:
    """Return when each original told something of what is asked for, with its number, the newest first."""
    rows = Appearance.objects.filter(issue=issue)
    if selection.until:
        rows = rows.filter(at__lte=selection.until)
    group = Article.objects.filter(Q(pk=OuterRef(OuterRef("first"))) | Q(original=OuterRef(OuterRef("first"))))
    first_told = _first_told(selection.until).filter(article__in=group.values("pk"))
    tells: list[Q | Exists] = []
    if selection.of_positions:
        positions = first_told.filter(position__issue=issue, position__withdrawn_at=None)
        positions = positions.filter(position__person__redacted_at=None)
        if selection.kind == "changes":
            positions = positions.filter(position__pk__among=selection.changes)
        if selection.person:
            positions = positions.filter(position__person=selection.person)
        tells.append(Exists(positions))
    if selection.of_quotes:
        quotes = first_told.filter(quote__issue=issue, quote__withdrawn_at=None, quote__redacted_at=None)
        if selection.person:
            quotes = quotes.filter(quote__person=selection.person)
        tells.append(Exists(quotes))
    tells_withdrawn = selection.until is None  # as of another day what was withdrawn never returns
    if (selection.kind == "stories" or (not selection.kind and tells_withdrawn)) and not selection.person:
        # That it was withdrawn is told, where readers are told so. Each is looked up by itself: what may be answered
        # of all stories at once would be.
        withdrawn = Withdrawal.objects.filter(article=OuterRef("first")).values("show")
        match = ArticleIssue.objects.filter(pk=OuterRef("match")).values("state")
        rows = rows.alias(gone=Subquery(withdrawn[:1]), state=Subquery(match[:1]))
        shown = Q(gone=None) if selection.kind else Q()
        shown |= Q(gone=True) if tells_withdrawn else Q()
        tells.append(Q(shown, state=ArticleIssue.State.ACCEPTED))
    rows = rows.filter(reduce(or_, tells, Q(issue__isnull=True)))
    return rows.order_by("-at", "-first").distinct().values_list("at", "first", Value("", CharField()))


def _first_told(until: dt.datetime | None) -> QuerySet[Finding]:
    """Return the accepted findings that no earlier story told."""
    at = {"at": Coalesce("article__published_at", NO_DAY)}
    same = Q(quote=OuterRef("quote")) | Q(position=OuterRef("position"))
    sooner = Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), article__lt=OuterRef("article"))
    earlier = Finding.objects.accepted().alias(**at).filter(same).filter(sooner)
    return Finding.objects.accepted().alias(**at).filter(~Exists(earlier))


def _telling(urls: list[str], until: dt.datetime | None) -> QuerySet[Article, tuple[dt.datetime, int, str]]:
    """Return the same of the stories at these addresses of which anything is public."""
    accepted = Finding.objects.accepted().filter(article=OuterRef("pk"))
    belonging = ArticleIssue.objects.public().filter(article=OuterRef("pk"))
    stories = Article.objects.reports().filter(Exists(accepted) | Exists(belonging), url__among=urls)
    moment = Coalesce("original__published_at", "original__first_read_at", "published_at", "first_read_at")
    told = stories.order_by().annotate(at=moment, first=Coalesce("original", "pk"))
    told = told.filter(at__lte=until) if until else told
    return told.values_list("at", "first", F("url"))


def _beyond(at: dt.datetime, number: int | None, *, forth: bool) -> Q:
    """Return the condition that a story stands newer, or else older, than the story of this number, or than a move."""
    # Of one moment a story stands above a move.
    if number is None:
        return Q(at__gte=at) if forth else Q(at__lt=at)
    if forth:
        return Q(at__gte=at) & (Q(at__gt=at) | Q(first__gt=number))
    return Q(at__lte=at) & (Q(at__lt=at) | Q(first__lt=number))


@dataclass(frozen=True)
class Records:
    """What some stories told first of an issue, and moves."""

    articles: list[Article]
    quotes: list[Quote]
    positions: list[Position]
    moves: list[Move]
    selection: Selection

    def read(
        self,
        book: Book,
        quotes: Iterable[Quote] = (),
        positions: Iterable[Position] = (),
        findings: Iterable[int] = (),
    ) -> None:
        """Read the evidence of these records into the book, with that of what else the page shows."""
        told = told_of(self.moves)
        book.read([*self.quotes, *quotes], [*self.positions, *positions], findings=findings, told=told)

    def entries(self, book: Book, zone: dt.tzinfo, before: Mapping[int, Position]) -> list[TimelineEntry]:
        """Return the part of the timeline that these records make, newest first, see `timeline`; without a story that
        has nothing to say, unless every report is asked for.
        """
        entries = timeline(self.articles, self.quotes, self.positions, self.moves, book, zone, before)
        return entries if self.selection.kind == "stories" else [entry for entry in entries if entry.tells]


def records_of(
    outlined: Sequence[OutlineEntry], issue: Issue, positions: Iterable[Position], moved: Iterable[Move],
    selection: Selection | None = None, people: Mapping[int, Person] | None = None,
) -> Records:  # fmt: skip
    """Return what stands under the outlined entries; `positions` and `moved` are all of the issue's, `people` those
    whose roles are loaded already.
    """
    selection = selection or Selection()
    firsts = [entry.story for entry in outlined if entry.story]
    alone = {entry.move.key for entry in outlined if entry.move}
    articles = list(_with_copies(firsts, issue.pk, selection.until)) if firsts else []
    urls = {article.url for article in articles}
    told = [finding for article in articles for finding in article.findings.all()]
    told = [finding for finding in told if selection.kind != "changes" or finding.position_id in selection.changes]
    stood = {finding.position_id for finding in told} if selection.of_positions else set()
    said = _quotes(told, issue, people or {}) if selection.of_quotes else []
    return Records(
        articles,
        [quote for quote in said if selection.person in (None, quote.person_id)],
        [p for p in positions if p.pk in stood and selection.person in (None, p.person_id)],
        [move for move in moved if move.key in alone or move.change.source_url in urls] if selection.of_moves else [],
        selection,
    )


def _quotes(findings: Iterable[Finding], issue: Issue, people: Mapping[int, Person]) -> list[Quote]:
    """Return the issue's quotes among what was found, the newest first, each `answered` or not."""
    quotes: dict[int, Quote] = {}
    for finding in findings:
        quote = finding.quote
        if quote and quote.issue_id == issue.pk and quote.withdrawn_at is None and quote.redacted_at is None:
            quote.issue, quote.person = issue, people.get(quote.person_id or 0, quote.person)
            quote.answered = finding.replied is not None  # type: ignore[attr-defined]
            quotes[quote.pk] = quote
    return sorted(quotes.values(), key=lambda quote: (quote.said_on or dt.date.min, quote.pk), reverse=True)


@prepared
def _with_copies(firsts: list[int], issue: int, until: dt.datetime | None) -> QuerySet[Article]:
    """Return these stories, with their copies on the issue, each with the `findings` that it told first: quotes with
    their speakers and whether anybody `replied`.
    """
    matched = Appearance.objects.filter(issue=issue, first__pk__among=firsts)
    copies = Q(original__pk__among=firsts, pk__in=matched.exclude(match__state="rejected").values("match__article"))
    articles = Article.objects.reports().shown().filter(Q(pk__among=firsts) | copies)
    if until:
        articles = articles.filter(Q(published_at=None) | Q(published_at__lte=until), withdrawal=None)
    reply = Response.objects.filter(quote=OuterRef("quote")).values("pk")
    first = _first_told(until).annotate(replied=Subquery(reply[:1])).order_by("pk")
    said = {"quote": One(one={"person": One(many={"roles": ROLES})})}
    return nested(stories_shown(articles), findings=All(rows=first, one=said, leave=UNTOLD, says=("replied",)))

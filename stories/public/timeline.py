"""What happened on an issue, or around a person, newest first: each report with what it told, each move of a vote or
an event.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from officials.models import Person
from stories.evidence.book import Book, Evidence, Told, is_withheld
from stories.evidence.excerpts import passage_of
from stories.evidence.privacy import may_be_listed
from stories.findings.kinds import CLAIMS
from stories.models import Article, Quote
from stories.public.edits import moves_of
from stories.public.queries import in_time, quotes_shown, roles_of_people, with_issues
from stories.public.stances import previous_stands
from votes.disposals import on_their_own
from votes.models import Event, Issue, Position, Vote
from votes.moves import Move
from votes.snapshots import Dated

# Within a report: what became of known votes and events, then what weighs most.
RANK = {kind: place for place, kind in enumerate(("result", "move", *CLAIMS))}

# Of a report, where several issues share a page.
ITEMS_OF_NEWS = 3

Record = Quote | Position | Move


@dataclass(frozen=True)
class TimelineItem:
    """One thing that a report told. `was` is the stance before, where a position changed."""

    kind: str
    record: Record
    evidence: list[Evidence] = field(default_factory=list)
    was: Position | None = None

    @property
    def issues(self) -> list[Issue]:
        record = self.record.record if isinstance(self.record, Move) else self.record
        if isinstance(record, Event):
            return list(record.issues.all())
        return [record.issue] if record.issue else []

    @property
    def person(self) -> Person | None:
        """Return who spoke, stands or acts; None for an unnamed speaker, and for a vote or an event."""
        return None if isinstance(self.record, Move) else self.record.person

    @property
    def first(self) -> Evidence | None:
        return self.evidence[0] if self.evidence else None

    @property
    def said(self) -> tuple[Person, str] | None:
        """Return by whom it was said, and the sentence; None without either."""
        passage = self.first.passage if self.first else None
        return (self.person, passage.sentence) if self.person and passage else None

    @property
    def replies(self) -> str:
        """Return where the replies to it stand; "" without one."""
        if isinstance(self.record, Move) or not self._is_answered:
            return ""
        if isinstance(self.record, Quote):
            return self.record.get_absolute_url()
        return f"{self.record.issue.get_absolute_url()}#stand"

    @property
    def _is_answered(self) -> bool:
        """Say whether somebody replied; of a quote loaded for a page of a timeline that is known already."""
        known = getattr(self.record, "answered", None)
        return bool(self.record.responses.all()) if known is None else known  # type: ignore[union-attr]

    @property
    def is_report(self) -> bool:
        return isinstance(self.record, Quote) and self.record.type == Quote.Type.INDIRECT

    @property
    def is_unheard(self) -> bool:
        """Say whether it is a quote whose words find no room: there is little to tell of it."""
        return isinstance(self.record, Quote) and is_withheld(self.evidence)


@dataclass
class TimelineEntry:
    """A report and what it told; without a story it is a move entered by hand or read elsewhere."""

    moment: dt.datetime
    zone: dt.tzinfo
    article: Article | None = None
    copies: list[Article] = field(default_factory=list)
    items: list[TimelineItem] = field(default_factory=list)
    elsewhere: list[Quote] = field(default_factory=list)
    left_out: int = 0

    def settle(self) -> None:
        """Put the items in the order of weight, and leave out what would be told twice or can't be told.

        A stand's own sentence is not told again as reported speech. Of quotes without room for their words, one a
        speaker is kept `elsewhere`; private people are named with their words only.
        """
        ordered = sorted(self.items, key=lambda item: RANK[item.kind])
        stands = {item.said for item in ordered if isinstance(item.record, Position) and item.said}
        self.items = [item for item in ordered if not item.is_unheard and not (item.is_report and item.said in stands)]
        unheard = [item.record for item in ordered if item.is_unheard and isinstance(item.record, Quote)]
        listed = [quote for quote in unheard if may_be_listed(quote.person)]
        self.elsewhere = list({quote.speaker: quote for quote in listed}.values())

    def cut(self, most: int) -> None:
        """Keep the first items, and count the others."""
        self.left_out = max(0, len(self.items) - most)
        self.items = self.items[:most]

    @property
    def issues(self) -> list[Issue]:
        return list(dict.fromkeys(issue for item in self.items for issue in item.issues))

    @property
    def day(self) -> dt.date:
        return self.moment.astimezone(self.zone).date()

    @property
    def anchor(self) -> str:
        """Return what the entry is called on its page: "story-12", "votechange-3"."""
        if self.article:
            return f"story-{self.article.pk}"
        moves = (item.record for item in self.items if isinstance(item.record, Move))
        return next((f"{name}-{number}" for name, number in (move.key for move in moves)), "")

    @property
    def is_withdrawn(self) -> bool:
        """Say whether its story was withdrawn."""
        return self.article is not None and hasattr(self.article, "withdrawal")

    @property
    def tells(self) -> bool:
        """Say whether there is more to it than a headline."""
        return bool(self.items or self.elsewhere or self.is_withdrawn)

    @property
    def also(self) -> str:
        """Return where else the same words ran: "also at 2 outlets, 1 original: The Reed, The Wire"; "" if nowhere."""
        outlets = dict.fromkeys(str(copy.outlet) for copy in self.copies)
        count = f"{len(outlets)} outlet{'' if len(outlets) == 1 else 's'}"
        return f"also at {count}, 1 original: {', '.join(outlets)}" if outlets else ""


def timeline(
    articles: Iterable[Article],
    quotes: Iterable[Quote],
    positions: Iterable[Position],
    moves: Iterable[Move],
    book: Book,
    zone: dt.tzinfo,
    before: Mapping[int, Position],
) -> list[TimelineEntry]:
    """Return the stories, and what else these records rest on, newest first.

    Each record stands once, with the first report of it; a copy's findings are its original's. `before` has the stand
    before each change of mind.
    """
    chronicle = _Chronicle(zone)
    for article in articles:
        chronicle.open(article)
    for position in positions:
        chronicle.tell(TimelineItem("position", position, book.of(position), before.get(position.pk)))
    for quote in quotes:
        chronicle.tell(TimelineItem("quote", quote, book.of(quote)))
    for move in moves:
        chronicle.move(move, book)
    return chronicle.newest_first()


class _Chronicle:
    """Entries being gathered: one an original story, with its copies, and one a move told by no story of ours."""

    def __init__(self, zone: dt.tzinfo) -> None:
        self._zone = zone
        self._stories: dict[int, TimelineEntry] = {}
        self._by_url: dict[str, TimelineEntry] = {}
        self._others: list[TimelineEntry] = []

    def open(self, article: Article) -> TimelineEntry:
        """Return the entry of the story, or of the one it copies."""
        if entry := self._by_url.get(article.url):
            return entry
        original = article.original or article
        moment = original.published_at or original.first_read_at
        entry = self._stories.setdefault(original.pk, TimelineEntry(moment, self._zone, original))
        if article.original:
            entry.copies.append(article)
        self._by_url[article.url] = entry
        return entry

    def tell(self, item: TimelineItem) -> None:
        """Set the item with the first report of it; without one it is not told."""
        if item.first:
            self.open(item.first.article).items.append(item)

    def move(self, move: Move, book: Book) -> None:
        """Set the move with the report that made it, see `sources_of`."""
        url = move.change.source_url
        first = "event" if isinstance(move.record, Event) else "vote"
        kind = "result" if move.is_result else first if move.is_first else "move"
        item = TimelineItem(kind, move, sources_of(move, book))
        if told := next(iter(_told_in(move, book)), None):
            self.open(told.article)
        if entry := self._by_url.get(url):
            entry.items.append(item)
        else:
            self._others.append(TimelineEntry(move.change.learnt_at, self._zone, items=[item]))

    def newest_first(self) -> list[TimelineEntry]:
        entries = [*self._stories.values(), *self._others]
        for entry in entries:
            entry.settle()
        return sorted(entries, key=lambda entry: entry.moment, reverse=True)


def told_of(moved: Collection[Move]) -> Told:
    """Return the claims about these votes and events in the reports that moved them."""
    records = [record for move in moved for record in _about(move)]
    votes = {record.pk for record in records if isinstance(record, Vote)}
    events = {record.pk for record in records if isinstance(record, Event)}
    urls = {move.change.source_url for move in moved}
    return Told(sorted(votes), sorted(events), sorted(urls))


def sources_of(move: Move, book: Book) -> list[Evidence]:
    """Return the claims that the move was read in: a calendar's row tells of a meeting time and again, so of its report
    only those in the sentence that the ledger names, or those whose words were removed.
    """
    told = _told_in(move, book)
    own = [claim for claim in told if _sentence(claim) == move.change.sentence.strip()]
    return own or [claim for claim in told if not _sentence(claim)]


def _told_in(move: Move, book: Book) -> list[Evidence]:
    """Return what the report that made the move tells; what an editor changed rests on the sentence that they named."""
    if move.by_hand:
        return []
    claims = (claim for record in _about(move) for claim in book.of(record))
    return [claim for claim in claims if claim.article.url == move.change.source_url]


def _sentence(claim: Evidence) -> str:
    passage = passage_of(claim.finding)
    return passage.sentence.strip() if passage else ""


def _about(move: Move) -> list[Dated]:
    """Return what a report of the move may have told of: the record, the vote that put it off, the meetings that it is
    or was taken at, with which it moves.
    """
    record = move.record
    if isinstance(record, Event):
        return [record]
    linked = (record.meeting_id, move.change.old.get("meeting_id"), move.change.new.get("meeting_id"))
    meetings = [Event(pk=number) for number in dict.fromkeys(linked) if number]
    return [record, *([move.moved_by] if move.moved_by else []), *meetings]


def latest(limit: int, zone: dt.tzinfo) -> list[TimelineEntry]:
    """Return the newest accepted news of all issues, each day by the clock of its issue's place, else by `zone`."""
    quotes = list(
        quotes_shown(Quote.objects.filter(redacted_at=None, issue__isnull=False)).order_by("-pk")[: 3 * limit]
    )
    positions = Position.objects.stands().filter(person__in=Person.objects.shown()).order_by("-since", "-pk")
    positions = positions.select_related("person", "issue__place")
    positions = positions.prefetch_related(roles_of_people("person"), "responses")
    newest = list(positions[: 3 * limit])
    votes = on_their_own(in_time(Vote.objects.standing().order_by("-pk")))[: 3 * limit]
    events = with_issues(Event.objects.standing().unfolded().order_by("-pk"))[: 3 * limit]
    moved = moves_of([*votes, *(event for event in events if event.issues.all())])
    book = Book()
    book.read(quotes, newest, told=told_of(moved))
    entries = timeline([], quotes, newest, moved, book, zone, previous_stands(newest))[:limit]
    for entry in entries:
        place = next((issue.place for issue in entry.issues if issue.place), None)
        entry.zone = place.zone if place else zone
        entry.cut(ITEMS_OF_NEWS)
    return entries

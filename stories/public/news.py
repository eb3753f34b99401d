"""What is told anew, one thing at a time, the newest first: for whoever reads it elsewhere."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from django.db.models import Max, Min, Q
from django.utils.text import Truncator

from stories.evidence.book import Book, Evidence, is_withheld
from stories.models import Effect, Quote
from stories.public.edits import moves_of
from stories.public.queries import in_time, roles_of_people, with_issues
from stories.public.scopes import Scope
from stories.public.spoken import said_in_words
from stories.public.stances import previous_stands
from stories.public.timeline import sources_of, told_of
from votes.disposals import on_their_own
from votes.models import EventChange, Issue, Position, Vote, VoteChange
from votes.models.issues import Basis
from votes.moves import Move
from votes.snapshots import Dated
from votes.subjects import key_of
from votes.words import one_line, outcome_in_words, stance_in_words, stand_in_words, window_in_words

# Of another's text at most, outside the site's own pages, and of a quote in a title.
WORDS, WORDS_IN_TITLE = 30, 12
# With it every date has its year: a title that was sent out does not change when the year does.
NO_YEAR = dt.date.min


@dataclass(frozen=True)
class News:
    """A position, a quote, or the move of a vote or an event, with what it rests on; `was` is the stance before a
    change of mind. `published` is when it became public here, and stays; `updated` when it was last put right.
    """

    record: Position | Quote | Move
    published: dt.datetime
    updated: dt.datetime
    evidence: list[Evidence] = field(default_factory=list)
    was: Position | None = None

    @property
    def issues(self) -> list[Issue]:
        record = self.record.record if isinstance(self.record, Move) else self.record
        if isinstance(record, Vote | Position | Quote):
            return [record.issue] if record.issue else []
        return list(record.issues.all())

    @property
    def sentence(self) -> str:
        """Return the sentence it rests on, thirty words at most; nothing where it was removed or has no room."""
        if self.evidence:
            passage = self.evidence[0].passage
            return Truncator(passage.sentence if passage else "").words(WORDS)
        return Truncator(self.record.change.sentence if isinstance(self.record, Move) else "").words(WORDS)

    @property
    def told_by(self) -> str:
        """Return the outlet; of what an editor entered whom they named, which may be nobody."""
        if self.evidence:
            return str(self.evidence[0].article.outlet)
        return self.record.change.source_name if isinstance(self.record, Move) else ""

    @property
    def path(self) -> str:
        """Return the sentence's address on our page of its story; without a story, the vote's or the event's."""
        if self.evidence:
            return self.evidence[0].anchor
        return self.record.record.get_absolute_url() if isinstance(self.record, Move) else ""

    @property
    def key(self) -> str:
        """Return the name that stays its own when the evidence or the wording changes."""
        move = self.record
        if isinstance(move, Move):
            # The ledgers are numbered apart.
            first, later = ("vote", "move") if isinstance(move.record, Vote) else ("event", "event-move")
            return f"{'result' if move.is_result else first if move.is_first else later}:{move.change.pk}"
        return key_of(move)

    @property
    def title(self) -> str:
        """Return the news in a line: "Ada Reed now supports (was: opposes)", "Vote moved: Lease it: Dec 8, 2026"."""
        if isinstance(self.record, Move):
            return one_line(_title_of_move(self.record))
        if isinstance(self.record, Position):
            return one_line(_title_of_stand(self.record, self.was, self.sentence))
        return one_line(said_in_words(self.record, WORDS_IN_TITLE))


def news_of(scope: Scope, most: int) -> list[News]:
    """Return the newest in it, without the quotes whose words have no room on the site."""
    rows, roles = ("person", "issue"), roles_of_people("person")
    positions = list(scope.positions.select_related(*rows).prefetch_related(roles).order_by("-pk")[:most])
    quotes = list(scope.quotes.select_related(*rows).prefetch_related(roles).order_by("-pk")[:most])
    moved = _moves(scope, most)
    book = Book()
    book.read(quotes, positions, told=told_of(moved))
    said: list[Position | Quote] = [*positions, *quotes]
    times, before = _times(said), _stands_before(positions)
    told = [
        News(record, *times.get(key_of(record), (record.created_at, record.created_at)), book.of(record))
        for record in said if book.of(record) and not (isinstance(record, Quote) and is_withheld(book.of(record)))
    ]  # fmt: skip
    told = [
        replace(news, was=before.get(news.record.pk)) if isinstance(news.record, Position) else news for news in told
    ]
    told += [_news_of_move(move, book) for move in moved]
    return sorted(told, key=lambda news: news.published, reverse=True)[:most]


def _moves(scope: Scope, most: int) -> list[Move]:
    """Return the newest moves of its votes and events, but for those that were our mistake."""
    today = dt.datetime.now(dt.UTC).date()
    votes, events = scope.votes(today).standing(), scope.events(today).standing()  # type: ignore[attr-defined]
    if scope.kind == "person":
        return []
    of_votes = VoteChange.objects.filter(vote__in=votes.order_by()).order_by("-learnt_at")[:most].values("vote")
    of_events = EventChange.objects.filter(event__in=events.order_by()).order_by("-learnt_at")[:most].values("event")
    records: list[Dated] = [
        *on_their_own(in_time(Vote.objects.filter(pk__in=of_votes))),
        *with_issues(scope.events(today).filter(pk__in=of_events)),
    ]
    return sorted(moves_of(records), key=lambda move: move.change.learnt_at, reverse=True)[:most]


def _news_of_move(move: Move, book: Book) -> News:
    """Return it with the claims that it was read in."""
    learnt = move.change.learnt_at
    return News(move, learnt, max(learnt, move.change.redacted_at or learnt), sources_of(move, book))


def _stands_before(positions: Collection[Position]) -> dict[int, Position]:
    """Return the stand before each of these that is a change of mind."""
    people, issues = ({getattr(position, name) for position in positions} for name in ("person_id", "issue_id"))
    chains = Position.objects.filter(person__in=people, issue__in=issues).newest_first()
    return previous_stands(list(chains))


def _times(records: Iterable[Position | Quote]) -> dict[str, tuple[dt.datetime, dt.datetime]]:
    """Return by key when each became public and when it was last put right, as far as the log knows."""
    rows = {(record._meta.db_table, record.pk): key_of(record) for record in records}
    of_these = Q(pk=None)
    for table in {table for table, _ in rows}:
        of_these |= Q(table=table, row__in=[pk for name, pk in rows if name == table])
    known = Effect.objects.filter(of_these).order_by().values_list("table", "row")
    times = known.annotate(first=Min("action__at"), last=Max("action__at"))
    return {rows[table, row]: (first, last) for table, row, first, last in times}


def _title_of_stand(position: Position, was: Position | None, deed: str) -> str:
    if position.is_non_answer:
        return f"{position.person} {position.get_basis_display()}"
    if position.basis == Basis.ACTION:
        return stand_in_words(position, deed=deed)
    now = stance_in_words(position, conditional=True)
    if was is None:
        return f"{position.person}: {now}"
    return f"{position.person} now {now} (was: {stance_in_words(was, conditional=True)})"


def _title_of_move(move: Move) -> str:
    what, after = move.record.motion if isinstance(move.record, Vote) else move.record.title, move.after
    if move.is_result and isinstance(after, Vote):
        return f"{move.news}: {what}: {outcome_in_words(after) if after.outcome else 'no outcome given'}"
    if move.is_shelving:
        return ": ".join(part for part in (move.news, move.reason, what) if part)
    date = window_in_words(after, NO_YEAR) if after.is_dated else ""
    told = ", ".join(part for part in (date, move.reason) if part)
    return ": ".join(part for part in (move.news, what, told) if part)

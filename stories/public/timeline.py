"""What happened on an issue, or around a person, newest first: each report with what it told, each move of a vote."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Prefetch, Q, QuerySet

from officials.models import Body, Person
from stories.evidence.book import Book, Evidence, is_withheld
from stories.evidence.privacy import may_be_listed
from stories.models import Article, ArticleIssue, Finding, Quote
from stories.public.stances import Claim, roles_of_people
from stories.public.vote_history import Move, moves
from votes.models import Ballot, Issue, Position, Vote
from votes.models.issues import Basis

# Within a report: decisions before positions before quotes.
RANK = {"result": 0, "move": 1, "vote": 2, "position": 3, "quote": 4}

ITEMS_OF_NEWS = 3  # of a report, where several issues share a page

Record = Quote | Position | Move


@dataclass(frozen=True)
class Item:
    """One thing told. `was` is the stance before, where a position changed."""

    kind: str
    record: Record
    evidence: list[Evidence] = field(default_factory=list)
    was: Position | None = None

    @property
    def issue(self) -> Issue | None:
        return self.record.change.vote.issue if isinstance(self.record, Move) else self.record.issue

    @property
    def person(self) -> Person | None:
        return None if isinstance(self.record, Move) else self.record.person

    @property
    def first(self) -> Evidence | None:
        return self.evidence[0] if self.evidence else None

    @property
    def said(self) -> tuple[int, str] | None:
        """By whom, and the sentence."""
        person = None if isinstance(self.record, Move) else self.record.person_id
        return (person, self.first.passage.sentence) if person and self.first and self.first.passage else None

    @property
    def is_report(self) -> bool:
        return isinstance(self.record, Quote) and self.record.type == Quote.Type.INDIRECT

    @property
    def is_unheard(self) -> bool:
        """A quote whose words find no room: there is little to tell of it."""
        return self.kind == "quote" and is_withheld(self.evidence)


@dataclass
class Entry:
    """A report and what it told; without a story it is a move entered by hand or read elsewhere."""

    moment: dt.datetime
    zone: dt.tzinfo
    article: Article | None = None
    copies: list[Article] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    elsewhere: list[Quote] = field(default_factory=list)
    left_out: int = 0

    def settle(self) -> None:
        """In the order of weight. A stand's own sentence is not told again as reported speech. Of quotes without room
        for their words, one a speaker is kept `elsewhere`; private people are named with their words only.
        """
        told = sorted(self.items, key=lambda item: RANK[item.kind])
        stands = {item.said for item in told if item.kind == "position" and item.said}
        self.items = [item for item in told if not item.is_unheard and not (item.is_report and item.said in stands)]
        unheard = [item.record for item in told if item.is_unheard and isinstance(item.record, Quote)]
        public = [quote for quote in unheard if may_be_listed(quote.person)]
        self.elsewhere = list({quote.speaker: quote for quote in public}.values())

    def cut(self, most: int) -> None:
        self.left_out = max(0, len(self.items) - most)
        self.items = self.items[:most]

    @property
    def issues(self) -> list[Issue]:
        return list(dict.fromkeys(item.issue for item in self.items if item.issue))

    @property
    def day(self) -> dt.date:
        return self.moment.astimezone(self.zone).date()


def timeline(
    articles: Iterable[Article],
    quotes: Iterable[Quote],
    positions: Iterable[Position],
    moves: Iterable[Move],
    book: Book,
    zone: dt.tzinfo,
    before: Mapping[int, Position],
) -> list[Entry]:
    """Newest first: the stories, and what else these records rest on. Each record stands once, with the first report
    of it; a copy's findings are its original's. `before` has the stand before each change of mind.
    """
    chronicle = _Chronicle(zone)
    for article in articles:
        chronicle.open(article)
    for position in positions:
        chronicle.tell(Item("position", position, book.of(position), before.get(position.pk)))
    for quote in quotes:
        chronicle.tell(Item("quote", quote, book.of(quote)))
    for move in moves:
        chronicle.move(move, book.of(move.change.vote))
    return chronicle.newest_first()


class _Chronicle:
    """Entries being gathered: one an original story, with its copies, and one a move told by no story of ours."""

    def __init__(self, zone: dt.tzinfo) -> None:
        self._zone = zone
        self._stories: dict[int, Entry] = {}
        self._by_url: dict[str, Entry] = {}
        self._others: list[Entry] = []

    def open(self, article: Article) -> Entry:
        """The entry of the story, or of the one it copies."""
        if entry := self._by_url.get(article.url):
            return entry
        original = article.original or article
        moment = original.published_at or original.first_read_at
        entry = self._stories.setdefault(original.pk, Entry(moment, self._zone, original))
        if article.original:
            entry.copies.append(article)
        self._by_url[article.url] = entry
        return entry

    def tell(self, item: Item) -> None:
        if item.first:
            self.open(item.first.article).items.append(item)

    def move(self, move: Move, claims: Iterable[Evidence]) -> None:
        """Of a vote's claims, those from the report that moved it are its sources."""
        url = move.change.source_url
        kind = "result" if move.is_result else "vote" if move.is_first else "move"
        item = Item(kind, move, [claim for claim in claims if claim.article.url == url])
        if item.first:
            self.open(item.first.article)
        if entry := self._by_url.get(url):
            entry.items.append(item)
        else:
            self._others.append(Entry(move.change.learnt_at, self._zone, items=[item]))

    def newest_first(self) -> list[Entry]:
        entries = [*self._stories.values(), *self._others]
        for entry in entries:
            entry.settle()
        return sorted(entries, key=lambda entry: entry.moment, reverse=True)


def previous_stands(positions: Sequence[Position]) -> dict[int, Position]:
    """For each position that is a change of mind, the stand before it (positions newest first)."""
    chains: dict[tuple[int, int], list[Position]] = defaultdict(list)
    for position in positions:
        if not position.is_non_answer:
            chains[position.issue_id, position.person_id].append(position)
    changed: dict[int, Position] = {}
    for chain in chains.values():
        for newer, older in pairwise(chain):
            if newer.is_change_from(older):
                changed[newer.pk] = older
    return changed


def votes_of(issue: Issue) -> QuerySet[Vote]:
    return with_ledger(issue.votes.standing())


def with_ledger(votes: QuerySet[Vote]) -> QuerySet[Vote]:
    """With the moves, the ballots and who cast them: a few queries whatever their number."""
    ballots = Ballot.objects.select_related("person").prefetch_related(roles_of_people("person"))
    ballots = ballots.order_by("person__name")
    return votes.select_related("issue", "body__place").prefetch_related(
        "changes", Prefetch("ballots", queryset=ballots)
    )


def quotes_shown(quotes: QuerySet[Quote]) -> QuerySet[Quote]:
    return quotes.select_related("person", "issue").prefetch_related(roles_of_people("person"), "responses__person")


def stories_shown(articles: QuerySet[Article]) -> QuerySet[Article]:
    shown = articles.select_related("outlet", "original__outlet").order_by("pk")
    return shown.defer("fingerprint", "original__fingerprint")


def public_stories() -> QuerySet[Article]:
    """Those that a person accepted something of: a finding, or that they belong to an issue."""
    taken = ArticleIssue.objects.filter(state=ArticleIssue.State.ACCEPTED).values("article")
    found = Finding.objects.accepted().values("article")
    stories = Article.objects.filter(Q(pk__in=taken) | Q(pk__in=found)).select_related("outlet", "original__outlet")
    return stories.prefetch_related("copies__outlet", accepted_issues()).defer("fingerprint", "original__fingerprint")


def accepted_issues() -> "Prefetch[str, QuerySet[ArticleIssue], str]":
    """A story's issues, as `accepted_issues`."""
    links = ArticleIssue.objects.filter(state=ArticleIssue.State.ACCEPTED).select_related("issue")
    return Prefetch("article_issues", queryset=links, to_attr="accepted_issues")


def findings_of(moved: Collection[Move]) -> QuerySet[Finding, int]:
    """The ids of the vote claims in the reports that moved a vote."""
    votes, urls = {move.change.vote_id for move in moved}, {move.change.source_url for move in moved}
    return Finding.objects.accepted().filter(vote__in=votes, article__url__in=urls).values_list("pk", flat=True)


def latest(limit: int, zone: dt.tzinfo) -> list[Entry]:
    """The newest accepted news of all issues."""
    quotes = list(
        quotes_shown(Quote.objects.filter(redacted_at=None, issue__isnull=False)).order_by("-pk")[: 3 * limit]
    )
    positions = Position.objects.stands().filter(person__in=Person.objects.shown()).order_by("-since", "-pk")
    positions = positions.select_related("person", "issue").prefetch_related(roles_of_people("person"))
    newest = list(positions[: 3 * limit])
    votes = with_ledger(Vote.objects.standing().order_by("-pk"))[: 3 * limit]
    moved = [move for vote in votes for move in moves(vote)]
    book = Book()
    book.read(quotes, newest, findings=findings_of(moved))
    entries = timeline([], quotes, newest, moved, book, zone, previous_stands(newest))[:limit]
    for entry in entries:
        entry.cut(ITEMS_OF_NEWS)
    return entries


def open_issues(today: dt.date) -> QuerySet[Issue]:
    """With `next_votes`, those ahead, soonest first."""
    ahead = Prefetch("votes", queryset=Vote.objects.ahead(today).select_related("body"), to_attr="next_votes")
    issues = Issue.objects.filter(closed_at=None).select_related("place", "body")
    return issues.prefetch_related(ahead)


def closed_issues() -> QuerySet[Issue]:
    return Issue.objects.filter(closed_at__isnull=False).order_by("-closed_at")


def person_positions(person: Person) -> QuerySet[Position]:
    positions = person.positions.newest_first().select_related("person", "issue")
    return positions.prefetch_related(roles_of_people("person"))


@dataclass(frozen=True)
class Cast:
    """What someone voted, beside what they had last said before it: said against did."""

    ballot: Ballot
    said: Claim | None


def ballots_of(person: Person, positions: Iterable[Position], book: Book) -> list[Cast]:
    """Newest first."""
    ballots = person.ballots.select_related("vote__issue", "vote__body__place").order_by("-vote__latest", "-pk")
    said = [p for p in positions if not p.is_non_answer and p.basis not in (Basis.PAST_VOTE, Basis.ACTION)]
    casts: list[Cast] = []
    for ballot in ballots:
        vote = ballot.vote
        before = (p for p in said if p.issue_id == vote.issue_id and (vote.latest is None or p.since <= vote.latest))
        last = next(before, None)
        casts.append(Cast(ballot, Claim(last, book) if last else None))
    return casts


def issues_of(body: Body) -> QuerySet[Issue]:
    return Issue.objects.filter(Q(body=body) | Q(votes__body=body)).distinct().select_related("place", "body")

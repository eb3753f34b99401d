"""Which reports of an issue stand on which page of its timeline: only that page's records are loaded."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Coalesce

from stories.evidence.book import Book, Evidence
from stories.models import Article, ArticleIssue, Finding, Quote
from stories.public.queries import quotes_shown, stories_shown
from stories.public.timeline import TimelineEntry, findings_of, timeline
from votes.models import Issue, Position
from votes.moves import Move


@dataclass(frozen=True)
class OutlineEntry:
    """What an entry of the timeline is of: a story with its copies, by id, or a move told by no story of ours."""

    moment: dt.datetime
    stories: tuple[int, ...] = ()
    move: Move | None = None


def outline(issue: Issue, moved: Iterable[Move]) -> list[OutlineEntry]:
    """Return the issue's whole timeline in outline, newest first.

    Its stories belong to the issue, or something accepted on it rests on them; what a calendar tells is a move.
    """
    ids: dict[int, list[int]] = {}
    moments: dict[int, dt.datetime] = {}
    urls: set[str] = set()
    for pk, original, url, moment in _stories(issue):
        ids.setdefault(original, []).append(pk)
        moments[original] = moment
        urls.add(url)
    outlined = [OutlineEntry(moments[original], tuple(copies)) for original, copies in ids.items()]
    outlined += [OutlineEntry(move.change.learnt_at, move=move) for move in moved if move.change.source_url not in urls]
    return sorted(outlined, key=lambda entry: entry.moment, reverse=True)


def _stories(issue: Issue) -> Iterable[tuple[int, int, str, dt.datetime]]:
    """Return each story's id, its original's or its own, its address, and the moment of the original."""
    on_issue = Q(quote__issue=issue) | Q(position__issue=issue) | Q(vote__issue=issue, vote__withdrawn_at=None)
    on_issue |= Q(event__issues=issue, event__withdrawn_at=None)
    bearing = Finding.objects.accepted().filter(on_issue).values("article")
    belonging = ArticleIssue.objects.public().filter(issue=issue).values("article")
    moments = ("original__published_at", "original__first_read_at", "published_at", "first_read_at")
    return (
        Article.objects.reports()
        .filter(Q(pk__in=bearing) | Q(pk__in=belonging))
        .order_by("pk")
        .values_list("pk", Coalesce("original", "pk"), "url", Coalesce(*moments))
    )


@dataclass(frozen=True)
class Records:
    """What some stories tell of an issue; the first report of some may be a story that is not among them."""

    articles: list[Article]
    quotes: list[Quote]
    positions: list[Position]
    moves: list[Move]

    def read(
        self,
        book: Book,
        quotes: Iterable[Quote] = (),
        positions: Iterable[Position] = (),
        findings: Iterable[int] = (),
    ) -> None:
        """Read the evidence of these records into the book, with that of what else the page shows."""
        findings = [*findings_of(self.moves), *findings]
        book.read([*self.quotes, *quotes], [*self.positions, *positions], findings=findings)

    def entries(self, book: Book, zone: dt.tzinfo, before: Mapping[int, Position]) -> list[TimelineEntry]:
        """Return the part of the timeline that these records make, newest first; see `timeline`."""
        stories = {article.pk for article in self.articles}
        quotes = [quote for quote in self.quotes if _first_story(book.of(quote)) in stories]
        positions = [position for position in self.positions if _first_story(book.of(position)) in stories]
        return timeline(self.articles, quotes, positions, self.moves, book, zone, before)


def records_of(
    outlined: Iterable[OutlineEntry], issue: Issue, positions: Iterable[Position], moved: Iterable[Move]
) -> Records:  # fmt: skip
    """Return what stands under the outlined entries; `positions` and `moved` are all of the issue's."""
    stories = [pk for entry in outlined for pk in entry.stories]
    alone = {entry.move.key for entry in outlined if entry.move}
    articles = list(stories_shown(Article.objects.filter(pk__in=stories)))
    urls = {article.url for article in articles}
    findings = Finding.objects.accepted().filter(article__in=stories)
    in_stories = set(findings.values_list("position", flat=True))
    return Records(
        articles,
        list(quotes_shown(issue.quotes.filter(pk__in=findings.values("quote")))),
        [position for position in positions if position.pk in in_stories],
        [move for move in moved if move.key in alone or move.change.source_url in urls],
    )


def _first_story(evidence: Sequence[Evidence]) -> int | None:
    """Return the id of the story of the first report; None where none is accepted any more."""
    return evidence[0].finding.article_id if evidence else None

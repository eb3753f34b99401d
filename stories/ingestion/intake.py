"""Taking stories in: an entry is fetched, read and kept; the story's version then waits for extraction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Self

from django.db import InterfaceError, OperationalError, connection, transaction

from stories.ingestion import intervals
from stories.ingestion.errors import IngestionError, Outcome
from stories.ingestion.our_faults import told_plainly
from stories.ingestion.pages.errors import PageError
from stories.ingestion.read import Reading, from_feed, from_page
from stories.ingestion.save import keep
from stories.ingestion.story import Stored, Story
from stories.models import Article, ArticleIssue, Entry

MOST_ATTEMPTS = 5
JUST_NOW = timedelta(minutes=30)
# What was taken out of a story does not come back with an entry that lists it again.
DONE = """
    UPDATE stories_entry SET article_id = done.article, state = 'done', problem = '', claimed_until = NULL,
        content = CASE WHEN EXISTS (
            SELECT FROM stories_articleversion WHERE article_id = done.article AND redacted_at IS NOT NULL
        ) THEN '' ELSE content END
    FROM unnest(%s::bigint[], %s::bigint[]) AS done (entry, article) WHERE id = done.entry
"""


@dataclass(slots=True)
class Intake:
    """Takes entries in: each is fetched and read by itself, and the stories are kept a few at a time, which costs the
    database little more than one. A failure is noted and tried again; whoever takes in must `keep` at the end.
    """

    known: dict[str, Article]
    at_once: int = 1
    stored: dict[int, Stored] = field(default_factory=dict)
    _read: list[tuple[Entry, Story]] = field(default_factory=list)

    @classmethod
    def of(cls, entries: Iterable[Entry], now: datetime, at_once: int = 1) -> Self:
        """`known` are stories read a moment ago: another source listed them as well, or a live blog lists its parts."""
        urls = [entry.url for entry in entries]
        known = Article.objects.filter(url__in=urls, last_read_at__gte=now - JUST_NOW).order_by()
        return cls({article.url: article for article in known}, at_once)

    def take_in(self, entry: Entry, now: datetime) -> None:
        """Read an entry's story, from its page or as the feed carries it."""
        if any(entry.url in (other.url, story.url) for other, story in self._read):
            self.keep(now)
        with self._noting_failures(entry, now):
            carried = from_feed(entry)
            if not carried and (known := self.known.get(entry.url)):
                self._remember({entry: _listed_again(entry, known)})
                return
            story = _story(entry, carried or from_page(entry.url), now)
            if any(story.url == other.url for _, other in self._read):
                self.keep(now)
            self._read.append((entry, story))
        if len(self._read) >= self.at_once:
            self.keep(now)

    def keep(self, now: datetime) -> None:
        """Keep what was read, together; if that can't be, each by itself, so that only the one at fault is told."""
        read, self._read = self._read, []
        try:
            self._remember(_keep(read, now))
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            for entry, story in read:
                with self._noting_failures(entry, now):
                    self._remember(_keep([(entry, story)], now))

    def _remember(self, stored: Mapping[Entry, Stored]) -> None:
        for entry, one in stored.items():
            self.stored[entry.pk] = one
            self.known[one.article.url] = one.article

    @contextmanager
    def _noting_failures(self, entry: Entry, now: datetime) -> Iterator[None]:
        try:
            with told_plainly():
                yield
        except (IngestionError, PageError) as error:
            _note_failure(entry, error, now)


def take_in(entry: Entry, now: datetime) -> Stored | None:
    """Store one entry's story; None where that failed."""
    intake = Intake.of([entry], now)
    intake.take_in(entry, now)
    return intake.stored.get(entry.pk)


def _story(entry: Entry, reading: Reading, now: datetime) -> Story:
    page = replace(reading.page, published_at=reading.page.published_at or entry.published_at)
    again = intervals.next_reread(now, 0, now)
    return Story(page, reading.url, reading.raw, entry.source.outlet, again)


@transaction.atomic
def _keep(read: Sequence[tuple[Entry, Story]], now: datetime) -> dict[Entry, Stored]:
    """The stories, their issues, when they are read again and the entries' end, all or none."""
    stored = keep([story for _, story in read], now) if read else []
    return _done({entry: one for (entry, _), one in zip(read, stored, strict=True)})


@transaction.atomic
def _listed_again(entry: Entry, article: Article) -> Stored:
    """Listed again just after it was read, the story is looked at once more, and once for all who list it."""
    soon = article.last_read_at + JUST_NOW
    if article.next_reread_at and article.next_reread_at > soon:
        article.next_reread_at = soon
        article.save(update_fields=["next_reread_at"])
    return _done({entry: Stored(article, None, created=False)})[entry]


def _done(stored: dict[Entry, Stored]) -> dict[Entry, Stored]:
    for entry, one in stored.items():
        _belong_to_sources_issues(one.article, entry)
    with connection.cursor() as cursor:
        cursor.execute(DONE, [[entry.pk for entry in stored], [one.article.pk for one in stored.values()]])
    return stored


def _belong_to_sources_issues(article: Article, entry: Entry) -> None:
    """Stories of a source that is kept for certain issues belong to them, unless a curator took one out."""
    why = {"state": ArticleIssue.State.ACCEPTED, "score": 1.0, "reason": "all stories of this source belong here"}
    for issue in entry.source.issues.all():
        row, created = article.article_issues.get_or_create(issue=issue, defaults=why)
        if not created and row.state == ArticleIssue.State.UNCERTAIN:
            article.article_issues.filter(pk=row.pk).update(**why)


def _note_failure(entry: Entry, error: IngestionError | PageError, now: datetime) -> None:
    outcome = error.outcome if isinstance(error, IngestionError) else Outcome.BACK_OFF
    entry.problem, entry.claimed_until = str(error)[:500], None
    if outcome == Outcome.WAIT:
        asked = error.retry_after if isinstance(error, IngestionError) else None
        entry.next_try_at = now + (asked or intervals.SHORTEST)
    else:
        entry.attempts += 1
        entry.next_try_at = now + intervals.back_off(entry.attempts)
        if outcome == Outcome.STOP or entry.attempts >= MOST_ATTEMPTS:
            entry.state = Entry.State.FAILED
    entry.save()

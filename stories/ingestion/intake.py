"""Taking stories in: an entry is fetched, read and kept; the story's version then waits for extraction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from django.db import InterfaceError, OperationalError, connection, transaction

from stories.ingestion import intervals
from stories.ingestion.clipping import Clipping, Stored
from stories.ingestion.errors import IngestionError, Outcome
from stories.ingestion.moves import alike_at_home, moved_here
from stories.ingestion.our_faults import as_our_fault
from stories.ingestion.read import carries_story, read_entry
from stories.ingestion.save import keep
from stories.matching.match import propose_issue
from stories.models import Article, Entry

# Then an entry's story is given up, until somebody asks for it again.
MOST_ATTEMPTS = 5
# A story read so lately is not fetched again for another entry that lists it.
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
    _read: list[tuple[Entry, Clipping]] = field(default_factory=list)

    @classmethod
    def of(cls, entries: Iterable[Entry], now: datetime, at_once: int = 1) -> Self:
        """Return an intake that knows which of the entries' stories were read a moment ago.

        Another source listed them as well, or a live blog lists its parts.
        """
        urls = [entry.url for entry in entries]
        known = Article.objects.filter(url__in=urls, last_read_at__gte=now - JUST_NOW).order_by()
        return cls({article.url: article for article in known}, at_once)

    def take_in(self, entry: Entry, now: datetime) -> None:
        """Read an entry's story, from its page or as the feed carries it, and keep what is read when it is enough."""
        if any(entry.url in (other.url, clipping.url) for other, clipping in self._read):
            self.keep(now)
        with self._noting_failures(entry, now):
            if not carries_story(entry) and (known := self.known.get(entry.url)):
                self._remember({entry: _listed_again(entry, known)})
                return
            clipping = read_entry(entry, now)
            if any(clipping.url == other.url for _, other in self._read):
                self.keep(now)
            self._read.append((entry, clipping))
        if len(self._read) >= self.at_once:
            self.keep(now)

    def keep(self, now: datetime) -> None:
        """Keep what was read, together; if that can't be, each by itself, so that only the one at fault fails."""
        read, moved = self._with_moves(now)
        try:
            self._remember(_keep(read, moved, now))
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            for entry, clipping in read:
                own = {url: article for url, article in moved.items() if url == clipping.url}
                with self._noting_failures(entry, now):
                    self._remember(_keep([(entry, clipping)], own, now))

    def _with_moves(self, now: datetime) -> tuple[list[tuple[Entry, Clipping]], dict[str, Article]]:
        """Return what was read, and the known stories that moved to the addresses of some, by these.

        What can be asked of an old address only later is put off as a whole.
        """
        read, self._read = self._read, []
        alike = alike_at_home([clipping for _, clipping in read], now)
        moved, ready = {}, []
        for entry, clipping in read:
            with self._noting_failures(entry, now):
                if article := moved_here(clipping, alike.get(clipping.url, []), entry.source):
                    moved[clipping.url] = article
                ready.append((entry, clipping))
        return ready, moved

    def _remember(self, stored_for: Mapping[Entry, Stored]) -> None:
        for entry, stored in stored_for.items():
            self.stored[entry.pk] = stored
            self.known[stored.article.url] = stored.article

    @contextmanager
    def _noting_failures(self, entry: Entry, now: datetime) -> Iterator[None]:
        try:
            with as_our_fault():
                yield
        except IngestionError as error:
            _put_entry_off(entry, error, now)


def take_in(entry: Entry, now: datetime) -> Stored | None:
    """Store one entry's story; None where that failed."""
    intake = Intake.of([entry], now)
    intake.take_in(entry, now)
    return intake.stored.get(entry.pk)


@transaction.atomic
def _keep(read: Sequence[tuple[Entry, Clipping]], moved: Mapping[str, Article], now: datetime) -> dict[Entry, Stored]:
    """Keep the stories, their issues and the entries' end, all or none."""
    kept = keep([clipping for _, clipping in read], now, moved) if read else []
    return _end({entry: stored for (entry, _), stored in zip(read, kept, strict=True)})


@transaction.atomic
def _listed_again(entry: Entry, article: Article) -> Stored:
    """Have a story that is listed again just after it was read looked at once more, once for all who list it."""
    soon = article.last_read_at + JUST_NOW
    if article.next_reread_at and article.next_reread_at > soon:
        article.next_reread_at = soon
        article.save(update_fields=["next_reread_at"])
    return _end({entry: Stored(article, None, created=False)})[entry]


def _end(stored_for: dict[Entry, Stored]) -> dict[Entry, Stored]:
    """Write that the entries are done, and propose for their stories the issues that their sources are kept for."""
    for entry, stored in stored_for.items():
        for issue in entry.source.issues.all():
            propose_issue(stored.article, issue, "all stories of this source belong here")
    with connection.cursor() as cursor:
        articles = [stored.article.pk for stored in stored_for.values()]
        cursor.execute(DONE, [[entry.pk for entry in stored_for], articles])
    return stored_for


def _put_entry_off(entry: Entry, error: IngestionError, now: datetime) -> None:
    """Note the failure and when the story is tried again. Unlike a source, an entry is given up after some attempts,
    and a pause that was asked for is kept to the second: entries are many, and their host is busy for seconds.
    """
    entry.problem, entry.claimed_until = str(error)[:500], None
    if error.outcome == Outcome.WAIT:
        entry.next_try_at = now + (error.retry_after or intervals.SHORTEST)
    else:
        entry.attempts += 1
        entry.next_try_at = now + intervals.back_off(entry.attempts)
        if error.outcome == Outcome.STOP or entry.attempts >= MOST_ATTEMPTS:
            entry.state = Entry.State.FAILED
    entry.save()

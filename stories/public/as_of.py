"""An issue as it had been reported by a day, with what was corrected since. What was taken back or removed never
returns.

What counts is when a story appeared, not when somebody here read or accepted it.
"""

import copy
import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from stories.models import Article, Finding, Quote
from votes.models import Position, Vote
from votes.models.changes import Why
from votes.models.status import Status
from votes.moves import Change, ledger_of
from votes.snapshots import Dated, typed


def end_of(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """Return the last moment of the day by the clock of a place."""
    return dt.datetime.combine(day, dt.time.max, zone)


def positions_by(positions: QuerySet[Position], until: dt.datetime) -> QuerySet[Position]:
    """Return those that a story told by then."""
    return positions.filter(Exists(told_by(until).filter(position=OuterRef("pk"))))


def quotes_by(quotes: QuerySet[Quote], until: dt.datetime) -> QuerySet[Quote]:
    """Return those that a story told by then."""
    return quotes.filter(Exists(told_by(until).filter(quote=OuterRef("pk"))))


def told_by(until: dt.datetime) -> QuerySet[Finding]:
    """Return the accepted findings of stories that had appeared by then."""
    unnamed = Q(article__published_at=None, article__first_read_at__lte=until)
    return Finding.objects.accepted().filter(Q(article__published_at__lte=until) | unnamed)


def known_by(records: Iterable[Dated], until: dt.datetime) -> list[Dated]:
    """Return those of the votes and events of which there was word by then, unsaved, with what was told of them.

    Their ledgers, loaded beforehand, are replayed in one query for the stories that their lines name.
    """
    ledgers = [(record, ledger_of(record)) for record in records]
    urls = {line.source_url for _, ledger in ledgers for line in ledger} - {""}
    moment = Coalesce("published_at", "first_read_at")
    appeared = dict(Article.objects.reports().filter(url__in=urls).values_list("url", moment))
    known = (_as_told(record, ledger, until, appeared) for record, ledger in ledgers)
    return [record for record in known if record]


def _as_told(
    record: Dated, ledger: list[Change], until: dt.datetime, appeared: Mapping[str, dt.datetime]
) -> Dated | None:  # fmt: skip
    """Return the record as its ledger has it by then; None if nobody had told of it."""
    told: list[Change] = []
    for line in ledger:
        is_mistake = line.why == Why.MISTAKE
        if (line.learnt_at if is_mistake else appeared.get(line.source_url, line.learnt_at)) <= until:
            told.append(_with(line, line.old, line.new))
        elif is_mistake:
            _correct(told, line.new)
    if not told or told[0].version:
        return None
    # What no line has named by then is as it was before the first that does.
    values = {name: value for line in reversed(ledger) for name, value in line.old.items()}
    for number, line in enumerate(told):
        told[number] = _with(line, {name: values.get(name) for name in line.new}, line.new)
        values |= line.new
    columns = {field.attname for field in record._meta.concrete_fields}
    then = copy.copy(record)
    for name, value in typed(type(record), values, columns & values.keys()).items():
        setattr(then, name, value)
    loaded = {**getattr(record, "_prefetched_objects_cache", {}), "changes": told}
    if isinstance(then, Vote) and then.status != Status.HELD:
        loaded["ballots"] = []
    # What whoever shows the record reads of it.
    then._prefetched_objects_cache = loaded  # type: ignore[union-attr]
    return then


def _correct(told: Iterable[Change], corrected: Mapping[str, object]) -> None:
    """Let the last line that named each of these say what it should have."""
    for name, value in corrected.items():
        for line in reversed([*told]):
            if name in line.new:
                line.new[name] = value
                break


def _with(line: Change, old: Mapping[str, object], new: Mapping[str, object]) -> Change:
    """Return the line with these values, unsaved."""
    other = copy.copy(line)
    other.old, other.new = {**old}, {**new}
    return other

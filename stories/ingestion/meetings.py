"""Taking in what a public body's own calendar lists: each meeting is an article, each state of it a version."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import quote, urldefrag

from django.db import transaction
from django.db.models import OuterRef, Subquery

from stories.findings.records import Meeting, Part, propose_records
from stories.ingestion.calendars.errors import CalendarError
from stories.ingestion.calendars.kinds import KINDS
from stories.ingestion.calendars.rendering import Rendered, rendered, when
from stories.ingestion.calendars.row import Answer, Reading, Row, Span, Standing
from stories.ingestion.calendars.standing import clock
from stories.ingestion.clipping import Served
from stories.ingestion.fetch import Fetched
from stories.ingestion.save import keep_snapshots
from stories.models import Article, ArticleVersion, CalendarRow, PublishedFrom, Rank, Source
from votes.models.status import Status

STATUSES = {Standing.CANCELLED: Status.CANCELLED, Standing.EXPECTED: Status.EXPECTED}
WITHOUT_PLACE = "Nobody has said where this calendar's body is: its hours are of no clock. Say it with --place."
ONE_OLDER = "{many} rows are in an older state than was read before (SEQUENCE went back): they stay as they are known."

REPEAT_NOW = (
    "{many} meetings that are known as single ones repeat now: nothing is proposed of them, look at them by hand."
)
# How far an occurrence of a series may lie from the one that it was before the whole series was edited.
NEAR = timedelta(days=3)
_OCCURRENCE = re.compile(r"/(\d{8})(?:T\d{4})?$")


@dataclass(slots=True)
class Taken:
    """What became of an answer: how many meetings it lists, how many are new or in a new state, how many findings were
    proposed, and in plain words what was not taken.
    """

    listed: int = 0
    new: int = 0
    proposed: int = 0
    remarks: list[str] = field(default_factory=list)


def span_of(source: Source, now: datetime) -> Span:
    """Return the days of which the source's rows are taken. Raises a CalendarError where its place is unknown."""
    home = source.home
    if home is None:
        raise CalendarError(WITHOUT_PLACE)
    return Span(now.astimezone(home.zone).date(), home.zone)


def asked(source: Source, now: datetime) -> str:
    """Return the address at which the source's meetings are asked for."""
    return KINDS[source.kind].asked(source.url, span_of(source, now))


def is_asked_whole(source: Source) -> bool:
    """Say whether the source is a calendar that is asked for all that it lists each time."""
    return source.is_calendar and KINDS[source.kind].has_pages


def reading_of(source: Source, fetched: Fetched, fetch: Callable[[str], Fetched], now: datetime) -> Reading:
    """Return the rows of an answer. Raises the IngestionError that says what came instead."""
    return KINDS[source.kind].read(_answer(fetched), span_of(source, now), lambda url: _answer(fetch(url)))


def take(source: Source, fetched: Fetched, fetch: Callable[[str], Fetched], now: datetime) -> Taken:
    """Keep each meeting's newest state and propose what it says on followed issues. The same answer changes nothing.

    Raises the IngestionError that says what came instead.
    """
    reading = reading_of(source, fetched, fetch, now)
    served = Served(fetched.url, fetched.body, fetched.headers.get("content-type", ""))
    return _take(source, reading, served, now)


@transaction.atomic
def _take(source: Source, reading: Reading, served: Served, now: datetime) -> Taken:
    known = _known(source)
    taken = Taken(len(reading.rows), remarks=list(reading.remarks))
    rows = as_known([row for row in reading.rows if row.uid not in reading.unread], {*known})
    unclear = {uid for uid, row in rows.items() if row.twin_of or row.series in known}
    if repeat := {row.series for row in rows.values() if row.series in known}:
        taken.remarks.append(REPEAT_NOW.format(many=len(repeat)))
    older = [uid for uid, row in rows.items() if uid in known and not source.is_afresh and _is_older(row, known[uid])]
    for uid in older:
        del rows[uid]
    if older:
        taken.remarks.append(ONE_OLDER.format(many=len(older)))
    meetings = _keep(source, rows, known, served, now)
    # Which of those that bear its UID a known meeting is, nobody knows: it stays.
    apart = {row.twin_of or row.series for uid, row in rows.items() if uid in unclear}
    listed = {*rows, *older, *reading.unread, *apart}
    CalendarRow.objects.filter(source=source, uid__in=listed).update(seen_at=now, gone_at=None)
    Article.objects.filter(rows__source=source, rows__uid__in=listed, vanished_at__isnull=False).update(
        vanished_at=None
    )
    _note_gone(source, reading, listed, now)
    taken.new = sum(meeting.is_new for meeting in meetings)
    clear = [meeting for meeting, uid in zip(meetings, rows, strict=True) if uid not in unclear]
    taken.proposed = propose_records(clear, source.home, span_of(source, now).today, now)
    return taken


def as_known(rows: Iterable[Row], known: Collection[str]) -> dict[str, Row]:
    """Return the rows by UID. An occurrence of a series that was edited as a whole bears another UID than before: it is
    the known one that was to be on the nearest day and is not listed otherwise.
    """
    by_uid = {row.uid: row for row in rows}
    free: dict[str, dict[str, date]] = defaultdict(dict)
    for uid in known:
        if uid not in by_uid and (day := _day_of_rule(uid)):
            free[uid.rpartition("/")[0]][uid] = day
    changed = [row for row in by_uid.values() if row.series in free and row.uid not in known]
    new = [(row, day) for row in changed if (day := _day_of_rule(row.uid))]
    pairs = sorted(
        (abs(was - day), day, row.uid, uid)
        for row, day in new
        for uid, was in free[row.series].items()
        if abs(was - day) <= NEAR
    )
    same: dict[str, str] = {}
    taken: set[str] = set()
    for *_, uid, was_uid in pairs:
        if uid not in same and was_uid not in taken:
            same[uid] = was_uid
            taken.add(was_uid)
    return {(uid := same.get(row.uid, row.uid)): replace(row, uid=uid) for row in by_uid.values()}


def _day_of_rule(uid: str) -> date | None:
    """Return the day on which an occurrence was to be by its rule."""
    found = _OCCURRENCE.search(uid)
    try:
        return datetime.strptime(found[1], "%Y%m%d").date() if found else None
    except ValueError:
        return None


def _answer(fetched: Fetched) -> Answer:
    return Answer(fetched.body, fetched.url, fetched.headers.get("content-type", ""))


def _known(source: Source) -> dict[str, CalendarRow]:
    """Return the source's rows by UID, each with the `version` in which its article stands."""
    newest = ArticleVersion.objects.filter(article=OuterRef("article")).order_by("-number").values("pk")[:1]
    rows = list(source.rows.select_related("article").annotate(newest=Subquery(newest)))
    versions = ArticleVersion.objects.in_bulk([row.newest for row in rows])  # type: ignore[attr-defined]
    for row in rows:
        row.version = versions[row.newest]  # type: ignore[attr-defined]
    return {row.uid: row for row in rows}


def _is_older(row: Row, known: CalendarRow) -> bool:
    """Say whether the calendar's own count went back, as that of a stale copy does, and it names no later change."""
    if row.sequence is None or known.sequence is None or row.sequence >= known.sequence:
        return False
    return row.changed_at is None or known.changed_at is None or row.changed_at <= known.changed_at


def _keep(
    source: Source, rows: Mapping[str, Row], known: Mapping[str, CalendarRow], served: Served, now: datetime
) -> list[Meeting]:  # fmt: skip
    """Write an article for each new row, and a version of each that reads otherwise than before; return all of them."""
    words = {uid: rendered(row) for uid, row in rows.items()}
    digests = {uid: _digest(told) for uid, told in words.items()}
    changed = [uid for uid in rows if uid not in known or _is_changed(known[uid].version, digests[uid])]  # type: ignore[attr-defined]
    articles = _write_articles(source, {uid: (rows[uid], words[uid]) for uid in changed}, known, now)
    (snapshot,) = keep_snapshots([served], now) if changed else [None]
    versions = {
        uid: ArticleVersion(
            article=articles[uid],
            number=known[uid].version.number + 1 if uid in known else _next_number(articles[uid]),  # type: ignore[attr-defined]
            title=words[uid].title[:1000],
            text=words[uid].text,
            sha256=digests[uid],
            snapshot=snapshot,
            read_at=now,
        )
        for uid in changed
    }
    ArticleVersion.objects.bulk_create(versions.values())
    _write_rows(source, rows, articles, known, now)
    return [
        _meeting(source, row, words[uid], versions.get(uid) or known[uid].version, uid in versions)  # type: ignore[attr-defined]
        for uid, row in rows.items()
    ]


def _meeting(source: Source, row: Row, words: Rendered, version: ArticleVersion, is_new: bool) -> Meeting:
    """Return the row in the words of the records: one that is recessed goes on, when that is known."""
    parts = [Part(item.title, *place, True, item.number) for item, place in zip(row.items, words.items, strict=True)]
    parts += [Part(row.topic, *words.topic)] if words.topic else []
    meeting = Part(words.text[slice(*words.meeting)], *words.meeting)
    is_undated = row.standing == Standing.POSTPONED or row.day is None
    return Meeting(
        version=version,
        is_new=is_new,
        name=row.name,
        # What an .ics is called may be no body's name.
        body="" if source.kind == Source.Kind.ICAL else row.body,
        listed_on=row.day,
        day=None if is_undated else row.day,
        time=row.time,
        phrase=when(row),
        location=row.location[:300],
        status=Status.POSTPONED if is_undated else STATUSES.get(row.standing, Status.SCHEDULED),
        is_doubtful=row.is_doubtful,
        link=row.agenda_url or row.url,
        meeting=meeting,
        # A title is looked at alone: where and when may name anything.
        parts=(*parts, replace(meeting, words=row.name)),
    )


def _write_articles(
    source: Source, told: Mapping[str, tuple[Row, Rendered]], known: Mapping[str, CalendarRow], now: datetime
) -> dict[str, Article]:
    """Return the articles of these rows as they are to stand, new ones written: a known address is taken up again."""
    offset = now.astimezone(span_of(source, now).zone).utcoffset()
    minutes = round(offset / timedelta(minutes=1)) if offset is not None else None
    urls = {uid: _url(source, row) for uid, (row, _) in told.items() if uid not in known}
    there = {article.url: article for article in Article.objects.filter(url__in=urls.values())}
    articles = {uid: known[uid].article if uid in known else there.get(urls[uid]) for uid in told}
    values = {"published_at": now, "utc_offset": minutes, "last_read_at": now, "published_from": PublishedFrom.FEED}
    new = {
        uid: Article(
            outlet=source.outlet, url=urls[uid], rank=Rank.RECORD, title=words.title[:1000], first_read_at=now, **values
        )
        for uid, (_, words) in told.items()
        if articles[uid] is None
    }
    Article.objects.bulk_create(new.values())
    old = {uid: article for uid, article in articles.items() if article is not None}
    for uid, article in old.items():
        article.title = told[uid][1].title[:1000]
        for name, value in values.items():
            setattr(article, name, value)
    Article.objects.bulk_update(old.values(), ["title", *values], batch_size=500)
    for article in (*old.values(), *new.values()):
        article.outlet = source.outlet
    return old | new


def _url(source: Source, row: Row) -> str:
    """Return the address of a row: that of its page, or else of the calendar, with its UID."""
    return f"{urldefrag(row.url or source.url).url[:1200]}#{quote(row.uid, safe='')[:700]}"


def _next_number(article: Article) -> int:
    newest = article.versions.order_by("-number").values_list("number", flat=True).first()
    return (newest or 0) + 1


def _write_rows(
    source: Source, rows: Mapping[str, Row], articles: Mapping[str, Article], known: Mapping[str, CalendarRow],
    now: datetime,
) -> None:  # fmt: skip
    values = [
        CalendarRow(
            source=source,
            article=articles[uid] if uid in articles else known[uid].article,
            uid=uid,
            sequence=row.sequence,
            changed_at=row.changed_at,
            day=None if row.standing == Standing.POSTPONED else row.day,
            seen_at=now,
        )
        for uid, row in rows.items()
    ]
    for row in values:
        row.pk = known[row.uid].pk if row.uid in known else None
    CalendarRow.objects.bulk_create([row for row in values if row.pk is None])
    CalendarRow.objects.bulk_update(
        [row for row in values if row.uid in known], ["sequence", "changed_at", "day"], batch_size=500
    )


def _note_gone(source: Source, reading: Reading, listed: Iterable[str], now: datetime) -> None:
    """Note which meetings ahead the calendar lists no more, be it the last one; of a list that was not taken whole
    nothing is known.
    """
    if reading.truncated:
        return
    span = span_of(source, now)
    unlisted = source.rows.filter(gone_at=None, day__range=(span.today, span.last)).exclude(uid__in=listed)
    clock_there = now.astimezone(span.zone).time()
    gone = [
        row for row in unlisted.select_related("article") if row.day != span.today or _begins_after(row, clock_there)
    ]
    Article.objects.filter(rows__in=gone, vanished_at=None).update(vanished_at=now)
    CalendarRow.objects.filter(pk__in=[row.pk for row in gone]).update(gone_at=now)


def _begins_after(row: CalendarRow, moment: time) -> bool:
    """Say whether the meeting is to begin later that day, by its title: many calendars drop what has begun."""
    begins = clock(row.article.title[-len(", 12:30 p.m.") :])
    return begins is not None and begins > moment


def _is_changed(version: ArticleVersion, digest: str) -> bool:
    """Say whether a row reads otherwise now; one that a person had words taken out of stays as they left it."""
    return version.redacted_at is None and version.sha256 != digest


def _digest(words: Rendered) -> str:
    return hashlib.sha256(f"{words.title}\0{words.text}".encode()).hexdigest()

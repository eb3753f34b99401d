"""The one bridge from extraction to the database: a version's findings become proposals for a curator.

A finding is proposed once in a story and its copies, however often it is read; what a person has decided, never again.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q, QuerySet

from officials.models import Place, Role
from stories.extraction.findings import Findings, RosterEntry, Story
from stories.findings.agreement import BOTH, BY, OTHER, RULES, forsake, says_the_same, second
from stories.findings.identity import Spans, fingerprint
from stories.findings.kinds import ITSELF, KINDS, Extracted, FindingKind, Payload
from stories.findings.recount import NO_WINDOW, SO_UNDATED, counted_for_nothing, counted_from, recount
from stories.findings.reworded import DECIDED, Reworded
from stories.jobs.turns import join_turn
from stories.models import Article, ArticleIssue, ArticleVersion, Extraction, Finding, Source
from votes.models import Issue
from votes.sweeps import Sweep

log = logging.getLogger(__name__)
# Beginnings in vain after which a version is given up.
MOST_ATTEMPTS = 6
GIVEN_UP = "Reading it ended its process, or failed, time after time; it is not read any more."
# Versions that one transaction reads.
AT_ONCE = 8


def extract_due(now: datetime, limit: int = AT_ONCE) -> int:
    """Propose the findings of versions not read for them yet; return how many were read.

    That they are begun is noted before. Where one raises, each is read by itself; what was begun and not finished may
    have ended its process, and is read by itself too, until it is given up.
    """
    sweep = Sweep("extract", now)
    due = ArticleVersion.objects.unread().exclude(pk__in=sweep.put_off).order_by("id").values_list("pk", flat=True)
    given_up = [pk for pk in due.filter(pk__in=sweep.set_back) if sweep.attempts(pk) >= MOST_ATTEMPTS]
    for pk in given_up:
        Extraction.objects.get_or_create(
            version_id=pk, extractor=RULES, defaults={"note": GIVEN_UP, "done_at": now}
        )  # fmt: skip
    sweep.finish(given_up)
    if fresh := list(due.exclude(pk__in=sweep.set_back)[:limit]):
        return _read_begun(sweep, fresh, now)
    return sum(_read_begun(sweep, [pk], now) for pk in due.filter(pk__in=sweep.set_back)[:limit])


def _read_begun(sweep: Sweep, pks: list[int], now: datetime) -> int:
    """Read these together, noted as begun; return how many were read."""
    sweep.begin(pks)
    try:
        read = _extract(ArticleVersion.objects.unread().filter(pk__in=pks).order_by("id"), now)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        if len(pks) > 1:
            sweep.finish(pks)
            return sum(_read_begun(sweep, [pk], now) for pk in pks)
        log.exception("Version %s could not be read for findings", pks[0])
        sweep.fail(pks[0], error)
        return 0
    sweep.finish(pks)
    return read


@transaction.atomic
def _extract(due: QuerySet[ArticleVersion], now: datetime) -> int:
    """Read them in one transaction: the row lock keeps two workers apart, and ends with a worker that is killed."""
    locked = due.select_related("article__outlet__place").select_for_update(skip_locked=True, of=("self",), no_key=True)
    versions = list(locked)
    propose_all(versions, now)
    return len(versions)


def propose_all(versions: Sequence[ArticleVersion], now: datetime) -> int:
    """Extract and propose for each version; return how many findings are new. Safe to run twice."""
    # The parser takes 90 MB: only a process that extracts loads it, not one that fetches or serves pages.
    from stories.extraction.pipeline import extract_all

    stories = [story_of(version) for version in versions]
    found_in_each = extract_all(stories, settings.CIVICTRACK_SPACY_MODEL)
    # One story's row after the other is locked now, and whoever groups copies locks them in another order.
    join_turn()
    return sum(propose(version, findings, now) for version, findings in zip(versions, found_in_each, strict=True))


def story_of(version: ArticleVersion) -> Story:
    """Return what extraction reads of a version; the story's own UTC offset gives "Tuesday" its day.

    One without a date is read as if it were of the day on which it was read first, so that what it says is found: the
    days counted from that are left out of what is proposed.
    """
    article = version.article
    place = article.outlet.place
    if place is None:
        # Where the outlet has no home, the one place of the story's issues.
        places = Place.objects.filter(issues__article_issues__article=article).distinct()[:2]
        place = places[0] if len(places) == 1 else None
    return Story(
        title=version.title,
        text=version.text,
        published_at=article.published_local or article.first_read_at,
        roster=roster(article),
        headings=tuple((start, end) for start, end in version.headings),
        place=place.name if place else "",
    )


def roster(article: Article) -> tuple[RosterEntry, ...]:
    """Return everyone known to hold or have held a role where the story's issues, sources or outlet are at home."""
    # Two questions: for both at once PostgreSQL would read the issues of every story.
    of_issues = Issue.objects.filter(article_issues__article=article).values("place")
    places = Place.objects.filter(Q(pk__in=of_issues) | Q(pk=article.outlet.place_id))
    roles = Role.objects.filter(body__place__in=places, person__redacted_at=None)
    roles = roles.select_related("person", "body").prefetch_related("person__aliases")
    return tuple(
        RosterEntry(
            key=str(role.pk),
            name=role.person.name,
            title=f"{role.seat} {role.title}".strip(),
            body=role.body.name,
            aliases=tuple(alias.name for alias in role.person.aliases.all()),
            since=role.since,
            until=role.until,
            person=str(role.person_id),
        )
        for role in roles
    )


@transaction.atomic
def propose(version: ArticleVersion, findings: Findings, now: datetime, extractor: str = RULES) -> int:
    """Write what is new as pending, and return how much it is; what an older version proposed and the newest no longer
    says, or counted from another day, becomes stale. Of what is accepted, the window as counted now is noted beside it.
    What another extractor proposed and this one says, too, is of both from then on.

    Where it is known only since the reading began when the story was printed, the version stays due.
    """
    articles = Article.objects.select_related("outlet__place").select_for_update(of=("self",))
    article = articles.get(pk=version.article_id)
    if counted_from(article) != counted_from(version.article):
        return 0
    matches = article.article_issues.exclude(state=ArticleIssue.State.REJECTED)
    issues = list(Issue.objects.filter(article_issues__in=matches))
    rows = {row.fingerprint: row for row in _rows(version, findings, issues, now, extractor)}
    for fingerprint_of in recount(article, rows.values()):
        del rows[fingerprint_of]
    # The article with its original and all copies: what one of them says is proposed once.
    root = article.original_id or article.pk
    family = [article.pk, root, *Article.objects.filter(original=root).values_list("pk", flat=True)]
    known = set(Finding.objects.filter(article__in=family).values_list("fingerprint", flat=True))
    # Those counted from another day than is known now.
    miscounted = ~Q(printed_on=article.printed_on)
    if not article.undated_because:
        miscounted |= Q(because__endswith=SO_UNDATED)
    other = Q(extractor=OTHER[extractor])
    reworded = Reworded.of(family, rows, besides=(Q(article=article) & miscounted) | other)
    waiting = Finding.objects.pending().filter(other | Q(extractor=BOTH), article__in=family, redacted_at=None)
    agreed = second([*rows.values()], waiting.select_for_update(), extractor)
    fresh = [row for row in rows.values() if row.fingerprint not in known and not reworded.holds(row)]
    decided = Finding.objects.filter(other | Q(extractor=BOTH), article__in=family, state__in=DECIDED, redacted_at=None)
    settled = [*agreed, *decided]
    fresh = [row for row in fresh if not any(says_the_same(row, one) for one in settled)]
    Finding.objects.bulk_create(fresh)
    if fresh:
        Source.objects.filter(entries__article=article).update(last_yield_at=now)
    pending = Finding.objects.pending().filter(article=article, version__number__lte=version.number)
    outdated = Q(version__number__lt=version.number) | miscounted
    still_said = reworded.waiting_for(rows.values())
    # What a curator added, or another extractor found, waits as long as its words stand.
    others = [
        row.pk
        for row in pending.exclude(extractor__in=BY[extractor])
        if row.spans and row.spans[0]["text"] in version.text
    ]
    said = [*still_said, *others, *(finding.pk for finding in agreed)]
    outdated_ones = pending.filter(outdated).exclude(fingerprint__in=rows).exclude(pk__in=said)
    of_both = list(outdated_ones.filter(extractor=BOTH))
    outdated_ones.exclude(extractor=BOTH).update(state=Finding.State.STALE)
    for finding in of_both:
        forsake(finding, extractor)
    pending.filter(fingerprint__in=rows).update(printed_on=article.printed_on)
    note = " ".join(filter(None, [findings.note, article.undated_because]))
    Extraction.objects.update_or_create(
        version=version, extractor=extractor, defaults={"note": note[:500], "done_at": now}
    )
    return len(fresh)


def _rows(
    version: ArticleVersion, findings: Findings, issues: list[Issue], now: datetime, extractor: str
) -> Iterator[Finding]:
    for kind in KINDS.values():
        for extracted in getattr(findings, kind.listed):
            payload, spans = payload_of(kind, extracted), spans_of(kind, extracted)
            if undated := counted_for_nothing(version.article, payload):
                payload |= NO_WINDOW
            yield Finding(
                article_id=version.article_id,
                version=version,
                kind=kind.name,
                spans=spans,
                payload=payload,
                confidence=min(1.0, max(0.0, extracted.confidence)),
                extractor=extractor,
                rule=extracted.rule[:200],
                because=f"{extracted.because[: 499 - len(undated)]} {undated}".strip(),
                printed_on=version.article.printed_on,
                fingerprint=fingerprint(kind.name, payload, spans, version.title),
                issue=_issue_of(payload, issues),
                created_at=now,
            )


def payload_of(kind: FindingKind, extracted: Extracted) -> Payload:
    """Return what is kept of what extraction found; days in ISO form."""
    values = {name: getattr(extracted, name) for name in kind.payload}
    return {name: v.isoformat() if isinstance(v, date) else v for name, v in values.items()}


def spans_of(kind: FindingKind, extracted: Extracted) -> Spans:
    """Return the finding's spans in the order of the kind's roles; the first is its evidence."""
    spans: Spans = []
    for role, field in kind.spans.items():
        held: Any = extracted if field == ITSELF else getattr(extracted, field)
        for span in held if isinstance(held, tuple) else (held,):
            if span is not None:
                spans.append({"role": role, "start": span.start, "end": span.end, "text": span.text})
    return spans


def _issue_of(payload: Payload, issues: list[Issue]) -> Issue | None:
    """Return the story's only issue, or the one whose terms the matter names; None where neither is plain."""
    if len(issues) == 1:
        return issues[0]
    matter = payload.get("matter", "").casefold()
    named = [issue for issue in issues if any(term.casefold() in matter for term in issue.terms)]
    return named[0] if len(named) == 1 else None

"""The one bridge from extraction to the database: a version's findings become proposals for a curator."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet

from officials.models import Place, Role
from stories.extraction import findings as found
from stories.models import Article, ArticleIssue, ArticleVersion, Extraction, Finding, Source
from votes.models import Issue
from votes.sweeps import Sweep

# The extractor this program brings along; its name stands with all that it found.
RULES = "rules"
# Versions that one transaction reads.
AT_ONCE = 8

Proposal = tuple[str, list[dict[str, Any]], dict[str, Any]]
AnyFinding = found.Quote | found.Official | found.OtherSpeaker | found.Position | found.Vote


def propose_all(versions: Sequence[ArticleVersion], now: datetime) -> int:
    """Extract and propose for each version; returns how many findings are new. Safe to run twice."""
    # The parser takes 90 MB: only a process that extracts loads it, not one that fetches or serves pages.
    from stories.extraction.pipeline import extract_all

    stories = [story_of(version) for version in versions]
    return sum(
        propose(version, findings, now) for version, findings in zip(versions, extract_all(stories), strict=True)
    )


def story_of(version: ArticleVersion) -> found.Story:
    """What extraction reads of a version; the story's own UTC offset gives "Tuesday" its day."""
    article = version.article
    return found.Story(
        title=version.title,
        text=version.text,
        published_at=article.published_local,
        roster=roster(article),
        headings=tuple((start, end) for start, end in version.headings),
        place=_place(article),
    )


def _place(article: Article) -> str:
    """Where the outlet is at home, else the one place of the story's issues."""
    if article.outlet.place:
        return article.outlet.place.name
    places = list(Place.objects.filter(issues__article_issues__article=article).distinct()[:2])
    return places[0].name if len(places) == 1 else ""


def roster(article: Article) -> tuple[found.RosterEntry, ...]:
    """Everyone known to hold or have held a role where the story's issues, sources or outlet are at home."""
    places = Place.objects.filter(issues__article_issues__article=article) | Place.objects.filter(
        outlets__articles=article
    )
    roles = Role.objects.filter(body__place__in=places, person__redacted_at=None)
    roles = roles.select_related("person", "body").prefetch_related("person__aliases")
    return tuple(_entry(role) for role in roles)


def _entry(role: Role) -> found.RosterEntry:
    aliases = tuple(alias.name for alias in role.person.aliases.all())
    title = f"{role.seat} {role.title}".strip()
    return found.RosterEntry(
        str(role.pk), role.person.name, title, role.body.name, aliases, role.since, role.until, str(role.person_id)
    )


@transaction.atomic
def propose(version: ArticleVersion, findings: found.Findings, now: datetime) -> int:
    """Write what is new as pending; what an older version proposed and no longer stands becomes stale."""
    article = Article.objects.select_for_update().get(pk=version.article_id)
    issues = list(Issue.objects.filter(article_issues__article=article).exclude(
        article_issues__state=ArticleIssue.State.REJECTED))  # fmt: skip
    rows = [_row(version, finding, issues, now) for finding in _each(findings)]
    known = set(Finding.objects.filter(article__in=_family(article)).values_list("fingerprint", flat=True))
    fresh = {row.fingerprint: row for row in rows if row.fingerprint not in known}
    Finding.objects.bulk_create(fresh.values())
    if fresh:
        Source.objects.filter(entries__article=article).update(last_yield_at=now)
    _retire(article, {row.fingerprint for row in rows}, version)
    Extraction.objects.update_or_create(
        version=version, extractor=RULES, defaults={"note": findings.note[:500], "done_at": now}
    )
    return len(fresh)


def _family(article: Article) -> list[int]:
    """The article with its original and all copies: what one of them says is proposed once."""
    root = article.original_id or article.pk
    return [article.pk, root, *Article.objects.filter(original=root).values_list("pk", flat=True)]


def _each(findings: found.Findings) -> Iterable[AnyFinding]:
    yield from findings.officials
    yield from findings.speakers_other
    yield from findings.quotes
    yield from findings.positions
    yield from findings.votes


def _row(version: ArticleVersion, finding: AnyFinding, issues: list[Issue], now: datetime) -> Finding:
    kind, spans, payload = PROPOSERS[type(finding)](finding)
    return Finding(
        article_id=version.article_id,
        version=version,
        kind=kind,
        spans=spans,
        payload=payload,
        confidence=min(1.0, max(0.0, finding.confidence)),
        extractor=RULES,
        rule=finding.rule[:200],
        because=finding.because[:500],
        fingerprint=fingerprint(kind, payload, spans),
        issue=_issue_of(payload, issues),
        created_at=now,
    )


def _retire(article: Article, standing: set[str], version: ArticleVersion) -> None:
    """Pending proposals of earlier versions whose words the newest version no longer holds are stale."""
    older = Finding.objects.pending().filter(article=article, version__number__lt=version.number)
    older.exclude(fingerprint__in=standing).update(state=Finding.State.STALE)


def _issue_of(payload: dict[str, Any], issues: list[Issue]) -> Issue | None:
    """The story's only issue, or the one whose terms the matter names; left open where neither is plain."""
    if len(issues) == 1:
        return issues[0]
    matter = payload.get("matter", "").casefold()
    named = [issue for issue in issues if any(term.casefold() in matter for term in issue.terms)]
    return named[0] if len(named) == 1 else None


def fingerprint(kind: str, payload: dict[str, Any], spans: list[dict[str, Any]]) -> str:
    """What makes two findings of an article the same one: kind, who, what and the evidence words, wherever they
    stand. Confidence and wording of the reason are left out, so that a better extractor proposes nothing twice.
    """
    keys = ("name", "speaker", "actor", "stance", "basis", "body", "status", "earliest", "latest", "type")
    words = "" if kind in ("official", "speaker") else " ".join(spans[0]["text"].casefold().split())
    essence = [kind, *(payload.get(key) for key in keys if key in payload), words]
    return hashlib.sha256(json.dumps(essence).encode()).hexdigest()


def _span(role: str, start: int, end: int, text: str) -> dict[str, Any]:
    return {"role": role, "start": start, "end": end, "text": text}


def _spans(role: str, spans: Iterable[found.Span | None]) -> list[dict[str, Any]]:
    return [_span(role, span.start, span.end, span.text) for span in spans if span]


def _payload(finding: AnyFinding, names: str) -> dict[str, Any]:
    values = asdict(finding)
    return {name: _plain(values[name]) for name in names.split()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _official(finding: found.Official) -> Proposal:
    payload = _payload(finding, "name title body roster_key ambiguous")
    return Finding.Kind.OFFICIAL, _spans("mention", finding.mentions), payload


def _speaker(finding: found.OtherSpeaker) -> Proposal:
    return Finding.Kind.SPEAKER, _spans("mention", finding.mentions), _payload(finding, "name role organization")


def _quote(finding: found.Quote) -> Proposal:
    spans = [_span("content", finding.start, finding.end, finding.text)]
    spans += _spans("speaker", [finding.speaker_span]) + _spans("cue", [finding.cue])
    return Finding.Kind.QUOTE, spans, _payload(finding, "speaker type")


def _position(finding: found.Position) -> Proposal:
    spans = [_span("evidence", finding.start, finding.end, finding.text)]
    return Finding.Kind.POSITION, spans, _payload(finding, "actor matter stance basis conditional")


def _vote(finding: found.Vote) -> Proposal:
    spans = [_span("evidence", finding.start, finding.end, finding.text)]
    names = "body matter stage phrase earliest latest precision time place status outcome yes no"
    return Finding.Kind.VOTE, spans, _payload(finding, names)


PROPOSERS: dict[type, Any] = {
    found.Official: _official,
    found.OtherSpeaker: _speaker,
    found.Quote: _quote,
    found.Position: _position,
    found.Vote: _vote,
}


def extract_due(now: datetime, limit: int = AT_ONCE) -> int:
    """Propose the findings of versions not read for them yet; returns how many were read. Where one of them raises,
    each is read by itself, and that one is left alone for a while.
    """
    sweep = Sweep("extract", now)
    due = ArticleVersion.objects.unread().exclude(pk__in=sweep.put_off).order_by("id")
    try:
        return _extract(due[:limit], now)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        pks = list(due.values_list("pk", flat=True)[:limit])
        return sum(sweep.do(pk, partial(_extract, due.filter(pk=pk), now)) for pk in pks)


@transaction.atomic
def _extract(due: QuerySet[ArticleVersion], now: datetime) -> int:
    """The row lock keeps two workers apart, and ends with a worker that is killed."""
    locked = due.select_related("article__outlet").select_for_update(skip_locked=True, of=("self",), no_key=True)
    versions = list(locked)
    propose_all(versions, now)
    return len(versions)

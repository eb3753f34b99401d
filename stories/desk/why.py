"""Why the site says something: the sentence that a claim rests on, who accepted it, what they corrected, and all that
was done to it and to its source since.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from officials.models import Person
from stories.curation.changed import ACCEPTANCE
from stories.curation.undo import in_words
from stories.curation.withdrawal import Record, record_of
from stories.desk.access import desk_page
from stories.desk.log import VALUES
from stories.evidence.excerpts import passage_of
from stories.findings.kinds import KINDS
from stories.models import ArticleVersion, Finding, LoggedAction
from votes.models import Issue

# The newest that are shown.
MOST_ACTS = 50
# What a finding's values are called beside those of its record.
NAMED = {"actor": "person", "speaker": "speaker", "issue_id": "issue", "person_id": "person", "words": "words"}


@dataclass(frozen=True, slots=True)
class Correction:
    """What was proposed, and what it was corrected to."""

    name: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class LaterVersion:
    """A version of the story after the one that the finding was read in; `holds` says whether its words stand there."""

    version: ArticleVersion
    holds: bool


@desk_page
def why(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer for one finding, in a few queries however much was done."""
    findings = Finding.objects.select_related(
        "article__outlet", "article__withdrawal", "version", "issue", "person", "quote", "position__issue",
        "vote__issue", "event",
    )  # fmt: skip
    finding = get_object_or_404(findings, pk=pk)
    acts = list(_acts(finding))
    accepted = next((act for act in acts if act.act in ACCEPTANCE and act.finding_id == pk), None)
    record = record_of(finding)
    context = {
        "finding": finding, "passage": passage_of(finding), "record": record, "accepted": accepted,
        "corrections": _corrections(accepted) if accepted else [], "page": _page_of(finding, record),
        "acts": [(act, _said(act)) for act in acts], "versions": _later_versions(finding),
    }  # fmt: skip
    return render(request, "desk/why.html", context)


def _acts(finding: Finding) -> QuerySet[LoggedAction]:
    """Return what was done to the finding or to what it became, the newest first."""
    about = Q(finding=finding)
    if record := record_of(finding):
        # Undoing a withdrawal, say, changed it as well.
        about |= Q(effects__table=record._meta.db_table, effects__row=record.pk)
        about |= Q(**{f"after__{record._meta.model_name}": record.pk}, finding=None)
    acts = LoggedAction.objects.filter(pk__in=LoggedAction.objects.filter(about).order_by().values("pk"))
    return acts.select_related("by", "finding", "undone_by", "undoes")[:MOST_ACTS]


def _said(act: LoggedAction) -> str:
    """Return what was done in one line, without a query of its own."""
    seen = act.after.get("kept_in")
    kept = f", kept though version {seen} tells it otherwise" if seen else ""
    return f"{in_words(act)}{kept}"


def _corrections(accepted: LoggedAction) -> list[Correction]:
    """Return what the curator changed of what was proposed; nothing where that was removed."""
    was, now = _flat(accepted.before), _flat(accepted.after)
    changed = [name for name in was if name in now and was[name] != now[name]]
    issues = dict(Issue.objects.filter(pk__in=_numbers(was, now, "issue_id")).values_list("pk", "title"))
    people = dict(Person.objects.filter(pk__in=_numbers(was, now, "person_id")).values_list("pk", "name"))
    names = {"issue_id": issues, "person_id": people}
    return [
        Correction(_called(name), _in_words(was[name], names.get(name)), _in_words(now[name], names.get(name)))
        for name in changed
    ]


def _flat(values: dict[str, Any]) -> dict[str, Any]:
    """Return a finding's values as the log has them, those of its payload beside its words, issue and person."""
    spans = values.get("spans") or []
    beside = {name: values[name] for name in ("kind", "issue_id") if name in values}
    payload: dict[str, Any] = values.get("payload", {})
    return payload | beside | ({"words": spans[0]["text"]} if spans else {})


def _numbers(was: dict[str, Any], now: dict[str, Any], name: str) -> list[int]:
    return [values[name] for values in (was, now) if values.get(name)]


def _called(name: str) -> str:
    return NAMED.get(name) or VALUES.get(name) or name.removesuffix("_id").replace("_", " ")


def _in_words(value: Any, names: dict[int, str] | None) -> str:
    if names is not None and value:
        return names.get(value, f"no. {value}")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "nothing" if value in (None, "", []) else str(value)


def _later_versions(finding: Finding) -> list[LaterVersion]:
    """Return the versions of the story since, the oldest first; a space more or less changes no words."""
    kind = KINDS[finding.kind]
    spans = [span["text"] for span in finding.spans if span["role"] == kind.evidence] or _words(finding)
    later = ArticleVersion.objects.filter(article=finding.article_id, number__gt=finding.version.number)
    return [LaterVersion(version, all(_holds(version.text, words) for words in spans)) for version in later]


def _words(finding: Finding) -> Sequence[str]:
    return [span["text"] for span in finding.spans[:1]]


def _holds(text: str, words: str) -> bool:
    return words in text or " ".join(words.split()) in " ".join(text.split())


def _page_of(finding: Finding, record: Record | None) -> str:
    """Return where readers see it; "" where they don't."""
    if finding.state != Finding.State.ACCEPTED:
        return ""
    return next(_pages(finding, record), "")


def _pages(finding: Finding, record: Record | None) -> Iterator[str]:
    if record is not None:
        yield f"{finding.article.get_absolute_url()}#finding-{finding.pk}"
    if finding.person is not None and finding.person.has_page:
        yield finding.person.get_absolute_url()

"""The same mistake elsewhere: what a correction of one finding would set right in others that wait, and doing that.

By its name a person is only meant within one story; of another story of the same outlet and week only a wrong matter or
issue is offered. A stand is one with its matter: where both were wrong, one of them alone is set right nowhere, or
somebody would stand for what they are against.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from officials.models import Person
from stories.curation.choice import CurationError
from stories.curation.log import Verdict, log, take_turn
from stories.findings.kinds import KINDS
from stories.models import Finding, LoggedAction
from votes.models import Issue
from votes.models.issues import Stance

WEEK = timedelta(days=7)
# Findings offered at most.
MOST = 200
SPEAKER, MATTER, ISSUE, STANCE = "speaker", "matter", "issue", "stance"
STAND = {MATTER, STANCE}
# Corrections, as the log names them, that other findings may need as well.
CARRIED_OVER = frozenset({"speaker", "actor", "name", "person", "matter", "issue"})


@dataclass(frozen=True, slots=True)
class Mistake:
    """What a curator corrected on one finding: which `part` of it, what that `was` and `becomes`; of an issue the
    number, None for none.
    """

    part: str
    was: Any
    becomes: Any

    def __str__(self) -> str:
        was, becomes = (_in_words(self.part, value) for value in (self.was, self.becomes))
        return f"{self.part}: {was} → {becomes}"


@dataclass(frozen=True, slots=True)
class Sibling:
    """A finding that waits, with the mistakes it shares; `is_near` says whether it is of the same story."""

    finding: Finding
    mistakes: tuple[Mistake, ...]
    is_near: bool


def _in_words(part: str, value: Any) -> str:
    if part == ISSUE:
        return str(Issue.objects.filter(pk=value).first() or "no issue")
    if part == STANCE:
        value = Stance(value).label
    return f"“{value}”"


def mistakes_of(action: LoggedAction) -> list[Mistake]:
    """Return what an acceptance set right of its finding that others may have wrong alike."""
    finding, before, after = action.finding, action.before, action.after
    if finding is None or action.redacted_at or "payload" not in before or hasattr(action, "undone_by"):
        return []
    kinds = KINDS[before["kind"]], KINDS[after["kind"]]
    was, now = before["payload"], after["payload"]
    wrong = [
        Mistake(SPEAKER, was.get(kinds[0].person), _speaker(now.get(kinds[1].person), after.get("person_id"))),
        Mistake(MATTER, was.get("matter"), now.get("matter")),
    ]
    changed = [one for one in wrong if one.was and one.becomes and one.was != one.becomes]
    stance = Mistake(STANCE, was.get("stance"), now.get("stance"))
    if any(one.part == MATTER for one in changed) and stance.was and stance.becomes and stance.was != stance.becomes:
        changed.append(stance)
    if before["issue_id"] != after["issue_id"] and action.act in (LoggedAction.Act.ACCEPT, LoggedAction.Act.CORRECT):
        changed.append(Mistake(ISSUE, before["issue_id"], after["issue_id"]))
    return changed


def _speaker(name: str | None, person: int | None) -> str | None:
    """Return the name by which other findings of the story mean the person: as typed, or that of whom was chosen."""
    chosen = Person.objects.shown().filter(pk=person).prefetch_related("aliases").first() if person else None
    if chosen is None or name in {chosen.name, *(alias.name for alias in chosen.aliases.all())}:
        return name
    return chosen.name


def siblings_of(action: LoggedAction) -> list[Sibling]:
    """Return the findings that wait with the same wrong value: those of the story first, then, of a wrong matter or
    issue, those of its outlet's stories of the week.
    """
    return list(_siblings(action, Finding.objects.pending()))[:MOST]


def _siblings(action: LoggedAction, findings: QuerySet[Finding]) -> Iterator[Sibling]:
    mistakes, finding = mistakes_of(action), action.finding
    if finding is None or not mistakes:
        return
    article, until = finding.article, finding.article.published_at or finding.article.first_read_at
    lately = Q(article__published_at__range=(until - WEEK, until + WEEK), article__outlet=article.outlet_id)
    waiting = findings.filter(lately | Q(article=article), redacted_at=None).exclude(pk=finding.pk)
    waiting = waiting.filter(_any_of(mistakes)).select_related("article__outlet", "version", "issue")
    # Those of the story come first.
    for other in sorted(waiting.order_by("pk"), key=lambda one: one.article_id != article.pk):
        is_near = other.article_id == article.pk
        shared = [one for one in mistakes if _shares(other, one) and (is_near or _may_be_told_apart(one))]
        if any(one.part == STANCE for one in mistakes) and not {one.part for one in shared} >= STAND:
            shared = [one for one in shared if one.part not in STAND]
        if shared:
            yield Sibling(other, tuple(shared), is_near)


def _any_of(mistakes: list[Mistake]) -> Q:
    condition = Q(pk=None)
    for one in mistakes:
        if one.part == ISSUE:
            condition |= Q(issue=one.was)
        elif one.part == MATTER:
            condition |= Q(payload__matter=one.was)
        elif one.part == SPEAKER:
            keys = {kind.person for kind in KINDS.values() if kind.person}
            for key in keys:
                condition |= Q(**{f"payload__{key}": one.was})
    return condition


def _may_be_told_apart(mistake: Mistake) -> bool:
    """Say whether it may be offered in other stories: nobody by their name alone, nor whatever has no issue."""
    return mistake.part != SPEAKER and mistake.was is not None


def _shares(finding: Finding, mistake: Mistake) -> bool:
    """Say whether the finding has the same wrong value, and could have the right one."""
    kind = KINDS[finding.kind]
    if mistake.part == ISSUE:
        takes_it = kind.is_claim and not (kind.needs_issue and mistake.becomes is None)
        return takes_it and finding.issue_id == mistake.was
    key = kind.person if mistake.part == SPEAKER else mistake.part
    return bool(key) and finding.payload.get(key) == mistake.was


@transaction.atomic
def apply_to(action_id: int, listed: Collection[int], by: User, now: datetime, reason: str = "") -> LoggedAction:
    """Set the same right in those of the listed findings that still have it wrong; they wait on. Raises CurationError
    where none does.
    """
    take_turn()
    action = LoggedAction.objects.select_related("finding__article").filter(pk=action_id).first()
    if action is None or action.finding is None or hasattr(action, "undone_by"):
        raise CurationError("What was corrected first was undone meanwhile; there is nothing to apply.")
    _check_issue(mistakes_of(action))
    waiting = Finding.objects.select_for_update(of=("self",)).pending().filter(pk__in=listed)
    fitting = list(_siblings(action, waiting))[:MOST]
    if not fitting:
        raise CurationError("None of these has the same mistake any more: somebody decided or corrected them.")
    for sibling in fitting:
        _set_right(sibling)
    parts = sorted({one.part for sibling in fitting for one in sibling.mistakes})
    about = {"siblings": [sibling.finding.pk for sibling in fitting], "of": action.pk, "parts": parts}
    return log(
        LoggedAction.Act.EDIT, by, now, before=about, after=about, reason=reason,
        verdict=Verdict(LoggedAction.How.BULK)
    )  # fmt: skip


def _check_issue(mistakes: list[Mistake]) -> None:
    for one in mistakes:
        if one.part == ISSUE and one.becomes and not Issue.objects.filter(pk=one.becomes).exists():
            raise CurationError("The issue is no longer there; choose anew.")


def _set_right(sibling: Sibling) -> None:
    finding = sibling.finding
    for one in sibling.mistakes:
        if one.part == ISSUE:
            finding.issue = Issue.objects.get(pk=one.becomes) if one.becomes else None
        else:
            key = KINDS[finding.kind].person if one.part == SPEAKER else one.part
            finding.payload = {**finding.payload, key: one.becomes}
    finding.save(update_fields=["payload", "issue"])

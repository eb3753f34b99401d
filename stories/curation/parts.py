"""Findings that the machine did not propose as they stand: added from words it missed, cut in two, joined."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from stories.curation.choice import Choice, CurationError, Stretch
from stories.curation.decide import carry_out, correct, refuse_withdrawn, reject, undecided
from stories.curation.log import log, state_of, take_turn
from stories.curation.recast import blank_payload, check_payload
from stories.curation.spans import respan
from stories.findings.identity import fingerprint
from stories.findings.kinds import KINDS, MENTION
from stories.findings.reworded import CURATOR
from stories.models import Article, ArticleVersion, Finding, LoggedAction

Act = LoggedAction.Act
How = LoggedAction.How


@transaction.atomic
def add(
    article: Article, kind: str, span: Stretch, choice: Choice, by: User, now: datetime, *, wait: bool = False,
    reason: str = "",
) -> LoggedAction:  # fmt: skip
    """Make a finding of words of the story's newest version that the machine missed, and accept it in the same act; or,
    where it is to `wait`, leave it pending. `choice` holds what it says. Raises CurationError where the story has such
    a finding.
    """
    take_turn()
    refuse_withdrawn(article)
    finding = draft(article, kind)
    respan(finding, {**choice.spans, KINDS[kind].roles[0]: [span]})
    correct(finding, Choice(payload=choice.payload, issue=choice.issue))
    check_payload(kind, finding.payload)
    _save_new(finding, now, f"Added by {by.get_username()} from the story's words.")
    before: dict[str, Any] = {}
    if wait:
        return log(Act.EDIT, by, now, finding=finding, before=before, after={"added": True}, reason=reason)
    after = carry_out(finding, choice, by, now) | {"added": True}
    return log(Act.ACCEPT, by, now, finding=finding, before=before, after=after, reason=reason)


def draft(article: Article, kind: str, span: Stretch | None = None) -> Finding:
    """Return an unsaved finding of the kind that says nothing yet, on the story's newest version; with the words that
    stand there, if any are named.
    """
    if kind not in KINDS:
        raise CurationError("Say what it is: one of the kinds listed.")
    version = article.versions.order_by("-number").select_related("article").first()
    if version is None or version.redacted_at:
        raise CurationError("The text of this story was removed; nothing can be found in it.")
    finding = Finding(
        article=article, version=version, kind=kind, payload=blank_payload(kind), confidence=1, extractor=CURATOR,
        printed_on=article.printed_on,
    )  # fmt: skip
    if span is not None:
        respan(finding, {KINDS[kind].roles[0]: [span]})
    return finding


def _save_new(finding: Finding, now: datetime, because: str) -> None:
    """Save it, under the name that the machine would give it, unless the story has one of that name."""
    finding.fingerprint = fingerprint(finding.kind, finding.payload, finding.spans, finding.version.title)
    known = Finding.objects.filter(article=finding.article, fingerprint=finding.fingerprint).first()
    if known is not None:
        raise CurationError(f"That is there already, and {known.state}: decide it, or undo what was decided.")
    finding.because, finding.created_at = because, now
    finding.save()


@transaction.atomic
def split(
    pk: int, parts: tuple[Stretch, Stretch], by: User, now: datetime, reason: str = ""
) -> LoggedAction:  # fmt: skip
    """Cut an open finding in two: it keeps the first part of its words, and a new one, which says the same until it is
    corrected, has the second. Two parts may be the same words where one sentence says two things.
    """
    take_turn()
    finding = undecided(pk)
    before, role = state_of(finding), KINDS[finding.kind].roles[0]
    second = Finding(
        article=finding.article, version=finding.version, kind=finding.kind, payload={**finding.payload},
        spans=finding.spans, confidence=finding.confidence, extractor=CURATOR, issue=finding.issue, state=finding.state,
        printed_on=finding.printed_on, created_at=now, because=f"Split from another by {by.get_username()}.",
    )  # fmt: skip
    respan(finding, {role: [parts[0]]})
    respan(second, {role: [parts[1]]})
    finding.save()
    second.fingerprint = _free_fingerprint(second)
    second.save()
    return log(Act.EDIT, by, now, finding=finding, before=before, after={"split": second.pk}, reason=reason)


def _free_fingerprint(finding: Finding) -> str:
    """Return the name that the machine would give it, changed where another finding of the story has that."""
    name = fingerprint(finding.kind, finding.payload, finding.spans, finding.version.title)
    while Finding.objects.filter(article=finding.article, fingerprint=name).exists():
        name = hashlib.sha256(name.encode()).hexdigest()
    return name


@transaction.atomic
def join(pk: int, other_pk: int, by: User, now: datetime, reason: str = "") -> LoggedAction:
    """Make one of two open findings of a kind in a story: the first keeps what it says and gets the words of both, all
    that stands between included; the other is turned away. Of somebody named twice it gets both mentions.
    """
    take_turn()
    finding, other = undecided(pk), undecided(other_pk)
    if finding.pk == other.pk or (finding.article_id, finding.kind) != (other.article_id, other.kind):
        raise CurationError("Choose another finding of the same kind in this story.")
    if finding.version_id != other.version_id:
        raise CurationError("The two were read in two versions of the story. Reject the older one instead.")
    before, role = state_of(finding), KINDS[finding.kind].roles[0]
    respan(finding, {role: _together(role, [finding, other])})
    finding.save()
    implied = reject(other.pk, by, now, "joined with another", how=How.IMPLIED)
    after = {"joined": other.pk, "implied": [implied.pk]}
    return log(Act.EDIT, by, now, finding=finding, before=before, after=after, reason=reason)


def _together(role: str, findings: Sequence[Finding]) -> list[Stretch]:
    """Return the stretch that holds the words of all; of mentions each one, once."""
    spans = [(span["start"], span["end"]) for one in findings for span in one.spans if span["role"] == role]
    if role == MENTION:
        return sorted(set(spans))
    return [(min(start for start, _ in spans), max(end for _, end in spans))]


def withdraw_added(pk: int, now: datetime) -> None:
    """Take a finding out that a curator had added, when that is undone: the log names it, so its row stays, blank, and
    keeps nobody from finding the same words.
    """
    Finding.objects.filter(pk=pk).update(
        state=Finding.State.STALE, redacted_at=now, spans=[], payload={}, because="", fingerprint=f"withdrawn-{pk}"
    )


def first_words(version: ArticleVersion, words: str, near: int = 0) -> Stretch | None:
    """Return where these words stand in the version, the place nearest to `near`; None where nowhere."""
    after, before = version.text.find(words, near), version.text.rfind(words, 0, near + len(words))
    starts = [place for place in (after, before) if place >= 0]
    start = min(starts, key=lambda place: abs(place - near), default=-1)
    return (start, start + len(words)) if words and start >= 0 else None

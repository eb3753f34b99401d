"""What was proposed before and a later reading tells in other words: it is not proposed again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from stories.findings.identity import Likeness, Spans, likeness, one_spaced
from stories.findings.kinds import KINDS, Payload
from stories.models import Effect, Finding, LoggedAction

# The extractor of what curators found.
CURATOR = "curator"
DECIDED = (Finding.State.ACCEPTED, Finding.State.REJECTED)
# Kinds of which one sentence may hold two: a later reading may tell them by other words.
REWORDABLE = tuple(name for name, kind in KINDS.items() if kind.apart)


@dataclass(frozen=True, slots=True)
class Reworded:
    """The findings of a story and its copies that a reading does not repeat to the letter.

    What a person decided bars all of its kind that rests on the same words, of a position the same person's: status,
    stance and matter may be read otherwise now. So does what a curator added, cut or corrected (`by_hand`), decided or
    not, as it was proposed and as it is. What waits bars only what is like it. Words are the same where one evidence
    holds the other: the tagger sees the headline, and may end a decision a sentence later under another one.
    """

    decided: tuple[tuple[str, str, str], ...]
    waiting: tuple[tuple[Likeness, int], ...]
    by_hand: tuple["_Stretch", ...] = ()

    @classmethod
    def of(cls, family: Iterable[int], standing: Iterable[str], besides: Q) -> "Reworded":
        """Return those of the articles `family`; `standing` are the fingerprints of what the reading says.

        `besides` are the waiting ones that it replaces.
        """
        of_family = Finding.objects.filter(article__in=family, redacted_at=None)
        before = of_family.filter(kind__in=REWORDABLE).exclude(fingerprint__in=standing)
        decided = before.filter(state__in=DECIDED)
        proposed = {finding.pk: (finding.kind, finding.payload, finding.spans) for finding in decided}
        # What a curator corrected stands in the log as it was proposed.
        actions = LoggedAction.objects.filter(finding__in=decided, before__has_key="payload").order_by("-id")
        for action in actions.select_related("finding"):  # the earliest comes last and stands
            assert action.finding is not None
            kind = action.before.get("kind", action.finding.kind)
            proposed[action.finding.pk] = (kind, action.before["payload"], action.before["spans"])
        waiting = ((likeness(one.kind, one.payload, one.spans), one.pk) for one in before.pending().exclude(besides))
        by_hand = _by_hand(of_family, frozenset(standing))
        return cls(tuple(_place(*values) for values in proposed.values()), tuple(waiting), tuple(by_hand))

    def holds(self, finding: Finding) -> bool:
        """Say whether a finding that was just read is one of these."""
        if any(stretch.holds(finding) for stretch in self.by_hand):
            return True
        if finding.kind not in REWORDABLE:
            return False
        kind, person, words = _place(finding.kind, finding.payload, finding.spans)
        for decided in self.decided:
            if decided[:2] == (kind, person) and _overlap(words, decided[2]):
                return True
        read = likeness(finding.kind, finding.payload, finding.spans)
        return any(_alike(read, waiting) for waiting, _ in self.waiting)

    def waiting_for(self, read: Iterable[Finding]) -> list[int]:
        """Return the numbers of those that wait for a curator and are told by a reading, if in other words."""
        told = {likeness(one.kind, one.payload, one.spans) for one in read}
        return [pk for waiting, pk in self.waiting if any(_alike(one, waiting) for one in told)]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Where in a version, and of whom, a finding of a kind is or was that curators touched."""

    kind: str
    person: str
    words: str
    version: int
    start: int
    end: int

    def holds(self, finding: Finding) -> bool:
        """Say whether a finding that was just read is of the same kind and words; one of a person or a stand, of the
        same person.
        """
        kind, person, words = _place(finding.kind, finding.payload, finding.spans)
        # The same words are one person's quote.
        is_anyones = KINDS[kind].is_claim and not KINDS[kind].apart
        if kind != self.kind or (not is_anyones and person.casefold() != self.person.casefold()):
            return False
        if not KINDS[kind].is_claim:
            return True
        if finding.version_id == self.version:
            return bool(finding.spans[0]["start"] < self.end and self.start < finding.spans[0]["end"])
        return _overlap(words, self.words)


def _by_hand(findings: QuerySet[Finding], standing: frozenset[str]) -> Iterator[_Stretch]:
    """Return where curators added a finding, or changed one: as it was proposed, and as it is. Where the reading says
    it again, others of its sentence are others, where a sentence may hold several, unless it is of another kind now.
    """
    effects = Effect.objects.standing().filter(table=Finding._meta.db_table, kind=Effect.Kind.UPDATE)
    touched = effects.filter(row__in=findings.values("pk"), before__has_any_keys=["kind", "payload", "spans"])
    proposed: dict[int, dict[str, Any]] = {}
    for row, before in touched.order_by("-pk").values_list("row", "before"):  # the earliest comes last and stands
        proposed.setdefault(row, {}).update(before)
    for finding in findings.filter(Q(extractor=CURATOR) | Q(pk__in=proposed)).exclude(spans=[]):
        was = proposed.get(finding.pk, {})
        if KINDS[finding.kind].apart and finding.fingerprint in standing and "kind" not in was:
            continue
        now = {name: getattr(finding, name) for name in ("kind", "payload", "spans")}
        for values in (now, now | was):
            spans = values["spans"] or finding.spans
            kind, person, words = _place(values["kind"], values["payload"], spans)
            yield _Stretch(kind, person, words, finding.version_id, spans[0]["start"], spans[0]["end"])


def _alike(one: Likeness, other: Likeness) -> bool:
    return one[:-1] == other[:-1] and _overlap(one[-1] or "", other[-1] or "")


def _overlap(one: str, other: str) -> bool:
    """Say whether one evidence holds the other."""
    return one in other or other in one


def _place(kind: str, payload: Payload, spans: Spans) -> tuple[str, str, str]:
    """Return the kind, whose it is where it is a person's, and the evidence words."""
    words = one_spaced(spans[0]["text"])
    return str(kind), payload.get(KINDS[kind].person) or "", words

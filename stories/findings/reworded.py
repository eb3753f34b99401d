"""What was proposed before and a later reading tells in other words: it is not proposed again."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from stories.findings.identity import Likeness, Spans, likeness, one_spaced
from stories.findings.kinds import KINDS, Payload
from stories.models import Finding, LoggedAction

DECIDED = (Finding.State.ACCEPTED, Finding.State.REJECTED)
# Kinds of which one sentence may hold two: a later reading may tell them by other words.
REWORDABLE = tuple(name for name, kind in KINDS.items() if kind.apart)


@dataclass(frozen=True, slots=True)
class Reworded:
    """The findings of a story and its copies that a reading does not repeat to the letter.

    What a person decided bars all of its kind that rests on the same words, of a position the same person's: status,
    stance and matter may be read otherwise now. What waits bars only what is like it. Words are the same where one
    evidence holds the other: the tagger sees the headline, and may end a decision a sentence later under another one.
    """

    decided: tuple[tuple[str, str, str], ...]
    waiting: tuple[tuple[Likeness, int], ...]

    @classmethod
    def of(cls, family: Iterable[int], standing: Iterable[str], besides: Q) -> "Reworded":
        """Return those of the articles `family`; `standing` are the fingerprints of what the reading says.

        `besides` are the waiting ones that it replaces.
        """
        before = Finding.objects.filter(article__in=family, kind__in=REWORDABLE, redacted_at=None)
        before = before.exclude(fingerprint__in=standing)
        decided = before.filter(state__in=DECIDED)
        proposed = {finding.pk: (finding.kind, finding.payload, finding.spans) for finding in decided}
        # What a curator corrected stands in the log as it was proposed.
        actions = LoggedAction.objects.filter(finding__in=decided, before__has_key="payload").order_by("-id")
        for action in actions.select_related("finding"):  # the earliest comes last and stands
            assert action.finding is not None
            proposed[action.finding.pk] = (action.finding.kind, action.before["payload"], action.before["spans"])
        waiting = ((likeness(one.kind, one.payload, one.spans), one.pk) for one in before.pending().exclude(besides))
        return cls(tuple(_place(*values) for values in proposed.values()), tuple(waiting))

    def holds(self, finding: Finding) -> bool:
        """Say whether a finding that was just read is one of these."""
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


def _alike(one: Likeness, other: Likeness) -> bool:
    return one[:-1] == other[:-1] and _overlap(one[-1] or "", other[-1] or "")


def _overlap(one: str, other: str) -> bool:
    """Say whether one evidence holds the other."""
    return one in other or other in one


def _place(kind: str, payload: Payload, spans: Spans) -> tuple[str, str, str]:
    """Return the kind, whose it is where it is a person's, and the evidence words."""
    words = one_spaced(spans[0]["text"])
    return str(kind), payload.get(KINDS[kind].person) or "", words

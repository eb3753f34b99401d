"""The findings of a story in lines: those that rest on one sentence, who spoke, the words and the stand, are one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from stories.curation.who import name_in
from stories.desk.words import summary_of
from stories.findings.agreement import differs
from stories.findings.kinds import CLAIMS, KINDS, is_claim
from stories.models import Finding

# More would not be read with one look.
MOST_PARTS = 5
# In what order the parts are accepted and shown: people first, so that their words find them.
ORDER = list(KINDS)
# What may be decided, what waits first.
OPEN = (Finding.State.PENDING, Finding.State.STALE)
# What the workbench shows unasked.
SHOWN = (Finding.State.PENDING, Finding.State.ACCEPTED)
# Words of a quote that tell it from others.
WORDS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """`parts` are its findings in the order in which they are accepted; never empty."""

    parts: tuple[Finding, ...]

    @classmethod
    def of(cls, parts: Iterable[Finding]) -> "Line":
        return cls(tuple(sorted(parts, key=lambda part: (ORDER.index(part.kind), part.pk))))

    @property
    def lead(self) -> Finding:
        """Return the finding that the line goes by: the claim that weighs most, else who somebody is."""
        return min(self.parts, key=lambda part: CLAIMS.index(part.kind) if part.kind in CLAIMS else len(CLAIMS))

    @property
    def state(self) -> str:
        """Return what is left to do: pending or stale while any part is, else the lead's."""
        states = {part.state for part in self.parts}
        return next((state for state in OPEN if state in states), self.lead.state)

    @property
    def state_in_words(self) -> str:
        return str(Finding.State(self.state).label)

    def open_parts(self) -> list[Finding]:
        """Return what may be decided: the pending parts, or where there are none, the stale ones."""
        pending = [part for part in self.parts if part.state == Finding.State.PENDING]
        return pending or [part for part in self.parts if part.state == Finding.State.STALE]

    def __str__(self) -> str:
        return " · ".join(words for part in self.parts if (words := _words_of(part, self.parts)))


def _words_of(part: Finding, parts: Sequence[Finding]) -> str:
    """Return what the part adds to the line: the office, the words, the stand; the name only once, at first."""
    if part.redacted_at:
        return summary_of(part)
    first = part is parts[0]
    if KINDS[part.kind].record == "quote":
        said = part.spans[0]["text"].split() if part.spans else []
        words = f"“{' '.join(said[:WORDS])}{' …' if len(said) > WORDS else ''}”"
        speaker = part.payload.get("speaker") or part.payload.get("label") or "Someone unnamed"
        return f"{speaker}: {words}" if first else words
    summary, name = summary_of(part), name_in(part)
    return summary if first or not name else summary.removeprefix(name).strip()


def lines_of(findings: Iterable[Finding]) -> list[Line]:
    """Return the findings, given in the order of the page, in lines: a person's claims whose words overlap stand in
    one, and who they are in the first of theirs.
    """
    # By name, each line as a list that grows.
    of_person: defaultdict[str, list[list[Finding]]] = defaultdict(list)
    lines: list[list[Finding]] = []
    people: list[Finding] = []
    for finding in findings:
        if not is_claim(finding):
            people.append(finding)
            continue
        own = of_person[_name(finding)] if KINDS[finding.kind].person and _name(finding) else []
        if together := next((line for line in own if _rests_with(finding, line)), None):
            together.append(finding)
        else:
            own.append([finding])
            lines.append(own[-1])
    for finding in people:
        claims = of_person[_name(finding)]
        if claims and len(claims[0]) < MOST_PARTS and all(is_claim(part) for part in claims[0]):
            claims[0].insert(0, finding)
        else:
            lines.append([finding])
    return sorted(map(Line.of, lines), key=lambda line: _place(line.lead))


def address_of(finding: Finding) -> str:
    """Return where the finding is at hand on its story's workbench."""
    hidden = "" if finding.state in SHOWN else "&show=all"
    return f"{reverse('desk-story', args=[finding.article_id])}?finding={finding.pk}{hidden}#finding-{finding.pk}"


def _name(finding: Finding) -> str:
    return name_in(finding).casefold()


def _rests_with(finding: Finding, line: Sequence[Finding]) -> bool:
    """Say whether its evidence and that of a part lie over each other in one version, and no part is what another
    extractor makes of the same words: only one of the two is right.
    """
    if len(line) >= MOST_PARTS or not finding.spans or any(differs(finding, part) for part in line):
        return False
    start, end = finding.spans[0]["start"], finding.spans[0]["end"]
    return any(
        part.version_id == finding.version_id and part.spans and part.spans[0]["start"] < end
        and start < part.spans[0]["end"]
        for part in line
    )  # fmt: skip


def _place(finding: Finding) -> tuple[int, int]:
    return (finding.spans[0]["start"] if finding.spans else 0, finding.pk)

"""A story laid out for the desk: its text as readers saw it, with the words of each finding marked, and the findings in
lines.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.contrib.auth.models import User
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, Value

from stories.curation.beside import at_hand
from stories.desk.besides import HAS_VOTES
from stories.desk.lines import SHOWN, Line, lines_of
from stories.desk.settling import due_of_last
from stories.findings.agreement import differs
from stories.findings.confidence import with_record
from stories.findings.kinds import KINDS
from stories.models import Article, ArticleIssue, ArticleVersion, Finding


@dataclass(frozen=True, slots=True)
class Mark:
    """Where words of a finding stand in the newest version, and as what: its evidence, its speaker, its cue."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text under the same findings, perhaps none; `roles` are what it is to the line at hand, and `labels`
    those of them that begin with it.
    """

    text: str
    finding: Finding | None = None
    roles: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`start` is where it stands in the version's text."""

    start: int
    segments: list[Segment]
    heading: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """`marks` are those of each finding by its number; one without any stands no longer in the newest version.
    `public_on` are the issues on whose pages readers see the story. `hidden` is how many findings were rejected or are
    out of date. `due` is when what the editor at hand did last is told to readers, None where that is no more to come.
    """

    version: ArticleVersion
    lines: list[Line]
    marks: dict[int, list[Mark]]
    public_on: frozenset[int] = frozenset()
    hidden: int = 0
    due: datetime | None = None

    def line_of(self, pk: int) -> Line | None:
        """Return the line that holds the finding."""
        return next((line for line in self.lines if any(part.pk == pk for part in line.parts)), None)

    def otherwise(self, finding: Finding) -> tuple[Finding, ...]:
        """Return what another extractor makes of the finding's words and nobody has rejected."""
        parts = (part for line in self.lines for part in line.parts if part.state in SHOWN)
        return tuple(part for part in parts if differs(finding, part))

    def pending(self) -> list[Line]:
        return [line for line in self.lines if line.state == Finding.State.PENDING]

    def pending_after(self, pk: int) -> Line | None:
        """Return the next line down the page to decide, the finding's own first where something is left of it, then
        from the top.
        """
        here = next((n for n, line in enumerate(self.lines) if any(part.pk == pk for part in line.parts)), 0)
        order = [*self.lines[here:], *self.lines[:here]]
        return next((line for line in order if line.state == Finding.State.PENDING), None)

    def at_hand(self, line: Line | None) -> list[Mark]:
        """Return the marks of a line's open parts, else of all."""
        if line is None:
            return []
        return [mark for part in line.open_parts() or line.parts for mark in self.marks.get(part.pk, ())]

    def paragraphs(self, line: Line | None = None) -> Iterator[Paragraph]:
        """Return the story's paragraphs; the words of the line at hand are marked apart by what they are to it."""
        text, hand = self.version.text, self.at_hand(line)
        headings = {start for start, _ in self.version.headings}
        findings = {part.pk: part for line in self.lines for part in line.parts}
        placed = [(mark, findings[pk]) for pk, marks in self.marks.items() for mark in marks if pk in findings]
        start = 0
        for words in text.split("\n\n"):
            end = start + len(words)
            if words.strip():
                inside = [(mark, finding) for mark, finding in placed if mark.start < end and mark.end > start]
                here = [mark for mark in hand if mark.start < end and mark.end > start]
                yield Paragraph(start, list(_segments(text, start, end, inside, here)), start in headings)
            start = end + 2


def sheet_of(
    article: Article, with_hidden: bool = False, besides: Collection[int] = (), by: User | None = None
) -> Sheet:  # fmt: skip
    """Return the newest version with the lines in which something waits or was accepted; those of the findings
    `besides` as well, and all of them on request. `by` is the editor at hand. Two questions to the database.
    """
    public = ArticleIssue.objects.public().filter(article=article).values("issue")
    due = due_of_last(by) if by else Value(None, DateTimeField())
    version = article.versions.annotate(public_on=ArraySubquery(public), due=due).order_by("-number")[0]
    found = article.findings.filter(redacted_at=None).annotate(issue_has_votes=HAS_VOTES)
    found = found.select_related(
        "issue__place", "issue__body__place", "person", "vote__disposes_of", "quote", "article__outlet__place"
    ).order_by("id")
    findings = list(with_record(found))
    at_hand(findings)
    for finding in findings:
        if finding.version_id == version.pk:
            finding.version = version
    marks = {finding.pk: places for finding in findings if (places := list(_marks(finding, version)))}
    in_order = sorted(findings, key=lambda finding: (_first(marks, finding, version), finding.pk))
    # A line is the same whatever was decided on its parts, so that the list knows it again.
    lines = lines_of(in_order)
    if not with_hidden:
        lines = [line for line in lines if any(part.state in SHOWN or part.pk in besides for part in line.parts)]
    public_on: frozenset[int] = frozenset(version.public_on)  # type: ignore[attr-defined]
    hidden = sum(finding.state not in SHOWN for finding in findings)
    return Sheet(version, lines, marks, public_on, hidden, version.due)  # type: ignore[attr-defined]


def _first(marks: dict[int, list[Mark]], finding: Finding, version: ArticleVersion) -> int:
    own = marks.get(finding.pk)
    return own[0].start if own else len(version.text)


def _marks(finding: Finding, version: ArticleVersion) -> Iterator[Mark]:
    """Return where the finding's words stand in this version; looked for where it was read from an older one.

    A person stands wherever they are named; anything else only where the words it rests on stand.
    """
    kind, text = KINDS[finding.kind], version.text
    is_older = finding.version_id != version.pk
    if is_older and kind.is_claim and finding.spans and finding.spans[0]["text"] not in text:
        return
    for span in finding.spans:
        start = span["start"] if finding.version_id == version.pk else text.find(span["text"])
        if start >= 0:
            yield Mark(start, start + len(span["text"]), span["role"])
    # The words that name the day stand inside the evidence.
    if (phrase := finding.payload.get("phrase")) and finding.spans and finding.version_id == version.pk:
        start = text.find(phrase, finding.spans[0]["start"], finding.spans[0]["end"])
        if start >= 0:
            yield Mark(start, start + len(phrase), "phrase")


def _segments(
    text: str, start: int, end: int, inside: Iterable[tuple[Mark, Finding]], hand: Iterable[Mark]
) -> Iterator[Segment]:
    """Cut the paragraph wherever a mark begins or ends; the narrowest finding has the stretch."""
    spans = [(max(mark.start, start), min(mark.end, end), finding) for mark, finding in inside]
    apart = [(max(mark.start, start), min(mark.end, end), mark.role) for mark in hand]
    edges = sorted({start, end, *(edge for a, b, _ in (*spans, *apart) for edge in (a, b))})
    labelled: set[tuple[int, str]] = set()
    for left, right in pairwise(edges):
        over = [(b - a, -finding.pk, finding) for a, b, finding in spans if a <= left and right <= b]
        roles = dict.fromkeys(role for a, b, role in apart if a <= left and right <= b)
        begins = {(a, role) for a, b, role in apart if a == left} - labelled
        labelled |= begins
        labels = tuple(role for _, role in sorted(begins))
        yield Segment(text[left:right], min(over)[2] if over else None, tuple(roles), labels)

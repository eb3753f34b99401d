"""A story laid out for the desk: its paragraphs, the words of each finding marked in place, the cards beside."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from stories.findings.kinds import KINDS
from stories.models import Article, ArticleVersion, Finding


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text under the same findings, perhaps none."""

    text: str
    findings: tuple[Finding, ...] = ()

    @property
    def finding(self) -> Finding | None:
        """Return the one that colours the stretch: the narrowest, which comes last."""
        return self.findings[-1] if self.findings else None


@dataclass(slots=True)
class Paragraph:
    """`cards` are the findings whose first words stand here."""

    segments: list[Segment]
    heading: bool
    cards: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """`elsewhere` are findings whose words no longer stand in the newest version."""

    version: ArticleVersion
    paragraphs: list[Paragraph]
    elsewhere: list[Finding]

    def findings(self) -> list[Finding]:
        """Return them in the order of the page."""
        return [finding for paragraph in self.paragraphs for finding in paragraph.cards] + self.elsewhere

    def pending(self) -> list[Finding]:
        return [finding for finding in self.findings() if finding.state == Finding.State.PENDING]

    def stale(self) -> list[Finding]:
        return [finding for finding in self.findings() if finding.state == Finding.State.STALE]

    def pending_after(self, pk: int) -> Finding | None:
        """Return the next one down the page to decide, then from the top."""
        order = [finding.pk for finding in self.findings()]
        here = order.index(pk) if pk in order else -1
        pending = self.pending()
        below = (finding for finding in pending if order.index(finding.pk) > here)
        return next(below, pending[0] if pending else None)


def sheet_of(article: Article, with_hidden: bool = False) -> Sheet:
    """Return the newest version with the article's pending and accepted findings; the others on request."""
    version = article.versions.order_by("-number")[0]
    shown = article.findings.filter(redacted_at=None)
    if not with_hidden:
        shown = shown.filter(state__in=[Finding.State.PENDING, Finding.State.ACCEPTED])
    shown = shown.select_related("issue", "person", "vote", "quote", "article__outlet")
    findings = list(shown.prefetch_related("actions__by", "actions__undone_by").order_by("id"))
    placed = {finding: spans for finding in findings if (spans := _places(finding, version))}
    paragraphs = list(_paragraphs(version, placed))
    return Sheet(version, paragraphs, [finding for finding in findings if finding not in placed])


def _places(finding: Finding, version: ArticleVersion) -> list[tuple[int, int]]:
    """Return where the finding's words stand in this version; looked for where it was read from an older one.

    A person stands wherever they are named; anything else only where the words it rests on stand.
    """
    kind = KINDS[finding.kind]
    marked = [span for role in kind.marked for span in finding.spans if span["role"] == role]
    if finding.version_id == version.pk:
        return [(span["start"], span["end"]) for span in marked]
    if kind.is_claim and marked and marked[0]["text"] not in version.text:
        return []
    starts = ((version.text.find(span["text"]), span["text"]) for span in marked)
    return [(start, start + len(words)) for start, words in starts if start >= 0]


def _paragraphs(version: ArticleVersion, placed: dict[Finding, list[tuple[int, int]]]) -> Iterator[Paragraph]:
    headings = {start for start, _ in version.headings}
    start = 0
    for text in version.text.split("\n\n"):
        end = start + len(text)
        inside = [(a, b, finding) for finding, spans in placed.items() for a, b in spans if a < end and b > start]
        if text.strip():
            cards = [finding for finding, spans in placed.items() if start <= spans[0][0] < max(end, start + 1)]
            yield Paragraph(list(_segments(version.text, start, end, inside)), start in headings, cards)
        start = end + 2


def _segments(text: str, start: int, end: int, inside: Iterable[tuple[int, int, Finding]]) -> Iterator[Segment]:
    """Cut the paragraph wherever a finding begins or ends."""
    spans = [(max(a, start), min(b, end), finding) for a, b, finding in inside]
    edges = sorted({start, end, *(a for a, _, _ in spans), *(b for _, b, _ in spans)})
    for left, right in pairwise(edges):
        over = sorted((span for span in spans if span[0] <= left and right <= span[1]), key=lambda s: s[0] - s[1])
        yield Segment(text[left:right], tuple(dict.fromkeys(finding for _, _, finding in over)))

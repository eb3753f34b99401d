"""The page of a story: the way to it, the sentences that claims rest on, how these read now, and its copies."""

from dataclasses import dataclass, field
from typing import Any

from stories.evidence.book import Evidence, accepted_findings, evidence_of
from stories.evidence.excerpts import room_beside
from stories.evidence.rewording import Piece, word_diff, wordings
from stories.findings.kinds import PUBLIC, is_claim
from stories.models import Article
from stories.public.clock import zone_of_story
from stories.public.queries import public_stories, roles_of_people

# Of the papers that ran the same story.
COPIES_SHOWN = 40


@dataclass
class Sentence:
    """An accepted sentence of a story with the claims that rest on it. Where the newest version has it no more, `now`
    is how it reads there, word by word; empty where no sentence is like it, or there is no room to show it.
    """

    claims: list[Evidence] = field(default_factory=list)
    now: list[Piece] = field(default_factory=list)

    @property
    def has_changed(self) -> bool:
        return any(evidence.has_changed for evidence in self.claims)


def story_page(article: Article) -> dict[str, Any]:
    """Return the accepted findings by the sentence they rest on: several may rest on one. In the order of the text."""
    findings = accepted_findings().filter(article=article, kind__in=PUBLIC)
    findings = findings.select_related(
        "quote__person", "position__person", "position__issue", "vote__body", "event", "person"
    )
    roles = [roles_of_people(path) for path in ("person", "quote__person", "position__person")]
    shown = sorted(evidence_of(findings.prefetch_related(*roles)), key=lambda evidence: evidence.starts)
    claims = [evidence for evidence in shown if is_claim(evidence.finding)]
    officials = [evidence.finding for evidence in shown if not is_claim(evidence.finding)]
    copies = list(article.copies.all())
    return {
        "article": article,
        "zone": zone_of_story(article),
        "original": public_stories().filter(pk=article.original_id).first() if article.original_id else None,
        "sentences": _sentences(article, claims),
        "withheld": [evidence for evidence in claims if evidence.withheld],
        "named": [finding for finding in officials if finding.person and finding.person.has_page],
        "versions": list(article.versions.defer("text").order_by("number")),
        "copies": copies[:COPIES_SHOWN],
        "more_copies": max(0, len(copies) - COPIES_SHOWN),
    }


def _sentences(article: Article, claims: list[Evidence]) -> list[Sentence]:
    """Return the sentences in order, each with its claims, and how it reads now where it changed since."""
    sentences: dict[str, Sentence] = {}
    for evidence in claims:
        if not evidence.withheld:
            where = evidence.passage.sentence if evidence.passage else f"removed {evidence.finding.pk}"
            sentences.setdefault(where, Sentence()).claims.append(evidence)
    changed = [sentence for sentence in sentences.values() if sentence.has_changed]
    if changed and (newest := article.versions.filter(redacted_at=None).order_by("-number").first()):
        has_room = room_beside(evidence.finding for evidence in claims)
        for sentence in changed:
            was, now = wordings(sentence.claims[0].finding, newest.text)
            if was and now and has_room(now):
                sentence.now = word_diff(was, now)
    return list(sentences.values())

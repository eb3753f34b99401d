"""The sentence that a public claim rests on, in the version it was read in, with at most one on either side."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from stories.models import Article, Finding, Quote
from votes.models import Position, Vote

# Which span of a finding holds its evidence, the first that is there.
ROLES = {"quote": ("content",), "position": ("evidence", "content"), "vote": ("evidence", "phrase")}
# Bounded runs: a hostile text of a million full stops costs no more than any other.
SENTENCE_END = re.compile(r"[.!?…]{1,4}[\"'”’)\]]{0,4}\s{1,20}(?=[\"'“‘(\[]{0,4}[^\W\d_a-zß-öø-ÿ])")
SHORT_FORM = re.compile(
    r"(?:\b[A-Za-z]|\b(?:[A-Za-z]\.)+[A-Za-z]|\b(?:mr|mrs|ms|dr|sen|rep|gov|lt|sgt|capt|col|gen|maj|rev|hon|prof|st|jr|sr"
    r"|vs|jan|feb|aug|sept|oct|nov|dec))\.$",
    re.IGNORECASE,
)
NEAR = 2_000  # characters looked at on either side
CONTEXT = 400  # characters shown on either side at most: a text without sentence ends is not shown whole


@dataclass(frozen=True, slots=True)
class Passage:
    """The evidence sentence is `lead + words + tail`; `before` and `after` are its neighbours in the paragraph."""

    before: str
    lead: str
    words: str
    tail: str
    after: str

    @property
    def is_whole(self) -> bool:
        """Nothing stands beside the words, so there is nothing to set them off from."""
        return not (self.before or self.lead.strip() or self.tail.strip() or self.after)

    @property
    def sentence(self) -> str:
        return self.lead + self.words + self.tail


def passage(text: str, start: int, end: int) -> Passage:
    """The words text[start:end] in their sentence. Splitting is by punctuation: the web process loads no model."""
    first, last = _paragraph(text, start, end)
    ends = _sentence_ends(text, first, last)
    opened = max((edge for edge in ends if edge <= start), default=first)
    closed = min((edge for edge in ends if edge >= end), default=last)
    before = max((edge for edge in ends if edge < opened), default=first)
    after = min((edge for edge in ends if edge > closed), default=last)
    return Passage(
        _last(text[before:opened].strip()),
        _last(text[opened:start]),
        text[start:end],
        _first(text[end:closed].rstrip()),
        _first(text[closed:after].strip()),
    )


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the paragraphs that the words stand in begin and end, no further away than need be."""
    first, last = max(0, start - NEAR), min(len(text), end + NEAR)
    broken = text.rfind("\n\n", first, start)
    ended = text.find("\n\n", end, last)
    return (first if broken < 0 else broken + 2), (last if ended < 0 else ended)


def _sentence_ends(text: str, first: int, last: int) -> list[int]:
    """Where each sentence but the last of a paragraph ends, the white space included."""
    found = SENTENCE_END.finditer(text, first, last)
    return [
        match.end() for match in found if not SHORT_FORM.search(text, max(first, match.start() - 12), match.start() + 1)
    ]


def _last(text: str) -> str:
    return text if len(text) <= CONTEXT else "… " + text[-CONTEXT:].partition(" ")[2]


def _first(text: str) -> str:
    return text if len(text) <= CONTEXT else text[:CONTEXT].rpartition(" ")[0] + " …"


@dataclass(frozen=True)
class Evidence:
    """An accepted finding as the public sees it."""

    finding: Finding

    @property
    def article(self) -> Article:
        return self.finding.article

    @property
    def payload(self) -> dict[str, Any]:
        payload: dict[str, Any] = self.finding.payload
        return payload

    @property
    def moment(self) -> dt.datetime:
        """When the story appeared, as far as it says."""
        article = self.article
        return article.published_at or article.first_read_at

    @property
    def alone(self) -> "list[Evidence]":
        return [self]

    @property
    def anchor(self) -> str:
        """The sentence on our own page of its story."""
        return f"{self.article.get_absolute_url()}#finding-{self.finding.pk}"

    @cached_property
    def passage(self) -> Passage | None:
        """None where the words were redacted."""
        version, spans = self.finding.version, _evidence_spans(self.finding)
        if self.finding.redacted_at or version.redacted_at or not spans:
            return None
        return passage(version.text, spans[0]["start"], spans[-1]["end"])


def _evidence_spans(finding: Finding) -> list[dict[str, Any]]:
    """In the order of the text; an interrupted quote has several."""
    for role in ROLES.get(finding.kind, ()):
        if spans := [span for span in finding.spans if span["role"] == role]:
            return sorted(spans, key=lambda span: span["start"])
    first: list[dict[str, Any]] = finding.spans[:1]
    return first


def accepted_findings() -> QuerySet[Finding]:
    """With what showing them needs, the earliest report first. A version's text is loaded once, not per finding."""
    found = Finding.objects.accepted().select_related("article__outlet", "article__original__outlet")
    found = found.defer("article__fingerprint", "article__original__fingerprint", "because")
    return found.prefetch_related("version").order_by("article__published_at", "article_id", "id")


class Book:
    """The evidence of many records, read in two queries."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._pages: dict[tuple[str, int], list[Evidence]] = defaultdict(list)
        for finding in findings:
            for name in ("quote_id", "position_id", "vote_id"):
                if key := getattr(finding, name):
                    self._pages[name, key].append(Evidence(finding))

    def of(self, record: Quote | Position | Vote) -> list[Evidence]:
        return self._pages.get((f"{record._meta.model_name}_id", record.pk), [])

    def articles(self) -> dict[int, Article]:
        """Every story that a record rests on, by id."""
        return {item.article.pk: item.article for page in self._pages.values() for item in page}


def book_of(quotes: Iterable[Quote] = (), positions: Iterable[Position] = (), votes: Iterable[Vote] = ()) -> Book:
    wanted = Q(quote__in=[quote.pk for quote in quotes])
    wanted |= Q(position__in=[position.pk for position in positions]) | Q(vote__in=[vote.pk for vote in votes])
    return Book(accepted_findings().filter(wanted))

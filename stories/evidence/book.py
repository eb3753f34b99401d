"""What a public claim rests on, as readers see it: its report and, as far as the story's measure allows, its words."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urldefrag

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import JSONObject

from officials.addresses import numbered
from officials.nested import All, nested
from officials.prepared import prepared
from stories.evidence.excerpts import passage_of, shown_of
from stories.evidence.newest import newest_of, with_newest
from stories.evidence.passages import Passage
from stories.findings.kinds import CLAIMS, KINDS
from stories.models import Article, ArticleVersion, Complaint, Finding, Quote, Rank
from votes.models import Event, Position, Vote
from votes.models.decisions import Outcome

# What comparing the claims about a vote or an event needs: there may be hundreds.
CLAIMED = (
    "payload", "spans", "governs", "chosen", "event", "version__read_at", "vote__disposes_of",
    "vote__outcome", "article__url", "article__title",
    "article__published_at", "article__first_read_at", "article__utc_offset", "article__rank", "article__outlet__name",
)  # fmt: skip
# When a claim was told, as `told_at` has it.
TOLD = Case(When(article__rank=Rank.RECORD, then=F("version__read_at")), default=F("article__published_at"))
# Of a claim of a calendar the newest state of its row, "" where it is gone.
LISTED = Case(
    When(article__rank=Rank.RECORD, article__vanished_at=None, then=newest_of("text")),
    default=Value(""),
    output_field=TextField(),
)
# The finding's fields for what a claim became.
RECORDS = tuple(f"{KINDS[name].record}_id" for name in CLAIMS)
# What of a finding no reader sees.
HOW_IT_WAS_FOUND = ("confidence", "extractor", "rule", "because", "fingerprint", "created_at", "decided_at")
# Words at either end of a passage, to find it by.
WORDS_NAMED = 4


# What was answered beside the claim to readers who said that it is wrong; with its finding, not by a query of its own.
ANSWERS = ArraySubquery(
    Complaint.objects.filter(finding=OuterRef("pk"), shown=Complaint.Shown.BESIDE)
    .order_by("answered_at", "pk")
    .values(told=JSONObject(verdict="verdict", words="answer", at="answered_at"))
)


@dataclass(frozen=True)
class Answer:
    """What a reader was answered: what came of it, and why."""

    verdict: str
    words: str
    at: dt.datetime


class IsAmong(Func):
    """Whether a key is among those of an array that is worked out first: rows are then found by it in an index, however
    many tables are joined to them.
    """

    output_field = BooleanField()
    template = "(%(expressions)s))"
    arg_joiner = " = ANY ("


@dataclass(frozen=True)
class Evidence:
    """An accepted finding as the public sees it.

    Without a passage its words were removed, or they are `withheld`: there is room for no more of the story.
    """

    finding: Finding
    passage: Passage | None
    withheld: bool = False

    @property
    def article(self) -> Article:
        return self.finding.article

    @property
    def payload(self) -> dict[str, Any]:
        payload: dict[str, Any] = self.finding.payload
        return payload

    @property
    def moment(self) -> dt.datetime:
        """Return when the story appeared, as far as it says, or when the calendar was read so."""
        return told_at(self.finding) or self.article.first_read_at

    @property
    def has_changed(self) -> bool:
        """Say whether the newest version of the story no longer holds its words."""
        return bool(getattr(self.finding, "are_gone", False))

    @property
    def answers(self) -> "list[Answer]":
        """Return what readers who said that it is wrong were answered, as far as it stands beside the claim."""
        told = getattr(self.finding, "answers", [])
        return [
            Answer(Complaint.Verdict(one["verdict"]).label, one["words"], dt.datetime.fromisoformat(one["at"]))
            for one in told
        ]

    @property
    def starts(self) -> int:
        """Return where in the text its words begin; 0 where they were removed."""
        return min((span["start"] for span in self.finding.spans), default=0)

    @property
    def alone(self) -> "list[Evidence]":
        """Return it as a list, for a template that shows several."""
        return [self]

    @property
    def anchor(self) -> str:
        """Return the address of the sentence on our own page of its story."""
        return f"{self.article.get_absolute_url()}#finding-{self.finding.pk}"

    @property
    def objection(self) -> str:
        """Return where a reader says that it is wrong."""
        return numbered("wrong", self.finding.pk)

    @property
    def address(self) -> str:
        """Return the story's address at its publisher, opened at the words where a browser knows text fragments."""
        passage = passage_of(self.finding)
        words = passage.words.split() if passage else []
        ends = [words] if len(words) <= 2 * WORDS_NAMED else [words[:WORDS_NAMED], words[-WORDS_NAMED:]]
        named = ",".join(quote(" ".join(end), safe="").replace("-", "%2D") for end in ends)
        return f"{urldefrag(self.article.url).url}#:~:text={named}" if words else self.article.url


def told_at(finding: Finding) -> dt.datetime | None:
    """Return when a claim was told: when its story was printed, or when the calendar was read so."""
    return finding.version.read_at if finding.article.is_record else finding.article.published_at


def accepted_findings() -> QuerySet[Finding]:
    """Return the accepted findings with what showing them needs, the earliest report first, as `with_newest`.

    A version's text is loaded once, not per finding.
    """
    stories = ("article__outlet", "article__withdrawal", "article__original__outlet", "article__original__withdrawal")
    findings = Finding.objects.accepted().select_related(*stories)
    findings = findings.defer("article__fingerprint", "article__original__fingerprint", "because")
    in_order = findings.prefetch_related("version").order_by("article__published_at", "article_id", "id")
    return with_newest(in_order).annotate(listed=LISTED, answers=ANSWERS)


@dataclass(frozen=True)
class Told:
    """The claims about these votes and events, by number, in the stories at these addresses."""

    votes: list[int] = field(default_factory=list)
    events: list[int] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)


def _findings_in(stories: Iterable[Article]) -> Iterator[Finding]:
    """Yield the findings of stories of `_stories`."""
    for story in stories:
        texts = {version.pk: version for version in story.versions.all()}
        for finding in story.findings.all():
            finding.version = texts[finding.version_id]
            yield finding


@prepared
def _stories(
    quotes: list[int] | None, positions: list[int] | None, votes: list[int] | None, findings: list[int] | None,
    told_votes: list[int] | None, told_events: list[int] | None, urls: list[str] | None,
) -> QuerySet[Article]:  # fmt: skip
    """Return all stories that any of these rest on, with their accepted findings as `accepted_findings` has them, in
    one query that reads each story and each version once.
    """
    resting = {"quote__pk": quotes, "position__pk": positions, "vote__pk": votes, "pk": findings}
    # One question each, since an index answers each.
    accepted = Finding.objects.accepted().order_by()
    asked = [accepted.filter(**{f"{name}__among": pks}) for name, pks in resting.items() if pks is not None]
    if urls is not None:
        about = Q(vote__pk__among=told_votes) | Q(event__pk__among=told_events)
        asked.append(accepted.filter(about, article__url__among=urls))
    found = [rows.values("article") for rows in asked]
    stories = Article.objects.filter(IsAmong("pk", ArraySubquery(found[0].union(*found[1:]))))
    stories = stories.order_by("published_at", "pk").defer("fingerprint", "original__fingerprint")
    stories = stories.select_related("outlet", "withdrawal", "original__outlet", "original__withdrawal")
    shown = with_newest(Finding.objects.accepted().order_by("pk")).annotate(listed=LISTED, answers=ANSWERS)
    relied_on = Exists(Finding.objects.accepted().filter(version=OuterRef("pk")))
    versions = All(rows=ArticleVersion.objects.filter(relied_on).order_by(), leave=("headings", "sha256"))
    says = ("newest", "are_gone", "listed", "answers")
    return nested(stories, findings=All(rows=shown, says=says, leave=HOW_IT_WAS_FOUND), versions=versions)


def evidence_of(findings: Iterable[Finding]) -> list[Evidence]:
    """Return what the public sees of these, all accepted findings of some stories, which share each story's measure."""
    stories: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        stories[finding.article_id].append(finding)
    return [evidence for in_story in stories.values() for evidence in _of_story(in_story)]


def is_withheld(evidence: Sequence[Evidence]) -> bool:
    """Say whether no report has room for the words any more."""
    return bool(evidence) and all(report.withheld for report in evidence)


def _of_story(findings: list[Finding]) -> list[Evidence]:
    shown = shown_of(findings)
    # A finding that is not in `shown` lost its words; one that is there without a passage found no room.
    return [
        Evidence(finding, passage := shown.get(finding.pk), withheld=passage is None and finding.pk in shown)
        for finding in findings
    ]


def claims_of(records: Iterable[Vote | Event]) -> dict[Vote | Event, list[Evidence]]:
    """Return all accepted claims about each of these, the earliest report first: what they say, not yet their words.

    Those about the vote that put another off are about that other one, too, and those about the meeting at which a vote
    is taken about the vote. Each has what its calendar `listed` last.
    """
    records = list(records)
    votes = {record.pk: record for record in records if isinstance(record, Vote)}
    events: defaultdict[int, list[Vote | Event]] = defaultdict(list)
    for record in records:
        if number := record.meeting_id if isinstance(record, Vote) else record.pk:
            events[number].append(record)
    evidence: dict[Vote | Event, list[Evidence]] = defaultdict(list)
    for finding in _claims([*events], [*votes] or None):
        vote = finding.vote
        disposes_of = vote.disposes_of_id if vote and vote.outcome != Outcome.FAILED else None
        told: list[Vote | Event] = [votes[pk] for pk in (finding.vote_id, disposes_of) if pk in votes]
        told += events.get(finding.event_id or 0, [])
        for record in told:
            evidence[record].append(Evidence(finding, None))
    return evidence


@prepared
def _claims(events: list[int], votes: list[int] | None) -> QuerySet[Finding]:
    """Return the claims of `claims_of`, the earliest first."""
    about = Q(event__pk__among=events)
    if votes:
        put_off = Vote.objects.filter(disposes_of__pk__among=votes, withdrawn_at=None).exclude(outcome=Outcome.FAILED)
        telling = Vote.objects.filter(pk__among=votes).order_by().values("pk").union(put_off.order_by().values("pk"))
        about |= Q(IsAmong("vote", ArraySubquery(telling)))
    claims = Finding.objects.accepted().filter(about).select_related("article__outlet", "vote", "version")
    return claims.only(*CLAIMED).annotate(listed=LISTED).order_by(TOLD, "article_id", "id")


class Book:
    """The evidence of many records, or as much of it as had appeared by a moment. It may be handed on before it is
    read: what is shown decides what is read.
    """

    def __init__(self, until: dt.datetime | None = None) -> None:
        self.until = until
        self._pages: dict[tuple[str, int], list[Evidence]] = {}
        self._findings: dict[int, Evidence] = {}

    def read(
        self,
        quotes: Iterable[Quote] = (),
        positions: Iterable[Position] = (),
        votes: Iterable[Vote] = (),
        findings: Iterable[int] = (),
        told: Told | None = None,
    ) -> None:
        """Read all the stories that the records, or single findings by id, or the claims `told` rest on, in one query.
        Call it once.
        """
        resting = [[record.pk for record in records] or None for records in (quotes, positions, votes)]
        about = (told.votes, told.events, told.urls) if told and told.urls else (None, None, None)
        asked = (*resting, [*findings] or None, *about)
        if not any(asked):
            return
        for evidence in evidence_of(_findings_in(_stories(*asked))):
            if self.until and evidence.moment > self.until:
                continue
            self._findings[evidence.finding.pk] = evidence
            for name in RECORDS:
                if key := getattr(evidence.finding, name):
                    self._pages.setdefault((name, key), []).append(evidence)

    def of(self, record: Quote | Position | Vote | Event) -> list[Evidence]:
        """Return what the record rests on, the earliest report first; empty before the book is read."""
        return self._pages.get((f"{record._meta.model_name}_id", record.pk), [])

    def evidence(self, finding: int) -> Evidence:
        """Return one of the findings that were read, by number."""
        return self._findings[finding]

    def with_words(self, evidence: Evidence) -> Evidence:
        """Return the same evidence with its words, where it was read."""
        return self._findings.get(evidence.finding.pk, evidence)


def book_of(quotes: Iterable[Quote] = (), positions: Iterable[Position] = (), votes: Iterable[Vote] = ()) -> Book:
    """Return a book read for these records."""
    book = Book()
    book.read(quotes, positions, votes)
    return book

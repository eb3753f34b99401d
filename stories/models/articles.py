"""One URL's story, the text as read at each moment, and the page it was read from."""

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, TruncTime

from officials.addresses import numbered
from officials.models import Place
from officials.words import words_index
from stories.models.publication import Publication, PublishedFrom
from stories.models.sources import Rank
from votes.ledger import AppendOnly
from votes.models import Issue

# The score of a match from which a story is likely to belong to the issue.
LIKELY = 0.4


class ArticleQuerySet(models.QuerySet["Article"]):
    def due_for_rereading(self, now: dt.datetime) -> Self:
        """Return stories that are to be looked at again and that no worker holds, the longest waiting first."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=now)
        return self.filter(free, next_reread_at__lte=now).order_by("next_reread_at")

    def of_unknown_clock(self) -> Self:
        """Return stories whose hour nothing can be counted from before somebody says where their outlet is."""
        is_day = Q(clock=dt.time.min) & (Q(utc_offset=None) | Q(published_from=PublishedFrom.EARLIER))
        timed = self.alias(clock=TruncTime("published_at", tzinfo=dt.UTC)).exclude(is_day)
        # At every hour in UTC some place of the world has another day.
        unclear = Q(utc_offset=None) | Q(utc_offset=0)
        return timed.filter(unclear, outlet__place=None, published_at__isnull=False)

    def count_anew(self) -> None:
        """Have the newest version of each read for findings again, as when another day of publication is known."""
        newest = (
            ArticleVersion.objects.filter(article__in=self).order_by("article_id", "-number").distinct("article_id")
        )
        Extraction.objects.filter(version__in=list(newest.values_list("pk", flat=True))).delete()

    def shown(self) -> Self:
        """Return all but those withdrawn without a word to readers."""
        return self.exclude(withdrawal__show=False)

    def reports(self) -> Self:
        """Return stories: all but what stands in a body's own calendar."""
        return self.filter(rank=Rank.REPORT)

    def originals(self) -> Self:
        """Return stories that copy no other."""
        return self.filter(original=None)


class Article(Publication):
    """One URL's story, with when it was printed; or, with the `rank` of a record, a meeting in a body's own calendar,
    with when it was read so.

    `original` is the earliest story this one copies. `fingerprint` holds hashed word shingles (see
    `stories/ingestion/shingles.py`).
    """

    url = models.CharField(max_length=2000, unique=True)
    rank = models.CharField(max_length=10, choices=Rank, default=Rank.REPORT, db_default=Rank.REPORT)
    title = models.CharField(max_length=1000)
    byline = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    agency = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=20, blank=True)
    image_url = models.CharField(max_length=2000, blank=True)
    modified_at = models.DateTimeField(null=True, blank=True)
    partial = models.BooleanField(default=False)
    correction = models.TextField(blank=True)
    original = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    fingerprint = ArrayField(models.IntegerField(), default=list, blank=True)
    first_read_at = models.DateTimeField()
    last_read_at = models.DateTimeField()
    rereads = models.PositiveSmallIntegerField(default=0)
    next_reread_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    vanished_at = models.DateTimeField(null=True, blank=True)
    issues = models.ManyToManyField(Issue, through="ArticleIssue", related_name="articles")

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]
        indexes = [
            models.Index(fields=["outlet", "id"], name="article_outlet"),
            # By when they appeared.
            models.Index("outlet", Coalesce("published_at", "first_read_at").desc(), name="article_newest_of_outlet"),
            words_index("title", name="article_words"),
            # Kept merged: every new story is looked up here at once.
            GinIndex(fields=["fingerprint"], name="article_fingerprint", fastupdate=False),
            models.Index(
                fields=["next_reread_at"],
                condition=Q(next_reread_at__isnull=False),
                name="article_reread",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(original=models.F("pk")),
                name="article_not_its_own_original",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return numbered("story", self.pk)

    @property
    def is_record(self) -> bool:
        """Say whether it is a meeting in a body's own calendar rather than a story."""
        return self.rank == Rank.RECORD

    @property
    def home(self) -> Place | None:
        """Return where it is from: a meeting, where its calendar is at home; a story, where its outlet is."""
        row = self.rows.select_related("source__place").first() if self.is_record else None
        return (row.source.place if row else None) or self.outlet.place


class ArticleIssueQuerySet(models.QuerySet["ArticleIssue"]):
    def accepted(self) -> Self:
        """Return those that a person accepted, and of stories that share their words with such a one on the same issue:
        a copy is looked at no second time.
        """
        rows, follows = self._following()
        return rows.filter(Q(state=ArticleIssue.State.ACCEPTED) | Q(follows, state=ArticleIssue.State.PROPOSED))

    def _following(self) -> tuple[Self, Q]:
        """Return the rows with the condition that a story in the same words was accepted on the issue."""
        on_issue = ArticleIssue.objects.filter(issue=OuterRef("issue"), state=ArticleIssue.State.ACCEPTED)
        # Two questions, since an index answers each: of the original, and of its copies.
        of_original = Exists(on_issue.filter(article=OuterRef("first")))
        of_copy = Exists(on_issue.filter(article__original=OuterRef("first")))
        # The original's id, or its own: what a story and its copies have in common.
        return self.alias(first=Coalesce("article__original", "article")), Q(of_original) | Q(of_copy)

    def following(self) -> Self:
        """Return those that nobody has looked at and nobody needs to: copies of accepted stories."""
        rows, follows = self._following()
        return rows.filter(follows, state=ArticleIssue.State.PROPOSED)

    def public(self) -> Self:
        """Return those that readers see: accepted ones, on a public issue."""
        return self.accepted().filter(issue__in=Issue.objects.public()).exclude(article__withdrawal__show=False)

    def waiting(self) -> Self:
        """Return those that a curator is to look at."""
        rows, follows = self._following()
        return rows.filter(~follows, state=ArticleIssue.State.PROPOSED, article__withdrawal=None)

    def likely(self) -> Self:
        """Return those accepted, or so likely that the program reckons with them in what nobody sees."""
        likely = Q(state=ArticleIssue.State.PROPOSED, score__gte=LIKELY)
        return self.filter(likely | Q(state=ArticleIssue.State.ACCEPTED))


class ArticleIssue(models.Model):
    """Which issue a story belongs to, how surely, and why: proposed until a person accepts it or a claim of the story.

    Who accepts a claim accepts the issue that it carries, and leaves score and reason as they are.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed"
        ACCEPTED = "accepted"
        REJECTED = "rejected"

    # The reason of one that a curator chose, whatever the terms say.
    CHOSEN = "a curator's choice"

    article = models.ForeignKey(Article, models.CASCADE, related_name="article_issues")
    issue = models.ForeignKey(Issue, models.PROTECT, related_name="article_issues")
    score = models.FloatField(default=0)
    reason = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)

    objects = ArticleIssueQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "issue"], name="article_issue_unique")]
        indexes = [
            # Stories of an issue, and what is to be looked at in its order.
            models.Index(
                fields=["issue", "article"], condition=~Q(state="rejected"), name="article_issue_not_rejected"
            ),
            models.Index(fields=["-score", "-article"], condition=Q(state="proposed"), name="article_issue_proposed"),
        ]

    def __str__(self) -> str:
        return f"{self.article} in {self.issue}"


class Withdrawal(models.Model):
    """That a story was withdrawn, by its outlet or by an editor, and why; readers are told where `show` says so. While
    there is one, nothing that was accepted from its story is public, and nothing new is read in it.
    """

    article = models.OneToOneField(Article, models.PROTECT, related_name="withdrawal")
    because = models.CharField(max_length=500)
    show = models.BooleanField(default=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.article}: {self.because}"


class Snapshot(models.Model):
    """A page as it was served, zlib-compressed, found by the SHA-256 of its bytes; kept for the retention."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    url = models.CharField(max_length=2000)
    content_type = models.CharField(max_length=200, blank=True)
    body = models.BinaryField(null=True)
    fetched_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["fetched_at"],
                condition=Q(body__isnull=False),
                name="snapshot_kept",
            )
        ]

    def __str__(self) -> str:
        return f"{self.url} at {self.fetched_at}"


class ArticleVersionQuerySet(models.QuerySet["ArticleVersion"]):
    def unread(self) -> Self:
        """Return those no extractor has read, of stories that stand. A changed extractor makes none unread: a command
        reads them again. What stands in a calendar is proposed by whoever read the calendar.
        """
        return self.standing().filter(unread__isnull=False)

    def standing(self) -> Self:
        """Return those of stories that were neither withdrawn nor removed."""
        # As a question of its own, whose answers PostgreSQL can foresee: almost none is withdrawn.
        withdrawn = Exists(Withdrawal.objects.filter(article=OuterRef("article")))
        return self.filter(~withdrawn, redacted_at=None, article__rank=Rank.REPORT)


class ArticleVersion(AppendOnly):
    """The story's text as read at one moment. `headings` are [start, end] character ranges of `text`."""

    REDACTED = {"title": "(removed)", "text": "", "headings": []}

    article = models.ForeignKey(Article, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=1000)
    text = models.TextField()
    headings = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="versions")
    read_at = models.DateTimeField()

    objects = ArticleVersionQuerySet.as_manager()

    class Meta:
        ordering = ["article", "number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="article_version_number_unique")]
        # The stories that changed.
        indexes = [
            models.Index(fields=["article"], condition=Q(number__gt=1), name="article_version_later"),
            models.Index(fields=["read_at"], name="article_version_read_at"),
        ]

    def __str__(self) -> str:
        return f"{self.title} (version {self.number})"


class Extraction(models.Model):
    """The mark that an extractor has read a version for findings, so that one without findings is not read for ever."""

    version = models.ForeignKey(ArticleVersion, models.CASCADE, related_name="extractions")
    extractor = models.CharField(max_length=100, default="rules")
    note = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "extractor"], name="extraction_unique")]
        indexes = [models.Index(fields=["done_at"], condition=~Q(note=""), name="extraction_noted")]

    def __str__(self) -> str:
        return f"{self.version}: {self.done_at}"

"""A proposal from a story, and the log of what curators decided about it."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT

from officials.models import Person
from stories.models.articles import Article, ArticleVersion
from stories.models.quotes import Quote
from votes.ledger import AppendOnly
from votes.models import Event, Issue, Position, Vote


class FindingQuerySet(models.QuerySet["Finding"]):
    def pending(self) -> Self:
        """Return those that nobody has decided."""
        return self.filter(state=Finding.State.PENDING)

    def accepted(self) -> Self:
        """Return those that are public."""
        return self.filter(state=Finding.State.ACCEPTED)


class Finding(models.Model):
    """A proposal with the words it rests on.

    `spans` is a list of {"role", "start", "end", "text"} into the version's text (its kind has the roles); a
    trigger checks each. `payload` is the finding as extraction typed it, or as a curator corrected it. `extractor`
    made it by its `rule`, and `because` says so in words; where two did, `seconded_by` is the other's rule.
    `fingerprint` names what was proposed within its article, so that a re-read proposes nothing twice; a correction
    leaves it. `printed_on` is the day its "Tuesday" was counted from, as it was known then; `recounted` is the window
    of an accepted one as counted from a better known day.
    One that was accepted is `withdrawn` while its story is.
    At most one of the records below is what it became or supports; `governs` says whether a vote's or an event's date
    is its, and `chosen` whether a curator said so rather than its being the newest.
    """

    class Kind(models.TextChoices):
        OFFICIAL = "official"
        SPEAKER = "speaker"
        QUOTE = "quote"
        POSITION = "position"
        VOTE = "vote"
        EVENT = "event"

    class State(models.TextChoices):
        PENDING = "pending"
        ACCEPTED = "accepted"
        REJECTED = "rejected"
        STALE = "stale"
        WITHDRAWN = "withdrawn"

    article = models.ForeignKey(Article, models.PROTECT, related_name="findings")
    version = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=10, choices=Kind)
    spans = models.JSONField(default=list)
    payload = models.JSONField(default=dict)
    confidence = models.FloatField()
    extractor = models.CharField(max_length=100, default="rules")
    rule = models.CharField(max_length=200, blank=True)
    seconded_by = models.CharField(max_length=200, blank=True)
    because = models.CharField(max_length=500, blank=True)
    fingerprint = models.CharField(max_length=64)
    printed_on = models.DateField(null=True, blank=True)
    recounted = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, blank=True, related_name="findings")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="findings")
    quote = models.ForeignKey(Quote, models.PROTECT, null=True, blank=True, related_name="findings")
    position = models.ForeignKey(Position, models.PROTECT, null=True, blank=True, related_name="findings")
    vote = models.ForeignKey(Vote, models.PROTECT, null=True, blank=True, related_name="findings")
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="findings")
    governs = models.BooleanField(default=False)
    chosen = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    redacted_at = models.DateTimeField(null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["article", "id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "fingerprint"], name="finding_fingerprint_unique"),
            models.CheckConstraint(condition=Q(confidence__gte=0, confidence__lte=1), name="finding_confidence"),
            models.CheckConstraint(
                condition=Q(quote=None, position=None, vote=None)
                | Q(quote=None, position=None, event=None)
                | Q(quote=None, vote=None, event=None)
                | Q(position=None, vote=None, event=None),
                name="finding_at_most_one_record",
            ),
        ]  # fmt: skip
        # The first holds all that the queue asks of what waits, so that it reads no row.
        indexes = [
            models.Index(
                fields=["article"],
                include=["created_at", "kind", "issue", "confidence", "extractor", "rule"],
                condition=Q(state="pending"),
                name="finding_waiting",
            ),
            models.Index(fields=["article"], condition=Q(state="stale"), name="finding_stale"),
            models.Index(fields=["id"], condition=Q(state="accepted") & ~Q(recounted={}), name="finding_recounted"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.article}"

    def span(self, role: str) -> dict[str, Any] | None:
        """Return the first span of a role."""
        return next((span for span in self.spans if span["role"] == role), None)


class LoggedAction(AppendOnly):
    """One curation act. Undoing is a new row that names the one it undoes. `before` and `after` say what it was about,
    for whoever reads the log; what it changed, to the last row, stands in its effects. `how` says how closely a person
    looked: at this one, at several together, at another act that brought this one with it, or once and for all at a
    body's own calendar, whose moves of known meetings are accepted by themselves. `fault` says why a finding was
    rejected, `corrected` what of one was put right before it was accepted: fields of its payload, "words" or another of
    its spans, "issue", "person", "kind".
    """

    class Act(models.TextChoices):
        ACCEPT = "accept"
        CORRECT = "correct"
        REJECT = "reject"
        MERGE = "merge"
        UNDO = "undo"
        EDIT = "edit"
        REDACT = "redact"

    class How(models.TextChoices):
        ONE_BY_ONE = "one_by_one", "one by one"
        BULK = "bulk", "in bulk"
        IMPLIED = "implied"
        BY_ITSELF = "by_itself", "by itself"

    class Fault(models.TextChoices):
        WRONG_SPEAKER = "wrong_speaker", "wrong speaker"
        NOT_A_QUOTE = "not_a_quote", "not a quote"
        NARRATION = "narration", "reporter’s narration"
        NOT_A_POSITION = "not_a_position", "not a position"
        WRONG_DATE = "wrong_date", "wrong date"
        DUPLICATE = "duplicate", "duplicate"
        OTHER = "other", "other"

    REDACTED = {"before": {}, "after": {}, "reason": ""}

    act = models.CharField(max_length=10, choices=Act)
    how = models.CharField(max_length=10, choices=How, default=How.ONE_BY_ONE)
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, blank=True, related_name="actions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="actions")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)
    fault = models.CharField(max_length=20, choices=Fault, blank=True)
    corrected = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["finding"], condition=Q(act="edit"), name="logged_action_edit"),
            # What the log of corrections looks through.
            models.Index(fields=["act", "id"], condition=Q(act__in=["edit", "undo"]), name="logged_action_corrects"),
            models.Index(fields=["id"], condition=Q(act="redact"), name="logged_action_redacts"),
            # What an editor did to a vote by hand.
            models.Index(
                KT("after__vote"),
                condition=Q(act="edit", finding=None, after__has_key="vote"),
                name="logged_action_edit_of_vote",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} by {self.by}"

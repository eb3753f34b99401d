"""Decisions of a body: when they are expected, how that moved, and how each member voted."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from officials.models import Body, Person
from votes.ledger import AppendOnly
from votes.models.issues import Issue
from votes.windows import Windowed, window_constraint


class Stage(models.TextChoices):
    UNKNOWN = "", "vote"
    COMMITTEE = "committee", "committee vote"
    FIRST = "first", "first reading"
    SECOND = "second", "second reading"
    FINAL = "final", "final vote"
    PROCEDURAL = "procedural", "procedural vote"
    AMENDMENT = "amendment", "vote on an amendment"


class Status(models.TextChoices):
    EXPECTED = "expected"
    SCHEDULED = "scheduled"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    HELD = "held"


class Outcome(models.TextChoices):
    PASSED = "passed"
    FAILED = "failed"


OPEN_STATUSES = (Status.EXPECTED, Status.SCHEDULED, Status.POSTPONED)

# The fields of a vote by what they are for; whoever needs a list of them takes one of these.
# When it is, as certain as the source.
WHEN_FIELDS = ("earliest", "latest", "precision", "phrase", "time")
# What came of it.
RESULT_FIELDS = ("status", "outcome", "yes", "no")
# What a report can say of it; in a finding's payload `location` is called `place`.
REPORTED_FIELDS = (*WHEN_FIELDS, "location", *RESULT_FIELDS)
# What `votes/schedule.py` changes and the ledger keeps.
SCHEDULE_FIELDS = (*REPORTED_FIELDS, "agenda_url", "stage", "passage_needs", "motion")
# Those whose change is announced; a phrase, stage or link that alone differs is not worth a mail.
NEWS_FIELDS = ("earliest", "latest", "time", "location", *RESULT_FIELDS)


class VoteQuerySet(models.QuerySet["Vote"]):
    def standing(self) -> Self:
        """Return all but those withdrawn as our own mistake."""
        return self.filter(withdrawn_at=None)

    def ahead(self, today: date) -> Self:
        """Return votes not yet held whose window is not over, the soonest first; the undated ones last."""
        still = Q(latest=None) | Q(latest__gte=today)
        return self.standing().filter(still, status__in=OPEN_STATUSES).order_by("earliest", "id")

    def overdue(self, today: date) -> Self:
        """Return votes whose window is over without word of what came of them."""
        return self.standing().filter(status__in=OPEN_STATUSES, latest__lt=today).order_by("latest", "id")

    def held(self) -> Self:
        """Return votes that were taken, the latest first."""
        return self.standing().filter(status=Status.HELD).order_by("-latest", "-id")


class Vote(Windowed):
    """A decision of a body on an issue. Its identity does not depend on its date: only `votes/schedule.py`
    changes date, place or status, or withdraws a vote that was our mistake. `version` is the calendar's
    SEQUENCE; `time` is local to the body's place.
    """

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="votes")
    body = models.ForeignKey(Body, models.PROTECT, related_name="votes")
    motion = models.CharField(max_length=500)
    stage = models.CharField(max_length=20, choices=Stage, blank=True, default=Stage.UNKNOWN)
    passage_needs = models.CharField(max_length=200, blank=True)
    time = models.TimeField(null=True, blank=True)
    location = models.CharField(max_length=300, blank=True)
    agenda_url = models.URLField(max_length=1000, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.EXPECTED)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    yes = models.PositiveSmallIntegerField(null=True, blank=True)
    no = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = VoteQuerySet.as_manager()

    class Meta:
        ordering = ["earliest", "id"]
        indexes = [models.Index(fields=["status", "earliest"])]
        constraints = [
            window_constraint("vote_window"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(status="held"),
                name="vote_outcome_only_when_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.motion}"

    def get_absolute_url(self) -> str:
        return reverse("vote", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES


class VoteChange(AppendOnly):
    """The ledger: what moved, old → new, when learnt and why. `old` and `new` hold only the fields that changed."""

    class Why(models.TextChoices):
        NEWS = "news", "the world changed"
        MISTAKE = "mistake", "our mistake"

    REDACTED = {"sentence": "", "decided_by": ""}

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField()
    old = models.JSONField()
    new = models.JSONField()
    why = models.CharField(max_length=20, choices=Why, default=Why.NEWS)
    learnt_at = models.DateTimeField()
    source_name = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(max_length=2000, blank=True)
    sentence = models.TextField(blank=True)
    decided_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["vote", "version"]
        constraints = [models.UniqueConstraint(fields=["vote", "version"], name="vote_change_version_unique")]

    def __str__(self) -> str:
        return f"{self.vote} v{self.version}"


class Ballot(models.Model):
    """How one person voted."""

    class Choice(models.TextChoices):
        YES = "yes"
        NO = "no"
        ABSTAIN = "abstain", "abstained"
        ABSENT = "absent"
        RECUSED = "recused"

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="ballots")
    person = models.ForeignKey(Person, models.PROTECT, related_name="ballots")
    choice = models.CharField(max_length=20, choices=Choice)

    class Meta:
        ordering = ["vote", "person"]
        constraints = [models.UniqueConstraint(fields=["vote", "person"], name="ballot_unique")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_choice_display()}"

"""Decisions of a body: when they are expected, how that moved, and how each member voted."""

from datetime import date, tzinfo
from typing import Self

from django.db import models
from django.db.models import F, Q

from officials.addresses import numbered
from officials.models import Body, Person, Ruled, passage_constraint
from officials.words import words_index
from votes.models.changes import Change
from votes.models.events import Event
from votes.models.issues import Issue
from votes.models.status import OPEN_STATUSES, Status
from votes.windows import Windowed, window_constraint


class Classification(models.TextChoices):
    """What a motion is, in the words of Open Civic Data; the motions about a motion are `DISPOSING`."""

    UNKNOWN = "", "vote"
    COMMITTEE = "committee", "committee vote"
    FIRST_READING = "reading-1", "first reading"
    SECOND_READING = "reading-2", "second reading"
    PASSAGE = "passage", "final vote"
    AMENDMENT = "amendment", "vote on an amendment"
    TABLE = "table", "vote to table it"
    POSTPONE = "postpone", "vote to put it off"
    REFER = "refer", "vote to refer it"
    WITHDRAW = "withdraw", "vote to withdraw it"
    PROCEDURAL = "procedural", "procedural vote"


class Outcome(models.TextChoices):
    PASSED = "passed"
    FAILED = "failed"


# Votes by which a body puts another vote off, for a while or for good.
DISPOSING = (Classification.TABLE, Classification.POSTPONE, Classification.REFER, Classification.WITHDRAW)

# The fields of a vote by what they are for; whoever needs a list of them takes one of these.
# When it is, as certain as the source.
WHEN_FIELDS = ("earliest", "latest", "precision", "phrase", "time")
# What came of it.
RESULT_FIELDS = ("status", "outcome", "yes", "no")
# What a report can say of it; in a finding's payload `location` is called `place`.
REPORTED_FIELDS = (*WHEN_FIELDS, "location", *RESULT_FIELDS)
# What `votes/schedule.py` changes and the ledger keeps.
SCHEDULE_FIELDS = (
    *REPORTED_FIELDS, "agenda_url", "classification", "passage_needs", "passage_rule", "passage_number", "motion",
    "meeting_id", "disposes_of_id",
)  # fmt: skip
# Those whose change is announced; a phrase, classification or link that alone differs is not worth a mail.
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

    def undecided(self) -> Self:
        """Return those that were not taken yet: of those with a meeting, what moves with it."""
        return self.exclude(status=Status.HELD)

    def on_the_matter(self) -> Self:
        """Return all but the motions about a motion."""
        return self.exclude(classification__in=DISPOSING)


class Vote(Ruled, Windowed):
    """A decision of a body on an issue. Its identity does not depend on its date: only `votes/schedule.py`
    changes date, place or status, or withdraws a vote that was our mistake. `version` is the calendar's
    SEQUENCE; `time` is local to the body's place.

    `passage_needs` is the printed words for the rule of passage; without a rule the body's own holds. `disposes_of` is
    the vote that a procedural one puts off. `meeting` is the event at which it is taken: both have the same
    date, and are called off and come back together.
    """

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="votes")
    body = models.ForeignKey(Body, models.PROTECT, related_name="votes")
    motion = models.CharField(max_length=500)
    classification = models.CharField(max_length=20, choices=Classification, blank=True, default=Classification.UNKNOWN)
    passage_needs = models.CharField(max_length=200, blank=True)
    time = models.TimeField(null=True, blank=True)
    location = models.CharField(max_length=300, blank=True)
    agenda_url = models.URLField(max_length=1000, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.EXPECTED)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    yes = models.PositiveSmallIntegerField(null=True, blank=True)
    no = models.PositiveSmallIntegerField(null=True, blank=True)
    disposes_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="disposals")
    meeting = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="votes")
    version = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = VoteQuerySet.as_manager()

    class Meta:
        ordering = ["earliest", "id"]
        indexes = [
            models.Index(fields=["status", "earliest"]),
            words_index("motion", name="vote_words"),
            models.Index(
                F("latest").desc(nulls_last=True), F("id").desc(), condition=Q(withdrawn_at=None), name="vote_newest"
            ),
        ]
        constraints = [
            window_constraint("vote_window"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(status="held"),
                name="vote_outcome_only_when_held",
            ),
            passage_constraint("vote_passage"),
            models.CheckConstraint(
                condition=~Q(status="shelved") | Q(precision="none", time=None), name="vote_shelved_has_no_date"
            ),
            # Of a vote of the same issue, which a foreign key of the migration's own sees to.
            models.CheckConstraint(
                condition=Q(disposes_of=None) | Q(classification__in=DISPOSING) & ~Q(disposes_of=F("id")),
                name="vote_disposes_of_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.motion}"

    def get_absolute_url(self) -> str:
        return numbered("vote", self.pk)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def zone(self) -> tzinfo:
        """Return the zone of its body's place."""
        return self.body.place.zone

    @property
    def is_procedural(self) -> bool:
        """Say whether it is about a motion: it stands in no tally, and nobody had said how they would vote on it."""
        return self.classification in (*DISPOSING, Classification.PROCEDURAL)


class VoteChange(Change):
    """The ledger of votes. `moved_by` is the procedural vote that made the change."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="changes")
    moved_by = models.ForeignKey(Vote, models.PROTECT, null=True, blank=True, related_name="made_changes")

    class Meta:
        ordering = ["vote", "version"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "version"], name="vote_change_version_unique"),
            models.CheckConstraint(
                condition=Q(moved_by=None) | Q(by_what="procedural"), name="vote_change_moved_by_procedural"
            ),
        ]
        indexes = [models.Index(fields=["learnt_at"], condition=Q(why="mistake"), name="vote_change_mistake")]

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

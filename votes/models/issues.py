"""The matter people follow, and where each person stands on it."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, When
from django.urls import reverse

from officials.models import Body, Person, Place
from officials.words import words_index


class IssueQuerySet(models.QuerySet["Issue"]):
    def public(self) -> Self:
        """Return those that readers may see."""
        return self.filter(published_at__isnull=False)

    def nearest(self, place: Place | None) -> Self:
        """Return them by title, those of the place first."""
        return self.order_by(Case(When(place=place, then=0), default=1), "title")


class Issue(models.Model):
    """The matter people follow. `terms` are the words and phrases that bring stories in.

    Place and body may be open at first: accepting the first vote fills them in. `published_at` is when a person saved
    it or the first claim about it was accepted; until then no reader sees it.
    """

    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=200)
    question = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="issues", null=True, blank=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="issues", null=True, blank=True)
    terms = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        indexes = [
            words_index("title", "question", "summary", name="issue_words"),
            models.Index(fields=["title"], condition=Q(closed_at=None), name="issue_open"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("issue", args=[self.slug])


class Stance(models.TextChoices):
    SUPPORT = "support", "supports"
    OPPOSE = "oppose", "opposes"
    MIXED = "mixed", "backs part, fights part"
    UNDECIDED = "undecided", "undecided"
    NO_POSITION = "no_position", "no position"


class Basis(models.TextChoices):
    VOTE_INTENT = "vote_intent", "says how they will vote"
    STATEMENT = "statement", "said so"
    ACTION = "action", "did this"
    DECLINED = "declined", "declined to comment"
    NO_RESPONSE = "no_response", "did not respond"
    PAST_VOTE = "past_vote", "voted"


NON_ANSWERS = (Basis.DECLINED, Basis.NO_RESPONSE)


class PositionQuerySet(models.QuerySet["Position"]):
    def stands(self) -> Self:
        """Return those that can head a chain: silence is not a position."""
        return self.exclude(basis__in=NON_ANSWERS)

    def newest_first(self) -> Self:
        return self.order_by("-since", "-id")


class StandingPositions(models.Manager.from_queryset(PositionQuerySet)):  # type: ignore[misc]
    """The positions that stand: what everybody but curation means by "the positions", a person's or an issue's too."""

    def get_queryset(self) -> PositionQuerySet:
        standing: PositionQuerySet = super().get_queryset().filter(withdrawn_at=None)
        return standing


class Position(models.Model):
    """Where a person stands on an issue since a day; each change of mind is a row, and the rows are the history.

    `matter` is the thing itself in the story's words: it may be narrower than the issue's question. One that no report
    tells any more is gone, unless somebody replied to it or its story was withdrawn: then it is withdrawn itself, shown
    nowhere, and stands again when it is accepted anew.
    """

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="positions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="positions")
    stance = models.CharField(max_length=20, choices=Stance)
    basis = models.CharField(max_length=20, choices=Basis)
    conditional = models.BooleanField(default=False)
    matter = models.CharField(max_length=500, blank=True)
    since = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StandingPositions()
    every = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-id"]
        indexes = [
            models.Index(fields=["issue", "person", "-since"]),
            models.Index(fields=["-since", "-id"], condition=Q(withdrawn_at=None), name="position_newest"),
            # Where one person stands, and on which issues: that needs no row.
            models.Index(
                fields=["person", "-since", "-id"], include=["issue"], condition=Q(withdrawn_at=None),
                name="position_newest_of_person",
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "issue",
                    "person",
                    "stance",
                    "basis",
                    "conditional",
                    "matter",
                    "since",
                ],
                name="position_unique",
            ),
            models.CheckConstraint(
                condition=~Q(basis__in=["declined", "no_response"]) | Q(stance="no_position"),
                name="position_non_answer_is_no_position",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_stance_display()}: {self.issue}"

    @property
    def is_non_answer(self) -> bool:
        return self.basis in NON_ANSWERS

    def is_change_from(self, other: "Position") -> bool:
        """Say whether it is another stand than one of an earlier day."""
        return other.since < self.since and (other.stance, other.conditional) != (self.stance, self.conditional)

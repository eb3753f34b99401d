"""What a resident could attend or must meet beside the votes: meetings, hearings and deadlines."""

from collections.abc import Iterable
from datetime import date, time, tzinfo
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Exists, OuterRef, Q

from officials.addresses import numbered
from officials.models import Body, Place
from officials.words import words_index
from votes.models.changes import Change
from votes.models.issues import Issue
from votes.models.status import OPEN_STATUSES, Status
from votes.windows import Windowed, window_constraint

EVENT_STATUSES = (*OPEN_STATUSES, Status.CANCELLED)
# What `votes/events.py` changes and the ledger keeps; of bodies and issues the numbers.
EVENT_FIELDS = (
    "earliest", "latest", "precision", "phrase", "time", "location", "status", "kind", "title", "url",
)  # fmt: skip
# Those whose change is announced.
EVENT_NEWS_FIELDS = ("earliest", "latest", "time", "location", "status")


class EventKind(models.TextChoices):
    MEETING = "meeting"
    HEARING = "hearing", "public hearing"
    DEADLINE = "deadline"


class EventQuerySet(models.QuerySet["Event"]):
    def standing(self) -> Self:
        """Return all but those withdrawn as our own mistake."""
        return self.filter(withdrawn_at=None)

    def ahead(self, today: date) -> Self:
        """Return those not called off whose window is not over, the soonest first; the undated ones last."""
        still = Q(latest=None) | Q(latest__gte=today)
        return self.standing().filter(still, status__in=OPEN_STATUSES).order_by("earliest", "time", "id")

    def unfolded(self) -> Self:
        """Return those with an issue on which no standing vote is taken at them: the others are told as that vote."""
        taken = Issue.objects.filter(votes__meeting=OuterRef(OuterRef("pk")), votes__withdrawn_at=None)
        own = Issue.objects.filter(events=OuterRef("pk")).exclude(pk__in=taken.values("pk"))
        return self.filter(Exists(own))


def place_of(bodies: Iterable[Body], issues: Iterable[Issue]) -> Place | None:
    """Return where an event of these is: where its first body sits, else the place of the first issue that has one."""
    seat = next((body.place for body in bodies), None)
    return seat or next((issue.place for issue in issues if issue.place), None)


class Event(Windowed):
    """A meeting, hearing or deadline of bodies on issues, whose date, place and status only `votes/events.py` changes.

    `time` is local to the place: when it begins, of a deadline when it ends. `title` says what it is on, `url` where
    the agenda is, or where to answer. One at which a vote is taken is told as that vote.
    """

    kind = models.CharField(max_length=20, choices=EventKind)
    title = models.CharField(max_length=300)
    bodies = models.ManyToManyField(Body, related_name="events", blank=True)
    issues = models.ManyToManyField(Issue, related_name="events")
    place = models.ForeignKey(Place, models.PROTECT, related_name="events", null=True, blank=True)
    time = models.TimeField(null=True, blank=True)
    location = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    status = models.CharField(max_length=20, choices=[(s.value, s.label) for s in EVENT_STATUSES])
    version = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["earliest", "time", "id"]
        indexes = [models.Index(fields=["status", "earliest"]), words_index("title", name="event_words")]
        constraints = [
            window_constraint("event_window"),
            models.CheckConstraint(condition=Q(status__in=EVENT_STATUSES), name="event_status"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display().capitalize()}: {self.title}"

    def get_absolute_url(self) -> str:
        return numbered("event", self.pk)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def zone(self) -> tzinfo:
        """Return the zone of its place; an issue may have got its place since the event was entered."""
        place = self.place or place_of(self.bodies.all(), self.issues.all())
        return place.zone if place else ZoneInfo("UTC")

    @property
    def ends_with_its_day(self) -> bool:
        """Say whether it is a deadline at midnight: "March 14, midnight" is the end of that day."""
        return self.kind == EventKind.DEADLINE and self.time == time.min


class EventChange(Change):
    """The ledger of events; `old` and `new` name bodies and issues by number."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="changes")

    class Meta:
        ordering = ["event", "version"]
        constraints = [models.UniqueConstraint(fields=["event", "version"], name="event_change_version_unique")]
        indexes = [models.Index(fields=["learnt_at"], condition=Q(why="mistake"), name="event_change_mistake")]

    def __str__(self) -> str:
        return f"{self.event} v{self.version}"

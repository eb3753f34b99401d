"""Who publishes, what is polled, and the entries seen there that wait to be fetched."""

from datetime import datetime
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5
from django.urls import reverse

from officials.models import Place
from votes.models import Issue

# The kinds of source that list meetings; `stories/ingestion/calendars/kinds.py` has a row for each.
CALENDARS = ("ical", "legistar", "legistar_api", "civicplus")


class Rank(models.TextChoices):
    """What sort of source something comes from: a body's own record outranks a report of it."""

    REPORT = "report", "a report"
    RECORD = "record", "an official record"


class Outlet(models.Model):
    """A newsroom: whoever publishes stories under one name."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="outlets")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("outlet", args=[self.slug])


class SourceQuerySet(models.QuerySet["Source"]):
    def due(self, now: datetime) -> Self:
        """Return live sources whose time has come and that no worker holds, the longest waiting first."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=now)
        return self.filter(free, paused=False, gone_at=None, next_poll_at__lte=now).order_by("next_poll_at")

    def ask_afresh(self, now: datetime, **changed: Any) -> int:
        """Have the sources asked at once for all that they list, as `changed` says, and return how many these are.

        One that had stopped is tried again.
        """
        return self.update(**changed, changes=F("changes") + 1, next_poll_at=now, gone_at=None)


class Source(models.Model):
    """A feed, section page, sitemap or public body's calendar that is polled, what is taken from it, and how it is
    doing. A calendar's `rank` is that of an official record.

    `claimed_until` is the lease of the worker polling it. `problem` is the last failure in plain words, `ttl_minutes`
    how long the feed itself wants to be left alone, which an answer of "not modified" does not repeat. `last_whole_at`
    is when it last answered with all that it lists; `unconditional` that its server calls it unmodified when it is not.

    `changes` counts what operators changed about it and how often they asked for it afresh, `changes_read` how many of
    these its list was read with: polling alone writes the one and operators the other, so that none can be lost.
    """

    class Kind(models.TextChoices):
        FEED = "feed"
        PAGE = "page", "section page"
        SITEMAP = "sitemap"
        ICAL = "ical", "calendar (iCalendar)"
        LEGISTAR = "legistar", "Legistar calendar"
        LEGISTAR_API = "legistar_api", "Legistar Web API"
        CIVICPLUS = "civicplus", "CivicPlus AgendaCenter"

    class FullText(models.TextChoices):
        PAGE = "page", "from the story's page"
        FEED = "feed", "from the feed"

    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.FEED)
    rank = models.CharField(max_length=10, choices=Rank, default=Rank.REPORT)
    url = models.URLField(max_length=2000, unique=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="sources")
    issues = models.ManyToManyField(Issue, blank=True, related_name="sources")
    must_have = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    must_not_have = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    full_text = models.CharField(max_length=10, choices=FullText, default=FullText.PAGE)
    selector = models.CharField(max_length=300, blank=True)
    request_headers = models.JSONField(default=dict, blank=True)
    url_rules = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    interval_minutes = models.PositiveIntegerField(null=True, blank=True)
    paused = models.BooleanField(default=False)
    changes = models.PositiveIntegerField(default=0)

    changes_read = models.PositiveIntegerField(default=0)
    unconditional = models.BooleanField(default=False)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=200, blank=True)
    body_hash = models.CharField(max_length=64, blank=True)
    ttl_minutes = models.PositiveIntegerField(null=True, blank=True)
    moved_to = models.CharField(max_length=2000, blank=True)
    moved_times = models.PositiveSmallIntegerField(default=0)
    gone_at = models.DateTimeField(null=True, blank=True)
    next_poll_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    last_fetch_at = models.DateTimeField(null=True, blank=True)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    last_whole_at = models.DateTimeField(null=True, blank=True)
    last_new_at = models.DateTimeField(null=True, blank=True)
    last_yield_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["outlet", "url"]
        indexes = [
            models.Index(
                fields=["next_poll_at"],
                condition=Q(paused=False, gone_at=None),
                name="source_due",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(kind__in=CALENDARS) | Q(rank=Rank.RECORD), name="source_calendar_rank")
        ]

    def __str__(self) -> str:
        return f"{self.outlet}: {self.url}"

    @property
    def is_calendar(self) -> bool:
        """Say whether it is a public body's own calendar, which lists meetings and no stories."""
        return self.kind in CALENDARS

    @property
    def home(self) -> Place | None:
        """Return by whose clock, bodies and issues it is read: those of its own place, else of its outlet's. One host
        may serve the calendars of many places.
        """
        return self.place or (self.outlet.place if self.outlet_id else None)

    @property
    def is_afresh(self) -> bool:
        """Say whether its whole list is to be looked through anew, whatever was known of it."""
        return self.changes != self.changes_read


class EntryQuerySet(models.QuerySet["Entry"]):
    def due(self, now: datetime) -> Self:
        """Return entries whose time has come and that no worker holds, the longest waiting first."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=now)
        return self.filter(free, state=Entry.State.DUE, next_try_at__lte=now).order_by("next_try_at")

    def of_running_sources(self) -> Self:
        """Return those of sources that are not paused: a paused one's stories wait with it."""
        return self.filter(source__paused=False)


class Entry(models.Model):
    """A story seen in a source. It stays due until its story is stored, so that no crash can lose it.

    `utc_offset` is that of its date, in minutes; null where the source names no zone and its outlet has no place.
    """

    class State(models.TextChoices):
        DUE = "due"
        DONE = "done"
        SKIPPED = "skipped"
        FAILED = "failed"

    source = models.ForeignKey(Source, models.CASCADE, related_name="entries", db_index=False)
    guid = models.CharField(max_length=2000)
    url = models.CharField(max_length=2000)
    title = models.CharField(max_length=1000, blank=True)
    content = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    utc_offset = models.SmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    article = models.ForeignKey(
        "stories.Article",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="entries",
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    seen_at = models.DateTimeField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at", "-id"]
        verbose_name_plural = "entries"
        # A guid may be longer than a B-tree row: its digest is what is unique.
        constraints = [
            models.UniqueConstraint("source", MD5("guid"), name="entry_unique_in_source"),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="due"), name="entry_due"),
            models.Index(fields=["source", "state", "id"], name="entry_of_source"),
            # What could not be read, given up or to be tried again.
            models.Index(
                fields=["source", "-seen_at", "-id"],
                condition=Q(state="failed") | Q(state="due", attempts__gt=0),
                name="entry_failing",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.url

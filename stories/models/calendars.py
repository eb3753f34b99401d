"""The meetings that a public body's own calendar lists."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5

from stories.models.articles import Article
from stories.models.sources import Source


class CalendarRowQuerySet(models.QuerySet["CalendarRow"]):
    def ahead(self, today: date) -> Self:
        """Return those whose day is not over, or that have none."""
        return self.filter(Q(day=None) | Q(day__gte=today))

    def missing(self, today: date) -> Self:
        """Return those ahead that their calendar does not list any more."""
        return self.ahead(today).filter(gone_at__isnull=False)


class CalendarRow(models.Model):
    """Which article a calendar's row is kept as. What the row says stands in the article's versions.

    `uid` is what the calendar knows the meeting by, and `sequence` and `changed_at` how often and when it changed it,
    as far as it says. `day` is the one on which it is held, `gone_at` since when the calendar lists it no more.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="rows")
    article = models.ForeignKey(Article, models.CASCADE, related_name="rows")
    uid = models.CharField(max_length=600)
    sequence = models.PositiveIntegerField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    day = models.DateField(null=True, blank=True)
    seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarRowQuerySet.as_manager()

    class Meta:
        ordering = ["source", "day", "id"]
        constraints = [models.UniqueConstraint("source", MD5("uid"), name="calendar_row_unique_in_source")]

    def __str__(self) -> str:
        return str(self.article)

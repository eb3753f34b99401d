"""Times in which editors let no mail go out, or nothing of a body."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from officials.models import Body

BY = settings.AUTH_USER_MODEL


class SpanQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        """Return those that nobody has ended."""
        return self.filter(ended_at=None)


class Span(models.Model):
    """A time in which something waits. The rows are the log of it: who began and ended it, when and why."""

    began_at = models.DateTimeField()
    began_by = models.ForeignKey(BY, models.PROTECT, related_name="+")
    why = models.CharField(max_length=500)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(BY, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SpanQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-id"]


class Pause(Span):
    """A time in which an editor let no mail go out but confirmations."""

    class Meta(Span.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["ended_at"], condition=Q(ended_at=None), nulls_distinct=False, name="pause_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"paused {self.began_at:%Y-%m-%d %H:%M}"


class Hold(Span):
    """A time in which what is announced of a body waits for an editor."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="holds")

    class Meta(Span.Meta):
        constraints = [models.UniqueConstraint(fields=["body"], condition=Q(ended_at=None), name="hold_one_open")]

    def __str__(self) -> str:
        return f"{self.body} held"

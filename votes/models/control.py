"""What waits for an editor, and what the program found wrong with the mail and told its operator."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from votes.models.alerts import Announcement

BY = settings.AUTH_USER_MODEL


class HeldQuerySet(models.QuerySet["Held"]):
    def waiting(self) -> Self:
        """Return those on which no editor has decided."""
        return self.filter(decision="")


class Held(models.Model):
    """An announcement that came to be told while a body of it was held, and what an editor decided."""

    class Decision(models.TextChoices):
        RELEASED = "released"
        DROPPED = "dropped"
        OVERTAKEN = "overtaken", "overtaken by something newer"

    announcement = models.OneToOneField(Announcement, models.PROTECT, primary_key=True, related_name="held")
    since = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(BY, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=500, blank=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "held"
        indexes = [models.Index(fields=["since"], condition=Q(decision=""), name="held_waiting")]

    def __str__(self) -> str:
        return f"{self.announcement}: {self.decision or 'held'}"


class FaultQuerySet(models.QuerySet["Fault"]):
    def open(self) -> Self:
        """Return those that last."""
        return self.filter(over_at=None)

    def untold(self) -> Self:
        """Return those of which the operator does not know yet that they are there, or that they are over."""
        return self.filter(Q(told_at=None) | Q(over_at__isnull=False, over_told_at=None))


class Fault(models.Model):
    """Something that was wrong with the alerts when it was last looked. `key` says what, and of which row; the operator
    is told of it once when it begins and once when it is over.
    """

    key = models.CharField(max_length=80)
    says = models.CharField(max_length=500)
    began_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)
    over_told_at = models.DateTimeField(null=True, blank=True)

    objects = FaultQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["key"], condition=Q(over_at=None), name="fault_one_open")]

    def __str__(self) -> str:
        return f"{self.key}: {self.says}"


class Check(models.Model):
    """When it was last looked whether the alerts reach their readers. There is one row at most."""

    ran_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"looked at {self.ran_at}"

"""A date as certain as its source: first and last possible day, precision and the words themselves."""

from datetime import date

from django.db import models
from django.db.models import F, Q


class Precision(models.TextChoices):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    NONE = "none", "no date"


class Windowed(models.Model):
    """A date of which `earliest` and `latest` are both possible; both are null exactly when precision is `none`."""

    earliest = models.DateField(null=True, blank=True)
    latest = models.DateField(null=True, blank=True)
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.NONE)
    phrase = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def is_dated(self) -> bool:
        return self.precision != Precision.NONE

    def is_over(self, today: date) -> bool:
        """Say whether the whole window lies behind; never for an undated one."""
        return self.latest is not None and self.latest < today


def window_constraint(name: str) -> models.CheckConstraint:
    """Return the rule of every window, for the database to keep."""
    undated = Q(precision=Precision.NONE, earliest=None, latest=None)
    dated = ~Q(precision=Precision.NONE) & Q(earliest__isnull=False, latest__isnull=False, earliest__lte=F("latest"))
    return models.CheckConstraint(condition=undated | dated, name=name)

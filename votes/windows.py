"""A date as certain as its source: first and last possible day, precision and the words themselves."""

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q


class Precision(models.TextChoices):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    NONE = "none", "no date"


# No decision that anybody follows lies outside; a slip of the pen ("0001", "9999") does, and stops what counts days.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
# How many days a window of each precision may have; "by" and "before" follow the window (the gold's convention).
LONGEST = {Precision.DAY: 1, Precision.WEEK: 7, Precision.MONTH: 31, Precision.SEASON: 92, Precision.YEAR: 3660}

# What a date is that nobody can tell any more, with its hour.
NO_DATE: dict[str, Any] = {"earliest": None, "latest": None, "precision": Precision.NONE, "phrase": "", "time": None}


class Windowed(models.Model):
    """A date of which `earliest` and `latest` are both possible; both are null exactly when precision is `none`."""

    earliest = models.DateField(null=True, blank=True)
    latest = models.DateField(null=True, blank=True)
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.NONE)
    phrase = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a window that contradicts itself, with a sentence that says what to do."""
        super().clean()
        if self.precision == Precision.NONE:
            if self.earliest or self.latest:
                raise ValidationError("Say how certain the date is: a day, a week, a month, a season or a year.")
            return
        if self.earliest is None or self.latest is None:
            raise ValidationError("Give the first and the last possible day, or say that there is no date.")
        if not FIRST_DAY <= self.earliest <= self.latest <= LAST_DAY:
            raise ValidationError(
                f"The days must be in order and between {FIRST_DAY.year} and {LAST_DAY.year}; look at the year."
            )
        days, longest = (self.latest - self.earliest).days + 1, LONGEST[Precision(self.precision)]
        if days > longest:
            raise ValidationError(
                f"From the first to the last possible day are {days} days; a {self.precision} has {longest} at most."
                " Choose the precision that fits, or correct the days."
            )

    @property
    def is_dated(self) -> bool:
        return self.precision != Precision.NONE

    def is_over(self, today: date) -> bool:
        """Say whether the whole window lies behind; never for an undated one."""
        return self.latest is not None and self.latest < today


def window_constraint(name: str) -> models.CheckConstraint:
    """Return the rule of every window, for the database to keep."""
    undated = Q(precision=Precision.NONE, earliest=None, latest=None)
    fits = (Q(precision=unit, latest__lt=F("earliest") + timedelta(days=days)) for unit, days in LONGEST.items())
    ordered = Q(earliest__gte=FIRST_DAY, earliest__lte=F("latest"), latest__lte=LAST_DAY)
    # A comparison with null is neither true nor false, which a constraint lets pass.
    dated = Q(earliest__isnull=False, latest__isnull=False) & ordered & reduce(or_, fits)
    return models.CheckConstraint(condition=undated | dated, name=name)

"""What went wrong and is tried again: a row that a sweep could not do, a mail server that takes no mail."""

from django.db import models


class Setback(models.Model):
    """A row that raised when a sweep came to it, such as announcement 7 in "fan_out"; it is left alone for a while."""

    sweep = models.CharField(max_length=40)
    row = models.BigIntegerField()
    attempts = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    next_try_at = models.DateTimeField()
    problem = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sweep", "row"], name="setback_unique")]

    def __str__(self) -> str:
        return f"{self.sweep} {self.row}: {self.problem}"


class MailServer(models.Model):
    """A mail server that cannot be reached or refuses us, since when, and when it is asked next; one that works has no
    row.
    """

    name = models.CharField(max_length=300, unique=True)
    failures = models.PositiveIntegerField(default=0)
    down_since = models.DateTimeField()
    next_try_at = models.DateTimeField()
    problem = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"{self.name}: {self.problem}"

"""How it stands with a vote or an event."""

from django.db import models


class Status(models.TextChoices):
    """`SHELVED` is a vote's alone: its matter was tabled, withdrawn or put off for good, neither open nor decided."""

    EXPECTED = "expected"
    SCHEDULED = "scheduled"
    POSTPONED = "postponed"
    SHELVED = "shelved"
    CANCELLED = "cancelled"
    HELD = "held"


OPEN_STATUSES = (Status.EXPECTED, Status.SCHEDULED, Status.POSTPONED)

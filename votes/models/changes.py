"""The ledgers: what moved, old → new, when learnt, why and by what."""

from django.db import models

from votes.ledger import AppendOnly


class Why(models.TextChoices):
    NEWS = "news", "the world changed"
    MISTAKE = "mistake", "our mistake"


class ByWhat(models.TextChoices):
    REPORT = "report", "a report"
    RECORD = "record", "the body’s own record"
    PROCEDURAL = "procedural", "a procedural vote"


class Change(AppendOnly):
    """A line of a ledger. `old` and `new` hold only the fields that changed."""

    Why = Why
    ByWhat = ByWhat
    REDACTED = {"sentence": "", "decided_by": ""}

    version = models.PositiveIntegerField()
    old = models.JSONField()
    new = models.JSONField()
    why = models.CharField(max_length=20, choices=Why, default=Why.NEWS)
    by_what = models.CharField(max_length=20, choices=ByWhat, default=ByWhat.REPORT)
    learnt_at = models.DateTimeField()
    source_name = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(max_length=2000, blank=True)
    sentence = models.TextField(blank=True)
    decided_by = models.CharField(max_length=150, blank=True)

    class Meta:
        abstract = True

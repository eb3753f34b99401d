"""Append-only tables: rows are added, never changed or deleted, except that `redact` blanks personal values.

The database keeps the rule (a trigger that the migrations make), so that no form, command or shell gets round it.
"""

from datetime import datetime

from django.db import models


class AppendOnly(models.Model):
    """A table that only grows; `REDACTED` gives each redactable field's value once blanked."""

    REDACTED: dict[str, object] = {}

    redacted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def redact(self, now: datetime) -> None:
        """Blank the personal values and leave the mark."""
        for name, blank in self.REDACTED.items():
            setattr(self, name, blank)
        self.redacted_at = now
        self.save(update_fields=[*self.REDACTED, "redacted_at"])

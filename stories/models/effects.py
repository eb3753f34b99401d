"""What each logged action changed, row by row, as the database itself saw it; and what an undone one left behind."""

from django.db import models
from django.db.models import Q

from stories.models.findings import LoggedAction
from votes.ledger import AppendOnly


class EffectQuerySet(models.QuerySet["Effect"]):
    def standing(self) -> "EffectQuerySet":
        """Return those of actions that nobody has undone; an undoing itself changes nothing on its own account."""
        return self.filter(action__undone_by=None).exclude(action__act=LoggedAction.Act.UNDO)

    def touching(self, table: str, rows: list[int]) -> "EffectQuerySet":
        """Return those on these rows of a table."""
        return self.filter(table=table, row__in=rows)


class Effect(AppendOnly):
    """One change of one row by a logged action, written by a trigger: whoever wrote the row, whichever way.

    `before` and `after` hold the whole row where it came or went, else the columns that changed, by column name.
    """

    class Kind(models.TextChoices):
        INSERT = "insert"
        UPDATE = "update"
        DELETE = "delete"

    REDACTED = {"before": {}, "after": {}}

    action = models.ForeignKey(LoggedAction, models.PROTECT, related_name="effects")
    table = models.CharField(max_length=63)
    row = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    objects = EffectQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["table", "row"], name="effect_row")]

    def __str__(self) -> str:
        return f"{self.kind} {self.table} {self.row}"


class Leftover(models.Model):
    """What an undone action had made or implied and others use meanwhile: it goes with the last of them."""

    effect = models.OneToOneField(Effect, models.PROTECT, null=True, blank=True)
    action = models.OneToOneField(LoggedAction, models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(effect=None, action__isnull=False) | Q(effect__isnull=False, action=None),
                name="leftover_effect_or_action",
            )
        ]

    def __str__(self) -> str:
        return str(self.effect or self.action)

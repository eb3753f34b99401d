"""Which record another one became, since what was told of it stands under its old key for good."""

from collections.abc import Iterable

from django.db import models

from officials.models import Apart, pair_rules
from votes.models.decisions import Vote
from votes.models.issues import Issue


class MergedQuerySet(models.QuerySet["Merged"]):
    def successors(self, keys: Iterable[str]) -> list[str]:
        """Return the keys of the records that those of these which were merged are now."""
        return list(self.filter(gone__in=list(keys)).order_by("pk").values_list("kept", flat=True))

    def with_successors(self, keys: Iterable[str]) -> list[str]:
        """Return the keys, and those of the records that these are now."""
        keys = list(keys)
        return list(dict.fromkeys([*keys, *self.successors(keys)]))


class Merged(models.Model):
    """A record that was merged into another one: `gone` and `kept` are keys such as "person:5" and "person:3".

    Announcements are never changed; by this row those of the one are owed to the followers of the other.
    """

    gone = models.CharField(max_length=60, unique=True)
    kept = models.CharField(max_length=60, db_index=True)

    objects = MergedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "merged"

    def __str__(self) -> str:
        return f"{self.gone} is {self.kept}"


class NotSameIssue(Apart):
    """Two issues."""

    first = models.ForeignKey(Issue, models.CASCADE, related_name="+")
    second = models.ForeignKey(Issue, models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "issues not the same"
        constraints = pair_rules("not_same_issue")


class NotSameVote(Apart):
    """Two votes."""

    first = models.ForeignKey(Vote, models.CASCADE, related_name="+")
    second = models.ForeignKey(Vote, models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "votes not the same"
        constraints = pair_rules("not_same_vote")

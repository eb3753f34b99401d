"""What the machine is worth: of the findings that somebody looked at one by one, how many were right as proposed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Any

from django.db.models import Exists, OuterRef, Sum

from stories.findings.confidence import TOLD_FROM
from stories.models import LoggedAction, RuleRecord

VERDICTS = ("as_proposed", "corrected", "rejected", "in_bulk", "implied")
# The standard normal's quantile of an interval that holds 95 of 100 times.
QUANTILE = NormalDist().inv_cdf(0.975)
# Of so many of the newest acts it is told what was corrected and why others were rejected.
NEWEST = 1000


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The counts of a kind, rule or outlet, which `of` names as the record's fields do."""

    of: Mapping[str, Any]
    as_proposed: int = 0
    corrected: int = 0
    rejected: int = 0
    in_bulk: int = 0
    implied: int = 0

    @property
    def looked_at(self) -> int:
        """Return how many somebody looked at one by one."""
        return self.as_proposed + self.corrected + self.rejected

    @property
    def decided(self) -> int:
        return self.looked_at + self.in_bulk + self.implied

    @property
    def is_told(self) -> bool:
        """Say whether there are enough for a share."""
        return self.looked_at >= TOLD_FROM

    @property
    def share(self) -> float:
        """Return the share that was right as proposed, in percent."""
        return 100 * self.as_proposed / self.looked_at if self.looked_at else 0

    @property
    def interval(self) -> tuple[float, float]:
        """Return between what shares, in percent, the true one lies 95 of 100 times."""
        low, high = wilson(self.as_proposed, self.looked_at)
        return 100 * low, 100 * high

    @property
    def share_looked_at(self) -> float:
        """Return the share of what was decided that somebody looked at one by one, in percent."""
        return 100 * self.looked_at / self.decided if self.decided else 0


def wilson(right: int, seen: int) -> tuple[float, float]:
    """Return the ends of Wilson's score interval for a share, which stay within 0 and 1 however few were seen."""
    if not seen:
        return 0.0, 1.0
    share, weight = right / seen, QUANTILE**2 / seen
    middle = share + weight / 2
    half = QUANTILE * sqrt(share * (1 - share) / seen + weight / (4 * seen))
    return max(0.0, (middle - half) / (1 + weight)), min(1.0, (middle + half) / (1 + weight))


def accuracy_by(*fields: str, most: int = 500) -> list[Accuracy]:
    """Return the counts by these fields of the record, the most decided first; no more than `most` rows."""
    sums = {name: Sum(name) for name in VERDICTS}
    rows = RuleRecord.objects.order_by().values(*fields).annotate(**sums)
    of = [Accuracy({name: row[name] for name in fields}, *(row[name] for name in VERDICTS)) for row in rows]
    decided = [row for row in of if row.decided > 0]
    return sorted(decided, key=lambda row: (-row.looked_at, -row.decided, *map(str, row.of.values())))[:most]


def in_all(rows: Iterable[Accuracy]) -> Accuracy:
    """Return the counts of all rows together."""
    listed = list(rows)
    return Accuracy({}, *(sum(getattr(row, name) for row in listed) for name in VERDICTS))


@dataclass(frozen=True, slots=True)
class Faults:
    """What was wrong in the newest acts, the most frequent first: by the name of the field that was corrected, and by
    the reason for which a finding was rejected ("" where none was named). `acts` are those that were looked through.
    """

    acts: int
    corrected: list[tuple[str, int]]
    rejected: list[tuple[str, int]]


def newest_faults() -> Faults:
    """Count what was wrong in the newest acts on one finding at a time that stand."""
    judged = LoggedAction.objects.filter(
        ~Exists(LoggedAction.objects.filter(undoes=OuterRef("pk"))),
        act__in=[LoggedAction.Act.ACCEPT, LoggedAction.Act.CORRECT, LoggedAction.Act.REJECT],
        how=LoggedAction.How.ONE_BY_ONE, finding__isnull=False,
    )  # fmt: skip
    newest = list(judged.order_by("-pk").values_list("act", "fault", "corrected")[:NEWEST])
    rejected = Counter(fault for act, fault, _ in newest if act == LoggedAction.Act.REJECT)
    corrected = Counter(name for _, _, names in newest for name in names)
    return Faults(len(newest), corrected.most_common(), rejected.most_common())

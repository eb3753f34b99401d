"""What the machine is worth, in numbers."""

import pytest

from stories import curation
from stories.findings.accuracy import Accuracy, accuracy_by, in_all, newest_faults, wilson
from stories.models import RuleRecord
from tests.factories import NOW, make_account, make_article, make_finding, make_outlet

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("right", "seen", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (47, 50, 0.8378, 0.9794), (0, 0, 0.0, 1.0), (1, 2, 0.0945, 0.9055)],
)
def test_wilsons_interval_is_the_one_of_the_textbook(right: int, seen: int, low: float, high: float) -> None:
    assert wilson(right, seen) == pytest.approx((low, high), abs=0.0005)


def test_only_what_was_looked_at_one_by_one_counts() -> None:
    row = Accuracy({}, as_proposed=40, corrected=5, rejected=5, in_bulk=40, implied=10)
    assert (row.looked_at, row.decided, row.share, row.share_looked_at) == (50, 100, 80, 50)
    assert row.is_told
    assert not Accuracy({}, as_proposed=29, in_bulk=500).is_told


def test_counts_are_summed_by_kind_by_rule_and_by_outlet() -> None:
    gull, heron = make_outlet("Gull"), make_outlet("Heron")
    for kind, rule, outlet, right in (
        ("quote", "a verb", gull, 1), ("quote", "a colon", gull, 2), ("quote", "a verb", heron, 4),
        ("vote", "will vote", heron, 8), ("event", "a hearing", heron, 0),
    ):  # fmt: skip
        RuleRecord.objects.create(extractor="rules", kind=kind, rule=rule, outlet=outlet, as_proposed=right)
    assert [(row.of["kind"], row.as_proposed) for row in accuracy_by("kind")] == [("vote", 8), ("quote", 7)]
    assert [row.as_proposed for row in accuracy_by("kind", "rule")] == [8, 5, 2]
    assert [(row.of["outlet"], row.as_proposed) for row in accuracy_by("outlet")] == [(heron.pk, 12), (gull.pk, 3)]
    assert len(accuracy_by("kind", "rule", most=2)) == 2
    assert in_all(accuracy_by("outlet")).as_proposed == 15


def test_what_was_wrong_of_late_is_told_by_name_but_not_of_what_was_undone() -> None:
    una = make_account("una")
    article = make_article("One two three four five.")
    found = [make_finding(article, word) for word in article.versions.get().text.rstrip(".").split()]
    for finding, fault in zip(found, ("narration", "narration", "", "other"), strict=False):
        action = curation.reject(finding.pk, una, NOW, fault=fault)
    curation.undo(action.pk, una, NOW)
    faults = newest_faults()
    assert (faults.acts, faults.corrected, faults.rejected) == (3, [], [("narration", 2), ("", 1)])

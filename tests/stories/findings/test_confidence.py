"""How sure the program is of a finding, from what curators made of those that its rule proposed before."""

import pytest

from stories.findings.confidence import GOLD_WEIGHS, Record, confidence_of, record_of, with_record
from stories.models import Finding, RuleRecord
from tests.factories import make_article, make_finding, make_outlet

pytestmark = pytest.mark.django_db


def known(right: int, rejected: int, rule: str = "a verb", **fields: int) -> None:
    RuleRecord.objects.create(
        extractor="rules", kind="quote", rule=rule, outlet=make_outlet(), as_proposed=right, rejected=rejected, **fields
    )


def test_a_rule_that_nobody_has_judged_is_as_sure_as_the_gold_says() -> None:
    finding = make_finding(make_article(), "council", confidence=0.8)
    assert record_of(finding) == Record(0, 0)
    assert confidence_of(finding) == pytest.approx(0.8)


def test_the_acts_of_curators_in_all_outlets_outweigh_the_gold() -> None:
    finding = make_finding(make_article(), "council", confidence=0.9, rule="a verb")
    known(20, 60, corrected=5, in_bulk=900, implied=900)
    known(5, 0)
    known(100, 0, rule="another")
    assert record_of(finding) == Record(25, 90)
    assert confidence_of(finding) == pytest.approx((25 + 0.9 * GOLD_WEIGHS) / (90 + GOLD_WEIGHS))


def test_a_number_is_told_from_thirty_on() -> None:
    assert not Record(29, 29).is_told
    assert Record(0, 30).is_told


def test_findings_loaded_with_their_record_ask_for_nothing_more(django_assert_num_queries: object) -> None:
    known(40, 10)
    for word in ("The", "council", "will"):
        make_finding(make_article(), word, rule="a verb")
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert {record_of(finding) for finding in with_record(Finding.objects.all())} == {Record(40, 50)}

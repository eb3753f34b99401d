"""What the desk keeps for itself: the record of each rule, and who has a story open."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from stories import curation
from stories.curation import parts
from stories.curation.log import Verdict, log, take_turn
from stories.models import Finding, LoggedAction, OpenStory, RuleRecord
from tests.factories import NOW, make_account, make_article, make_finding, make_issue

pytestmark = pytest.mark.django_db

ACT, HOW = LoggedAction.Act, LoggedAction.How


@pytest.fixture
def una() -> User:
    return make_account("una")


def decided(una: User, act: str, *, finding: Finding | None = None, **verdict: Any) -> LoggedAction:
    """A logged act on a finding of the rule."""
    finding = finding or make_finding(make_article(), "council", rule="a verb")
    take_turn()
    return log(ACT(act), una, NOW, finding=finding, before={"kind": "quote"}, verdict=Verdict(**verdict))


def counts(**fields: Any) -> dict[str, int]:
    """What is counted, summed over all outlets, without what is none."""
    names = ("as_proposed", "corrected", "rejected", "in_bulk", "implied")
    rows = RuleRecord.objects.filter(**fields).values(*names)
    return {name: n for name in names if (n := sum(row[name] for row in rows))}


def test_each_act_counts_by_what_it_says_of_the_finding(una: User) -> None:
    decided(una, "accept")
    decided(una, "accept", corrected=["speaker"])
    decided(una, "correct", corrected=["words", "speaker"])
    decided(una, "reject", fault="narration")
    decided(una, "accept", how=HOW.BULK)
    decided(una, "reject", how=HOW.IMPLIED)
    decided(una, "edit")
    assert counts(kind="quote", rule="a verb", extractor="rules") == {
        "as_proposed": 1, "corrected": 2, "rejected": 1, "in_bulk": 1, "implied": 1,
    }  # fmt: skip


def test_what_is_undone_does_not_count_and_what_is_decided_anew_does(una: User) -> None:
    finding = make_finding(make_article(), "council", rule="a verb")
    rejected = curation.reject(finding.pk, una, NOW)
    assert counts() == {"rejected": 1}
    curation.undo(rejected.pk, una, NOW)
    assert counts() == {}
    curation.reject(finding.pk, una, NOW)
    assert counts() == {"rejected": 1}


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ({"payload": {"speaker": "Al"}}, {"payload": {"speaker": "Al Bell"}}, "corrected"),
        ({"issue": "The pier"}, {"issue": "The quay"}, "corrected"),
        ({"issue": ""}, {"issue": "The quay"}, "as_proposed"),
    ],
)
def test_what_was_put_right_while_it_waited_was_not_right_as_proposed(
    una: User, before: dict[str, Any], after: dict[str, Any], verdict: str
) -> None:
    """Another act did so: it was split, or corrected along with a sibling. An issue where none was is no correction."""
    finding = make_finding(make_article(), "council", rule="a verb")
    issues = {"The pier": make_issue("The pier"), "The quay": make_issue("The quay"), "": None}
    for values, is_act in ((before, False), (after, True)):
        if is_act:
            take_turn()
        named = {name: issues[value] if name == "issue" else value for name, value in values.items()}
        Finding.objects.filter(pk=finding.pk).update(**named)
    log(ACT.EDIT, una, NOW, before={"siblings": [finding.pk]}, after={"siblings": [finding.pk]})
    decided(una, "accept", finding=finding)
    assert counts() == {verdict: 1}


def test_what_a_split_left_of_a_finding_was_not_right_as_proposed(una: User) -> None:
    finding = make_finding(
        make_article(), "council will vote", rule="a verb", payload={"speaker": "", "type": "direct"}
    )
    start = finding.spans[0]["start"]
    split = parts.split(finding.pk, ((start, start + 7), (start + 8, start + 12)), una, NOW)
    curation.reject(split.after["split"], una, NOW)
    assert counts() == {}, "the second half is a curator's"
    decided(una, "accept", finding=finding)
    assert counts() == {"corrected": 1}


def test_a_finding_counts_as_what_it_was_proposed_as(una: User) -> None:
    finding = make_finding(make_article(), "council", kind="position", rule="a verb")
    decided(una, "correct", finding=finding, corrected=["kind"])
    assert counts(kind="quote") == {"corrected": 1}
    assert counts(kind="position") == {}


def test_what_a_curator_added_by_hand_says_nothing_of_a_machine(una: User) -> None:
    decided(una, "accept", finding=make_finding(make_article(), "council", extractor="curator"))
    assert counts() == {}


def test_the_records_are_what_the_log_says_counted_anew(una: User) -> None:
    """The migration counts the log of before with the same words."""
    from importlib import import_module

    undone = curation.reject(make_finding(make_article(), "council", rule="a verb").pk, una, NOW)
    decided(una, "accept")
    decided(una, "reject")
    curation.undo(undone.pk, una, NOW)
    kept = counts()
    RuleRecord.objects.all().delete()
    migration = import_module("stories.migrations.0019_what_the_desk_keeps")
    with connection.cursor() as cursor:
        cursor.execute(migration.SO_FAR.sql)
    assert counts() == kept == {"as_proposed": 1, "rejected": 1}


def test_a_story_is_open_until_some_minutes_after_the_last_act_and_is_forgotten_then(una: User) -> None:
    article, other = make_article(), make_article()
    OpenStory.objects.touch(article.pk, una.pk, NOW - timedelta(hours=1))
    assert not OpenStory.objects.now(NOW).exists()
    OpenStory.objects.touch(article.pk, una.pk, NOW)
    OpenStory.objects.touch(article.pk, una.pk, NOW)
    assert OpenStory.objects.now(NOW).get().article == article
    olga = make_account("olga")
    assert OpenStory.objects.touch(article.pk, olga.pk, NOW) == ["una"]
    assert OpenStory.objects.touch(article.pk, una.pk, NOW) == ["olga"]
    assert OpenStory.objects.touch(other.pk, una.pk, NOW + OpenStory.LASTS) == []
    assert OpenStory.objects.get().article == other, "what nobody has open any more is not kept"


def test_who_acts_on_a_story_has_it_open_for_some_minutes_more_but_acting_opens_none(una: User) -> None:
    article, olga = make_article("The council will vote."), make_account("olga")
    OpenStory.objects.touch(article.pk, una.pk, NOW)
    later = NOW + timedelta(minutes=8)
    for by, word in ((una, "council"), (olga, "vote")):
        curation.reject(make_finding(article, word).pk, by, later)
    assert [row.by for row in OpenStory.objects.now(NOW + timedelta(minutes=15))] == [una]

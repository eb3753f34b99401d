"""A database in which a finding's classification was called its stage: read again, it proposes nothing a second time,
and what was accepted can still be undone.
"""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User

from stories import curation
from stories.extraction.findings import Findings, Vote
from stories.findings.identity import fingerprint
from stories.findings.propose import propose
from stories.models import Finding
from tests.factories import NOW, make_article, make_body, make_issue, make_outlet, make_place

pytestmark = pytest.mark.django_db

migration = import_module("stories.migrations.0014_classifications")
SENTENCE = "The Gull Cove Council gave the pier bond its final approval."
BOND = Vote(
    body="Gull Cove Council", matter="the pier bond", classification="passage", phrase=None, earliest=None, latest=None,
    precision="none", time=None, place=None, status="held", outcome="passed", yes=None, no=None,
    start=0, end=len(SENTENCE), text=SENTENCE, confidence=0.9, because="gave",
)  # fmt: skip
STAGES = {"reading-1": "first", "reading-2": "second", "passage": "final"}


def as_before(payload: dict[str, Any]) -> dict[str, Any]:
    """A payload as earlier code wrote it."""
    words = payload["classification"]
    return {name: value for name, value in payload.items() if name != "classification"} | {
        "stage": STAGES.get(words, words)
    }


def old_fingerprint(payload: dict[str, Any], spans: list[dict[str, Any]], title: str) -> str:
    return str(migration.fingerprint(payload, spans, title, payload["stage"]))


@pytest.fixture
def by() -> User:
    return User.objects.create_user("una")


@pytest.fixture
def finding() -> Finding:
    """A proposed vote of a final stage, as earlier code wrote it."""
    issue = make_issue("The pier", make_body("Gull Cove Council", make_place("Gull Cove")))
    article = make_article(SENTENCE, outlet=make_outlet(place=issue.place))
    propose(article.versions.get(), Findings(votes=(BOND,)), NOW)
    proposed = article.findings.get()
    proposed.issue, proposed.payload = issue, as_before(proposed.payload)
    proposed.fingerprint = old_fingerprint(proposed.payload, proposed.spans, article.title)
    proposed.save()
    return proposed


def migrated(finding: Finding) -> list[str]:
    """The states of what is known of the story after migrating and reading it again."""
    migration.renew_all(apps, None)
    propose(finding.version, Findings(votes=(BOND,)), NOW)
    states = finding.article.findings.order_by("id").values_list("state", flat=True)
    finding.refresh_from_db()
    return list(states)


def test_what_waits_says_its_classification_and_is_not_proposed_again(finding: Finding) -> None:
    assert migrated(finding) == ["pending"]
    assert finding.payload["classification"] == "passage"
    assert "stage" not in finding.payload


@pytest.mark.parametrize("stage", ["first", "second", "final", "committee", "", None])
def test_every_stage_gets_its_word_and_the_fingerprint_that_goes_with_it(finding: Finding, stage: str | None) -> None:
    finding.payload["stage"] = stage
    title = finding.version.title
    finding.fingerprint = migration.fingerprint(finding.payload, finding.spans, title, stage or "")
    finding.save()
    migration.renew_all(apps, None)
    finding.refresh_from_db()
    words = {"first": "reading-1", "second": "reading-2", "final": "passage"}
    assert finding.payload["classification"] == words.get(stage or "", stage or "")
    assert finding.fingerprint == fingerprint("vote", finding.payload, finding.spans, title)


def test_what_was_accepted_stays_so_and_can_be_undone(finding: Finding, by: User) -> None:
    action = curation.accept(finding.pk, by, NOW)
    assert migrated(finding) == ["accepted"]
    assert finding.payload["classification"] == "passage"
    curation.undo(action.pk, by, NOW)
    finding.refresh_from_db()
    assert (finding.state, finding.payload["classification"]) == ("pending", "passage")
    assert migrated(finding) == ["pending"]


def test_what_was_rejected_stays_so(finding: Finding, by: User) -> None:
    curation.reject(finding.pk, by, NOW)
    assert migrated(finding) == ["rejected"]


def test_what_a_curator_corrected_keeps_its_words_by_which_the_log_undoes_it(finding: Finding, by: User) -> None:
    action = curation.accept(finding.pk, by, NOW, curation.Choice(payload={"matter": "the pier repair bond"}))
    assert migrated(finding) == ["accepted"]
    assert finding.payload["stage"] == "final"
    curation.undo(action.pk, by, NOW)
    assert migrated(finding) == ["pending"]


def test_what_was_corrected_and_undone_before_says_its_classification(finding: Finding, by: User) -> None:
    curation.undo(curation.accept(finding.pk, by, NOW, curation.Choice(payload={"matter": "it"})).pk, by, NOW)
    assert migrated(finding) == ["pending"]
    assert finding.payload["classification"] == "passage"


def test_a_fingerprint_that_nothing_explains_stays(finding: Finding) -> None:
    Finding.objects.filter(pk=finding.pk).update(fingerprint="by hand")
    migration.renew_all(apps, None)
    finding.refresh_from_db()
    assert (finding.fingerprint, finding.payload["classification"]) == ("by hand", "passage")


@pytest.mark.parametrize(
    "left",
    [
        {"spans": [], "payload": {}, "redacted_at": NOW},
        {"payload": {"status": "held", "body": "Gull Cove Council"}},
        {"kind": "quote", "payload": {"speaker": "Ona Firth", "type": "direct"}},
    ],
    ids=["removed", "without a stage", "a quote"],
)
def test_what_has_no_stage_stays_as_it_is(finding: Finding, left: dict[str, Any]) -> None:
    Finding.objects.filter(pk=finding.pk).update(**left)
    migration.renew_all(apps, None)
    now = Finding.objects.get()
    assert (now.payload, now.fingerprint) == (left["payload"], finding.fingerprint)


@pytest.mark.parametrize("spans", [[], None], ids=["no spans", "null"])
def test_what_has_no_words_gets_the_new_word_alone(finding: Finding, spans: list[Any] | None) -> None:
    migration.renew(bare := Finding(pk=1, payload={"stage": "first"}, spans=spans, fingerprint="x"), {}, set())
    assert (bare.payload, bare.fingerprint) == ({"classification": "reading-1"}, "x")


def test_an_act_whose_values_were_removed_explains_nothing(finding: Finding) -> None:
    class Removed:
        before: dict[str, Any] = {"spans": None}

    migration.renew(finding, {finding.pk: [Removed()]}, set())
    assert finding.payload["classification"] == "passage"


def test_migrating_twice_changes_nothing(finding: Finding, by: User) -> None:
    curation.accept(finding.pk, by, NOW)
    migration.renew_all(apps, None)
    once = Finding.objects.get()
    migration.renew_all(apps, None)
    twice = Finding.objects.get()
    assert (twice.fingerprint, twice.payload) == (once.fingerprint, once.payload)
    assert once.fingerprint != finding.fingerprint

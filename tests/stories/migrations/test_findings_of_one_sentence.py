"""A database decided before two decisions of a sentence were two: read again, it proposes nothing anybody decided."""

from dataclasses import replace
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User

from stories import curation
from stories.extraction.findings import Findings, Vote
from stories.findings.identity import fingerprint
from stories.findings.propose import propose
from stories.models import Article, Finding, LoggedAction
from tests.factories import NOW, make_article, make_body, make_issue, make_outlet, make_place
from votes.models import Issue

pytestmark = pytest.mark.django_db

migration = import_module("stories.migrations.0008_findings_of_one_sentence")
SENTENCE = "The Gull Cove Council voted to approve the pier bond and rejected the ferry lease."
BOND = Vote(
    body="Gull Cove Council", matter="the pier bond", classification="", phrase=None, earliest=None, latest=None,
    precision="none", time=None, place=None, status="held", outcome="passed", yes=None, no=None,
    start=0, end=len(SENTENCE), text=SENTENCE, confidence=0.9, because="voted",
)  # fmt: skip
LEASE = replace(BOND, matter="the ferry lease", outcome="failed")


@pytest.fixture
def by() -> User:
    return User.objects.create_user("una")


@pytest.fixture
def issue() -> Issue:
    return make_issue("The pier", make_body("Gull Cove Council", make_place("Gull Cove")))


@pytest.fixture
def finding(issue: Issue) -> Finding:
    """The first of two votes in a sentence, as earlier code wrote it; the other was dropped."""
    article = make_article(SENTENCE, outlet=make_outlet(place=issue.place))
    propose(article.versions.get(), Findings(votes=(BOND,)), NOW)
    proposed = article.findings.get()
    proposed.issue = issue
    proposed.fingerprint = migration.old_fingerprint("vote", proposed.payload, proposed.spans)
    proposed.save()
    return proposed


def migrated(article: Article) -> list[tuple[str, str]]:
    """What is known of the story after migrating and reading it again."""
    migration.renew_all(apps, None)
    propose(article.versions.get(), Findings(votes=(BOND, LEASE)), NOW)
    return [(finding.payload["matter"], finding.state) for finding in article.findings.order_by("id")]


def test_what_was_accepted_stays_and_the_second_decision_is_proposed(finding: Finding, by: User) -> None:
    curation.accept(finding.pk, by, NOW)
    assert migrated(finding.article) == [("the pier bond", "accepted"), ("the ferry lease", "pending")]


def test_what_a_curator_corrected_is_known_as_it_was_proposed(finding: Finding, by: User) -> None:
    choice = curation.Choice(payload={"matter": "the pier repair bond", "outcome": "failed"}, spans={"evidence": [(4, len(SENTENCE))]})
    curation.accept(finding.pk, by, NOW, choice)
    assert migrated(finding.article) == [("the pier repair bond", "accepted"), ("the ferry lease", "pending")]
    finding.refresh_from_db()
    proposed = LoggedAction.objects.get().before
    assert finding.fingerprint == fingerprint("vote", proposed["payload"], proposed["spans"], "")


def test_what_was_corrected_undone_and_rejected_is_known_too(finding: Finding, by: User) -> None:
    curation.undo(curation.accept(finding.pk, by, NOW, curation.Choice(payload={"matter": "it"})).pk, by, NOW)
    curation.reject(finding.pk, by, NOW)
    assert migrated(finding.article) == [("the pier bond", "rejected"), ("the ferry lease", "pending")]


def test_a_fingerprint_that_nothing_explains_stays(finding: Finding, by: User) -> None:
    Finding.objects.filter(pk=finding.pk).update(fingerprint="by hand")
    migration.renew_all(apps, None)
    finding.refresh_from_db()
    assert finding.fingerprint == "by hand"


def test_what_was_removed_stays_as_it_is(finding: Finding) -> None:
    Finding.objects.filter(pk=finding.pk).update(spans=[], payload={}, redacted_at=NOW)
    migration.renew_all(apps, None)
    assert Finding.objects.get().fingerprint == finding.fingerprint


def test_migrating_twice_changes_nothing(finding: Finding, by: User) -> None:
    curation.accept(finding.pk, by, NOW)
    migration.renew_all(apps, None)
    once = Finding.objects.get().fingerprint
    migration.renew_all(apps, None)
    assert Finding.objects.get().fingerprint == once != finding.fingerprint


def test_the_migration_and_the_program_name_a_finding_alike(finding: Finding) -> None:
    payload, spans = finding.payload, finding.spans
    for title in ("News", "The pier bond"):
        assert migration.new_fingerprint("vote", payload, spans, title) == fingerprint("vote", payload, spans, title)
    stand = {"actor": "Ona Firth", "matter": "the pier", "stance": "support", "basis": "action", "conditional": False}
    assert migration.new_fingerprint("position", stand, spans, "") == fingerprint("position", stand, spans, "")

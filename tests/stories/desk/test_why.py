"""Why the site says something, on one page."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from stories import curation
from stories.curation import Choice
from stories.models import Finding, LoggedAction
from tests.factories import NOW, make_article, make_finding, make_issue, make_official, make_person, make_version
from tests.stories.curation import pier
from votes.citation import Citation
from votes.models import Issue, Vote, VoteChange

pytestmark = pytest.mark.django_db

TEXT = (
    "It rained. Ona Firth said she opposes the ferry. The harbor board will vote on the ferry on March 17. It rained."
)


@pytest.fixture
def issue() -> Issue:
    return make_issue("The ferry")


@pytest.fixture
def position(una: User, issue: Issue) -> Finding:
    """One that was corrected in several things."""
    make_official("Ona Firth", issue.body)
    about = {"actor": "O. Firth", "matter": "the ferry", "stance": "support", "basis": "statement", "conditional": True}
    words = "Ona Firth said she opposes the ferry."
    found = make_finding(
        make_article(TEXT, "Ferry talk"), words, "position", "evidence", payload=about, issue=make_issue("The harbor")
    )
    choice = Choice(payload={"actor": "Ona Firth", "stance": "oppose", "conditional": False}, issue=issue)
    curation.accept(found.pk, una, NOW, choice, "read twice")
    return found


@pytest.fixture
def vote(una: User, issue: Issue) -> Finding:
    found = pier.vote(make_article(pier.TEXT), issue)
    pier.accept(found, una)
    return found


def said(desk: Client, finding: Finding) -> str:
    answer = desk.get(f"/desk/findings/{finding.pk}/why/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_it_shows_the_sentence_who_accepted_it_and_what_they_corrected(desk: Client, position: Finding) -> None:
    page = said(desk, position)
    assert "<mark>Ona Firth said she opposes the ferry.</mark>" in page
    assert "Version 1 of the story" in page
    assert "by <strong>una</strong>, Mar 10, 2026" in page
    assert "“read twice”" in page
    for was, now in (("O. Firth", "Ona Firth"), ("support", "oppose"), ("yes", "no"), ("The harbor", "The ferry")):
        assert f"<del>{was}</del>" in page
        assert f"<ins>{now}</ins>" in page
    assert f"/en/stories/{position.article_id}/#finding-{position.pk}" in page


def test_it_shows_later_edits_what_was_undone_and_the_versions_since(desk: Client, vote: Finding, una: User) -> None:
    record = Vote.objects.get()
    source = Citation("At six.", "The agenda", "https://town.example/agenda")
    edited = curation.edit_vote(record, {"location": "Town Hall"}, source, una, NOW, VoteChange.Why.NEWS)
    curation.undo(edited.pk, una, NOW)
    make_version(vote.article, pier.TEXT + " It rained.")
    make_version(vote.article, "Nothing.")
    curation.keep(vote.pk, 3, una, NOW, "the clerk says so")
    page = said(desk, vote)
    assert page.count("Edit of the vote by una on March 10") >= 1
    assert "Undo of the vote by una on March 10" in page
    assert "kept though version 3 tells it otherwise" in page
    assert "the clerk says so" in page
    assert "Version 2" in page
    assert "holds the words" in page
    assert "<strong>no longer holds the words</strong>" in page


@pytest.mark.parametrize("kind", ["position", "vote"])
def test_it_takes_few_queries_however_much_was_done(
    desk: Client, request: pytest.FixtureRequest, kind: str, una: User,
    django_assert_max_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    finding: Finding = request.getfixturevalue(kind)
    for number in range(2, 12):
        make_version(finding.article, f"Version {number}.")
        curation.keep(finding.pk, number, una, NOW, "still so")
    if kind == "position":
        for number in range(10):
            person = Finding.objects.get(pk=finding.pk).person
            assert person
            curation.merge(make_person(f"Ona F. {number}").pk, person.pk, una, NOW, "one")
    with django_assert_max_num_queries(15):
        said(desk, finding)


def test_what_is_not_public_says_so(desk: Client, position: Finding, una: User) -> None:
    curation.undo(LoggedAction.objects.get().pk, una, NOW)
    assert "It is not public: pending." in said(desk, position)
    curation.withdraw(position.article, "made up", True, una, NOW)
    assert "The story was withdrawn on Mar 10, 2026, because: made up" in said(desk, position)
    waiting = make_finding(make_article(TEXT), "It rained.", payload={"speaker": "", "type": "direct"})
    assert "Nobody has." in said(desk, waiting)


def test_what_was_removed_shows_nothing_of_it(desk: Client, position: Finding, una: User) -> None:
    person = Finding.objects.get(pk=position.pk).person
    assert person
    curation.redact_person(person, una, NOW, "asked for")
    page = said(desk, position)
    assert "Firth" not in page
    assert "(These words were removed.)" in page

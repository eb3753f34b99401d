"""Accepting a claim says that its story belongs to the issue it carries; undoing takes that back."""

import pytest
from django.contrib.auth.models import User

from stories import curation
from stories.models import Article, ArticleIssue
from tests.factories import NOW, make_issue
from tests.stories.curation import pier
from votes.models import Issue

pytestmark = pytest.mark.django_db


def state(article: Article, issue: Issue) -> str | None:
    return ArticleIssue.objects.filter(article=article, issue=issue).values_list("state", flat=True).first()


def test_accepting_a_claim_accepts_only_the_issue_it_carries(article: Article, issue: Issue, by: User) -> None:
    other = make_issue("The ferry", issue.body)
    for proposed in (issue, other):
        article.article_issues.create(issue=proposed, score=0.9, reason="names “pier”")
    action = pier.accept(pier.position(article, issue), by)
    assert (state(article, issue), state(article, other)) == ("accepted", "proposed")
    row = article.article_issues.get(issue=issue)
    assert (row.score, row.reason) == (0.9, "names “pier”")
    effect = action.effects.get(table=ArticleIssue._meta.db_table)
    assert (effect.row, effect.before["state"], effect.after["state"]) == (row.pk, "proposed", "accepted")


def test_who_somebody_is_says_nothing_of_an_issue(article: Article, issue: Issue, by: User) -> None:
    article.article_issues.create(issue=issue, score=0.9)
    official = pier.official(article)
    official.issue = issue
    official.save()
    curation.accept(official.pk, by, NOW)
    assert state(article, issue) == "proposed"


@pytest.mark.parametrize("before", ["proposed", "rejected", None])
def test_undoing_the_claim_puts_the_match_back(article: Article, issue: Issue, by: User, before: str | None) -> None:
    if before:
        article.article_issues.create(issue=issue, state=before)
    action = pier.accept(pier.position(article, issue), by)
    assert state(article, issue) == "accepted"
    curation.undo(action.pk, by, NOW)
    assert state(article, issue) == before


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_match_stays_while_another_claim_of_the_story_stands(
    article: Article, issue: Issue, by: User, order: tuple[int, int]
) -> None:
    article.article_issues.create(issue=issue)
    actions = [pier.accept(pier.position(article, issue), by), pier.accept(pier.vote(article, issue), by)]
    curation.undo(actions[order[0]].pk, by, NOW)
    assert state(article, issue) == "accepted"
    curation.undo(actions[order[1]].pk, by, NOW)
    assert state(article, issue) == "proposed"


def test_what_a_curator_chose_since_outlives_the_claim(article: Article, issue: Issue, by: User) -> None:
    article.article_issues.create(issue=issue)
    action = pier.accept(pier.position(article, issue), by)
    curation.match(article, issue, ArticleIssue.State.ACCEPTED, by, NOW)
    curation.undo(action.pk, by, NOW)
    assert state(article, issue) == "accepted"


def test_the_first_claim_makes_a_bare_issue_public_and_its_undoing_hides_it(article: Article, by: User) -> None:
    bare = Issue.objects.create(slug="pier", title="Pier")
    action = pier.accept(pier.position(article, bare), by)
    assert Issue.objects.public().filter(pk=bare.pk).exists()
    assert action.effects.filter(table=Issue._meta.db_table, row=bare.pk, after__has_key="published_at").exists()
    curation.undo(action.pk, by, NOW)
    assert not Issue.objects.public().filter(pk=bare.pk).exists()


def test_an_issue_saved_since_stays_public_without_its_first_claim(article: Article, by: User) -> None:
    bare = Issue.objects.create(slug="pier", title="Pier")
    action = pier.accept(pier.position(article, bare), by)
    bare.refresh_from_db()
    curation.save_issue(bare, {"question": "Shall it be mended?"}, by, NOW)
    curation.undo(action.pk, by, NOW)
    assert Issue.objects.public().get(pk=bare.pk) == bare

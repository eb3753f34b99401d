"""In which order an issue's stories appeared."""

from datetime import timedelta

import pytest

from stories.models import Appearance, Article, ArticleIssue
from tests.factories import NOW, make_article, make_issue

pytestmark = pytest.mark.django_db


def test_the_order_of_stories_is_kept_as_they_are_dated_copied_moved_and_gone() -> None:
    issue, other = make_issue(), make_issue()
    article = make_article(published_at=NOW - timedelta(days=5))
    ArticleIssue.objects.create(article=article, issue=issue)

    def kept() -> list[tuple[int, int, int]]:
        rows = Appearance.objects.order_by("pk").values_list("issue", "first", "at")
        return [(of, first, (NOW - at).days) for of, first, at in rows]

    assert kept() == [(issue.pk, article.pk, 5)]
    original = make_article(published_at=NOW - timedelta(days=8))
    Article.objects.filter(pk=article.pk).update(original=original)
    assert kept() == [(issue.pk, original.pk, 8)]
    Article.objects.filter(pk=original.pk).update(published_at=None, first_read_at=NOW - timedelta(days=7))
    assert kept() == [(issue.pk, original.pk, 7)]
    ArticleIssue.objects.update(issue=other)
    assert kept() == [(other.pk, original.pk, 7)]
    ArticleIssue.objects.all().delete()
    assert kept() == []

"""Groups a story with those that tell it in the same words, under the earliest original."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from stories.ingestion.copies import boilerplate, is_copy
from stories.likeness import most_alike
from stories.models import Article, Outlet

WITHIN = timedelta(days=60)
"""Copies follow their original soon; looking further back finds reprints of notices and boilerplate."""
OF_ONE_OUTLET = 50


@transaction.atomic(savepoint=False)
def group_copies(articles: Sequence[Article]) -> None:
    """Set each article's `original` by its fingerprint, which stands in the database.

    One at a time, under the lock that `keep` takes: two workers with two copies would not see each other's.
    """
    alike = most_alike([article.pk for article in articles], WITHIN)
    for article in articles:
        _group(article, _same_story(article, alike.get(article.pk, [])))


def _group(article: Article, others: list[Article]) -> None:
    root = _earliest([*others, article])
    if root == article:
        _adopt(article, others)
        return
    article.original = root
    article.save(update_fields=["original"])
    article.copies.update(original=root)  # all stand directly under the original


def _same_story(article: Article, alike: Sequence[int]) -> list[Article]:
    """Stories with the same words, each by the original it stands for."""
    if not alike:
        return []
    common = _boilerplate(article.outlet)
    found = Article.objects.filter(pk__in=alike).select_related("original", "outlet")
    return [other.original or other for other in found if is_copy(article.fingerprint, other.fingerprint, common)]


def _boilerplate(outlet: Outlet) -> frozenset[int]:
    """What the outlet prints under many of its stories."""
    recent = outlet.articles.filter(original=None).order_by("-id").values_list("fingerprint", flat=True)
    return boilerplate(recent[:OF_ONE_OUTLET])


def _earliest(articles: Iterable[Article]) -> Article:
    """An agency's story credited by its copies is theirs; among equals the earliest published."""
    group = list({article.pk: article for article in articles}.values())
    credited = {credit for article in group for credit in (article.agency, *article.byline)}
    return min(group, key=lambda one: (not _is_credited(one, credited), _published(one), one.pk))


def _is_credited(article: Article, credited: set[str]) -> bool:
    """Whether another story of the group names this one's outlet as where it comes from."""
    return any(article.outlet.name.casefold() in credit.casefold() for credit in credited if credit)


def _adopt(article: Article, others: Iterable[Article]) -> None:
    """The article is the earliest: what was taken for the original, and its copies, now stand under it."""
    if article.original_id is not None:
        article.original = None
        article.save(update_fields=["original"])
    taken = [other.pk for other in others if other.pk != article.pk]
    if taken:
        below = Article.objects.filter(Q(pk__in=taken) | Q(original__in=taken)).exclude(pk=article.pk)
        below.update(original=article)


def _published(article: Article) -> datetime:
    return article.published_at or article.first_read_at

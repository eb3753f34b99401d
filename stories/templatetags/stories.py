"""Template filters of this floor: `{% load stories %}`."""

import datetime as dt
from collections.abc import Sequence

from django import template

from stories.evidence import Evidence
from stories.models import Article

register = template.Library()


@register.filter
def web(url: str) -> str:
    """The address if a link may lead there: stories' addresses come from outside."""
    return url if url.lower().startswith(("https://", "http://")) else ""


@register.filter
def day(article: Article) -> dt.date:
    """The story's day by its own clock; where it names none, the day it was first read."""
    return (article.published_local or article.first_read_at).date()


@register.filter
def reports(evidence: Sequence[Evidence]) -> str:
    """ "3 reports, 1 original": copies of one story are one source."""
    articles = {item.article.pk: item.article.original_id or item.article.pk for item in evidence}
    count, originals = len(articles), len(set(articles.values()))
    words = f"{count} report{'s' if count > 1 else ''}"
    return words if originals == count else f"{words}, {originals} original"

"""A story over several pages: whether the page leads on to the next one of the same story."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urljoin, urlsplit

from stories.ingestion.pages.addresses import canonical_url
from stories.ingestion.pages.markup import Markup

_NUMBERED = re.compile(r"(?:/(?:page|p|seite))?[/_,-](\d{1,2})(?:\.html?)?/?$|/(?:page|seite)-?(\d{1,2})/?$", re.I)
_NAMES = frozenset({"page", "pg", "p", "paged", "pagenum", "seite", "pagina"})
_NEXT = './/link[@href and @rel="next"] | .//a[@href and contains(@rel, "next")]'
_PAGES = (
    "(.//div | .//nav | .//ul | .//p)"
    '[contains(@class, "pagination") or contains(@class, "page-links") or contains(@class, "pager")]//a[@href]'
)
_LOOKED_AT = 20


def leads_on(markup: Markup) -> bool:
    """Say whether a link leads to a later page of this very story; the next story's is another address."""
    own = canonical_url(markup)
    tree = markup.tree
    links = (link.get("href").strip() for link in [*tree.xpath(_NEXT), *tree.xpath(_PAGES)][:_LOOKED_AT])
    return bool(own) and any(_number(link, own) > _number(own, own) for link in links)


def _number(link: str, own: str) -> int:
    """Return which page of the story at `own` a link leads to, 1 for its first; 0 for another story's."""
    try:
        there, here = urlsplit(urljoin(own, link)), urlsplit(own)
    except ValueError:
        return 0
    if there.netloc != here.netloc:
        return 0
    if there.path.rstrip("/") == here.path.rstrip("/"):
        numbers = [value for name, value in parse_qsl(there.query) if name.lower() in _NAMES and value.isdecimal()]
        return int(numbers[0][:3]) if numbers else 1
    numbered = _NUMBERED.search(there.path)
    stem = re.sub(r"(?:\.html?)?/?$", "", here.path)
    if numbered and there.path[: numbered.start()] == stem:
        return int(numbered.group(1) or numbered.group(2))
    return 0

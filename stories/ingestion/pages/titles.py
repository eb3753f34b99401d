"""The story's title: the heading that readers see, where what the page says to machines agrees with it."""

from __future__ import annotations

import re

from stories.ingestion.pages import jsonld
from stories.ingestion.pages.markup import Markup, one_line, shown

_WORD = re.compile(r"[^\W_]+")
_SITE_AFTER = re.compile(r"\s*(?:[|\u2013\u2014\u00b7\u00bb:\uff1a\uff5c]|\s-)\s*")
_MAX_TITLE = 500


def title(markup: Markup) -> str:
    """The title on one line, cut at 500 characters; empty where the page has none.

    What the page gives others to show (`og:title`) is its title, less the outlet's name; a heading that says the
    same, or that it only adds to or cuts short, is the better form of it.
    """
    told = declared(markup)
    headings = [text for text in (shown(h) for h in markup.tree.iter("h1")) if text][:20]
    first = next(iter(told), "")
    return (_heading_of(first, headings) or first or next(iter(headings), ""))[:_MAX_TITLE].strip()


def same_words(one: str, other: str) -> bool:
    """Whether two lines say the same, punctuation and case aside."""
    return words(one) == words(other)


def words(text: str) -> list[str]:
    """The words of a line, for comparing."""
    return _WORD.findall(text.casefold())


def declared(markup: Markup) -> list[str]:
    """The titles told to machines, best first, without the site's name."""
    told = [*markup.said("og:title")[:1], jsonld.text(markup.story.get("headline")), *markup.said("twitter:title")[:1]]
    told += [shown(element) for element in markup.tree.iterfind(".//head/title")][:1]
    site = site_name(markup)
    return [bare for bare in (_without_site(one_line(text), site) for text in told) if bare]


def _heading_of(told: str, headings: list[str]) -> str:
    """The heading that a title repeats, repeats with something after a bar or dash, or cuts short."""
    own = words(told)
    for heading in headings:
        seen = words(heading)
        added = own[: len(seen)] == seen and _SITE_AFTER.match(told[len(heading) :])
        cut = told.endswith(("...", "\u2026")) and seen[: len(own) - 1] == own[:-1]
        if seen and (seen == own or added or cut):
            return heading
    return ""


def _without_site(text: str, site: str) -> str:
    """`text` without a last part, after a bar or dash, that is the site's name or address."""
    cuts = list(_SITE_AFTER.finditer(text))
    for cut in cuts:
        tail = "".join(words(text[cut.end() :]))
        names = "".join(words(site))
        alike = bool(tail and names) and (tail in names or (names in tail and len(tail) <= 2 * len(names)))
        if alike and cut.start() > 0:
            return text[: cut.start()].strip()
    return text


def site_name(markup: Markup) -> str:
    """The outlet's name as the page gives it, else the host."""
    told = markup.said("og:site_name") or [jsonld.text(markup.story.get("publisher"))]
    if told[0]:
        return told[0][:200]
    publisher = markup.resolved(markup.story.get("publisher"))
    named = [jsonld.text(item) for item in publisher] + markup.said("application-name", "apple-mobile-web-app-title")
    return next((name[:200] for name in named if name), "")

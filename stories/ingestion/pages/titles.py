"""The story's title: the heading that readers see, where what the page says to machines agrees with it."""

from __future__ import annotations

import re

from stories.ingestion.pages import jsonld
from stories.ingestion.pages.markup import Markup, one_line, shown

_WORD = re.compile(r"[^\W_]+")
_SITE_AFTER = re.compile(r"\s*(?:[|\u2013\u2014\u00b7\u00bb:\uff1a\uff5c]|\s-)\s*")
_MAX_TITLE = 500
_ALIKE = 0.75


def title(markup: Markup) -> str:
    """The title on one line, cut at 500 characters; empty where the page has none."""
    declared = _declared(markup)
    headings = [text for text in (shown(h) for h in markup.tree.iter("h1")) if text][:20]
    return (_agreed(declared, headings) or next(iter(headings), ""))[:_MAX_TITLE].strip()


def same_words(one: str, other: str) -> bool:
    """Whether two lines say the same, punctuation and case aside."""
    return words(one) == words(other)


def words(text: str) -> list[str]:
    """The words of a line, for comparing."""
    return _WORD.findall(text.casefold())


def _declared(markup: Markup) -> list[str]:
    """The titles told to machines, each as it is and, after it, without the site's name."""
    told = [jsonld.text(markup.story.get("headline")), *markup.said("og:title")[:1], *markup.said("twitter:title")[:1]]
    told += [shown(element) for element in markup.tree.iterfind(".//head/title")][:1]
    site = site_name(markup)
    return [_without_site(one_line(text), site) for text in told if text.strip()]


def _agreed(declared: list[str], headings: list[str]) -> str:
    for heading in headings:
        if any(same_words(heading, text) for text in declared):
            return _without_kicker(heading, declared)
    # With no heading to confirm one, two voices that say the same outweigh a heading with a kicker in it.
    for position, text in enumerate(declared[:3]):
        if any(same_words(text, other) for other in declared[position + 1 :]):
            return text
    for heading in headings:
        if any(_alike(heading, text) for text in declared):
            return heading
    return next(iter(declared), "")


def _without_kicker(heading: str, declared: list[str]) -> str:
    """`heading`, or what stands after its colon where the page itself gives that alone as a title elsewhere."""
    after = heading.partition(": ")[2]
    return after if after and any(same_words(after, text) for text in declared) else heading


def _alike(one: str, other: str) -> bool:
    left, right = set(words(one)), set(words(other))
    return bool(left and right) and 2 * len(left & right) / (len(left) + len(right)) >= _ALIKE


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
    publisher = jsonld.resolve(markup.story.get("publisher"), markup.nodes)
    named = [jsonld.text(item) for item in publisher] + markup.said("application-name", "apple-mobile-web-app-title")
    return next((name[:200] for name in named if name), "")

"""The story's title: the heading that readers see, where what the page says to machines agrees with it."""

from __future__ import annotations

import html
import re

from stories.ingestion.pages import jsonld
from stories.ingestion.pages.markup import Markup, one_line, shown

_WORD = re.compile(r"[^\W_]+")
_SITE_AFTER = re.compile(r"\s{0,20}(?:[|\u2013\u2014\u00b7\u00bb:\uff1a\uff5c]|\s-|\s[*\u2022/~+]+(?=\s))\s{0,20}")
_SITE_BEFORE = re.compile(r"(?:[|\u00bb\uff5c]|\s[-\u2013\u2014])\W{0,20}$")
# An attribute that its page forgot to escape ends at the title's first quotation mark.
_BROKEN_OFF = re.compile(r"\s*\"")
_MAX_TITLE = 500
_TITLE_WORDS = 3
_SHARED = ("og:title", "twitter:title")
_HOMES = ("/", "./", "index.html")


def title(markup: Markup) -> str:
    """Return the title on one line, cut at 500 characters; empty where the page has none.

    The newsroom's own headline (JSON-LD) is the title where readers see it as a heading too. Else what the page gives
    others to show (`og:title`), less the outlet's name; a heading that says the same, or that it only adds to or cuts
    short, is the better form of it. A page that gives machines nothing but its `title` has its only heading for one.
    """
    titles = declared(markup)
    headings = [text for text in (shown(h) for h in markup.tree.iter("h1")) if text][:20]
    headline = jsonld.text(markup.story.get("headline"))
    seen = next((text for text in headings if headline and same_words(text, headline)), "")
    lone = headings[0] if len(headings) == 1 and not headline and not markup.said(*_SHARED) else ""
    first = next(iter(titles), "")
    forms = [*headings, *titles[1:]]
    best = seen or _plain_form(first, forms) or (lone if _is_titled(lone, markup) else "") or first
    return (best or next(iter(headings), ""))[:_MAX_TITLE].strip()


def _is_titled(heading: str, markup: Markup) -> bool:
    """Say whether a page's only heading is a story's: some words, and not the outlet's name, which leads home."""
    names = ["".join(words(name)) for name in site_names(markup)]
    leads_home = any(link.get("href") in _HOMES for link in markup.tree.iterfind(".//h1//a"))
    return len(words(heading)) >= _TITLE_WORDS and "".join(words(heading)) not in names and not leads_home


def same_words(first: str, second: str) -> bool:
    """Say whether two lines say the same, punctuation and case aside."""
    return words(first) == words(second)


def words(text: str) -> list[str]:
    """Return the words of a line, for comparing."""
    return _WORD.findall(text.casefold())


def declared(markup: Markup) -> list[str]:
    """Return the titles that the page gives to machines, best first, without the site's name."""
    names = ["".join(words(name)) for name in site_names(markup)]
    named = [text for name in _SHARED for text in markup.said(name)[:1]]
    shared, *others = [_without_site(one_line(html.unescape(text)), names) for text in named] or [""]
    headline, alternative = (jsonld.text(markup.story.get(name)) for name in ("headline", "alternativeHeadline"))
    headline = _without_site(headline, names)
    # A page that keeps the newsroom's headline apart from an alternative one gives a third wording, made for search
    # and sharing, to others to show.
    titles = [headline, shared] if alternative and not same_words(alternative, shared) else [shared, headline]
    titles += [*others, *(_without_site(shown(e), names) for e in markup.tree.iterfind(".//head/title"))][:2]
    return [text for text in titles if text and "".join(words(text)) not in names]


def _plain_form(given: str, forms: list[str]) -> str:
    """Return the form that a title repeats, repeats with something before or after a bar or dash, or cuts short."""
    own = words(given)
    for form in forms:
        seen = words(form)
        added = 0 < len(seen) < len(own) and own[: len(seen)] == seen and _SITE_AFTER.match(_after(form, given))
        led = 0 < len(seen) < len(own) and own[-len(seen) :] == seen and _SITE_BEFORE.search(_before(form, given))
        cut = given.endswith(("...", "\u2026")) and seen[: len(own) - 1] == own[:-1]
        broken = form.startswith(given) and _BROKEN_OFF.match(form[len(given) :])
        if seen and (seen == own or added or led or cut or broken):
            return form
    return ""


def _after(form: str, given: str) -> str:
    """Return what `given` holds after the words, and the last punctuation, of `form`."""
    ends = [word.end() for word in _WORD.finditer(given)]
    closing = form[[word.end() for word in _WORD.finditer(form)][-1] :]
    return given[ends[len(words(form)) - 1] :].removeprefix(closing)


def _before(form: str, given: str) -> str:
    """Return what `given` holds before the words of `form`, with which it ends."""
    starts = [word.start() for word in _WORD.finditer(given)]
    return given[: starts[-len(words(form))]]


def _without_site(text: str, names: list[str]) -> str:
    """Return `text`, not overlong, without a last part, after a bar or dash, that is one of the site's names."""
    text = text[: 4 * _MAX_TITLE]
    for cut in _SITE_AFTER.finditer(text):
        tail = "".join(words(text[cut.end() :]))
        alike = (tail in name or (name in tail and len(tail) <= 2 * len(name)) for name in names if tail and name)
        if cut.start() > 0 and any(alike):
            return text[: cut.start()].strip()
    return text


def site_name(markup: Markup) -> str:
    """Return the outlet's name as the page gives it; "" where it gives none."""
    return next(iter(site_names(markup)), "")


def site_names(markup: Markup) -> list[str]:
    """Return all names that the page gives its outlet, the best first."""
    publisher = [jsonld.text(item) for item in markup.resolved(markup.story.get("publisher"))]
    names = [*markup.said("og:site_name")[:1], jsonld.text(markup.story.get("publisher")), *publisher]
    names += markup.said("application-name", "apple-mobile-web-app-title")
    return [name[:200] for name in names if name]

"""The access that a page gives to its story: a short story is whole, a cut one is not."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from stories.ingestion.pages import jsonld
from stories.ingestion.pages.blocks import Block, key
from stories.ingestion.pages.excerpts import is_cut
from stories.ingestion.pages.markup import Markup, shown
from stories.ingestion.pages.page import Access
from stories.ingestion.pages.paging import leads_on
from stories.ingestion.pages.titles import words
from stories.ingestion.pages.withheld import Withheld

_ENOUGH_WORDS = 150
_WALL_CALL = re.compile(
    r"(?:subscribe|sign up|log ?in|register|become a (?:member|subscriber)).{0,40}"
    r"(?:to (?:continue|keep|finish|read)|full)|"
    r"(?:for|available to|only for|exclusive to) (?:our )?(?:paid |paying )?(?:subscribers|members)\b|"
    r"(?:this|the) (?:article|story) is for subscribers|"
    r"you(?:'ve| have) reached your.{0,30}limit|already (?:a |have a )?subscri|weiterlesen mit|nur f\u00fcr abonnenten",
    re.I,
)
# What a box for subscribers says under whole stories as well, to sell the rest of the paper.
_SALE = re.compile(r"\bto (?:read|see|get|keep) (?:more\b(?! of (?:this|the) )|up\b|in touch)|newsletter", re.I)
# What says by itself that this very story goes on for payers.
_FOR_PAYERS = re.compile(
    r"\bthis (?:post|story|article|content|page|newsletter) is (?:only )?(?:for|available to) "
    r"(?:our )?(?:paid |paying )?(?:subscribers|members|supporters)\b",
    re.I,
)
_HIDDEN = re.compile(r"display:\s*none|(?:^|[-_\s])(?:hidden|modal|overlay|popup)(?=$|[-_\s])", re.I)
_VIDEO_WORDS = 40
_TIERS = frozenset({"locked", "premium", "subscriber", "subscription", "paid"})


def access(markup: Markup, story: list[Block], withheld: Withheld) -> Access:
    """Return FULL, PARTIAL (a teaser, an excerpt, a first page) or PAYWALLED (cut, and asking for money or a login)."""
    text = " ".join(block.text for block in story)
    # Cut is a story of which the page itself says that it has more words than are shown, or that breaks off.
    count = str(markup.story.get("wordCount") or "")
    word_count = int(count) if count.isdecimal() and len(count) < 6 else 0
    whole = len(key(jsonld.text(markup.story.get("articleBody"))))
    cut = word_count > 1.5 * len(words(text)) + 40 or whole > 1.5 * len(key(text)) + 200 or is_cut(text)
    if withheld.enciphered or any(map(_goes_on_for_payers, withheld.boxes)):
        return Access.PAYWALLED
    if (cut or len(words(text)) < _ENOUGH_WORDS) and _is_gated(markup, cut, withheld):
        return Access.PAYWALLED
    return Access.PARTIAL if cut or leads_on(markup) or _is_video(markup, text) else Access.FULL


def _goes_on_for_payers(box: HtmlElement) -> bool:
    hidden = _HIDDEN.search(f"{box.get('style') or ''} {box.get('class') or ''}") or box.get("hidden") is not None
    return not hidden and bool(_FOR_PAYERS.search(shown(box)[:2000]))


def _is_video(markup: Markup, text: str) -> bool:
    """Say whether the page is a film with a line or two about it."""
    film = any("VideoObject" in jsonld.types(node) for node in markup.nodes)
    return film and not markup.story and len(words(text)) < _VIDEO_WORDS


def _is_gated(markup: Markup, cut: bool, withheld: Withheld) -> bool:
    """Say whether the page is for payers by its own word; what sells the paper under an uncut story is none."""
    free = [node.get("isAccessibleForFree") for node in markup.nodes if jsonld.is_story(node)]
    tiers = {tier.lower() for tier in markup.said("article:content_tier", "content_tier")}
    paid = any(str(value).lower() in {"false", "no", "http://schema.org/false"} for value in free if value is not None)
    if paid or tiers & _TIERS:
        return True
    return any(_is_wall(box, cut) for box in withheld.boxes)


def _is_wall(box: HtmlElement, cut: bool) -> bool:
    text = shown(box)[:2000]
    calls = [text[call.start() : call.end() + 40] for call in _WALL_CALL.finditer(text)]
    harmless = not cut and "paywall" not in f"{box.get('class')} {box.get('id')}"
    return any(not (harmless and _SALE.search(call)) for call in calls)

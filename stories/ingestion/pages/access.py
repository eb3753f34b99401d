"""The access that a page gives to its story: a short story is whole, a cut one is not."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from stories.ingestion.pages import jsonld
from stories.ingestion.pages.blocks import Block, key
from stories.ingestion.pages.markup import Markup, shown
from stories.ingestion.pages.page import Access
from stories.ingestion.pages.titles import words

_ENOUGH_WORDS = 150
_CUT = re.compile(r"(?:\u2026|\.\.\.|\[\u2026\]|\[\.\.\.\])\s*$")
_WALL_CALL = re.compile(
    r"(?:subscribe|sign up|log ?in|register|become a (?:member|subscriber)).{0,40}"
    r"(?:to (?:continue|keep|finish|read)|full)|"
    r"(?:for|available to|only for|exclusive to) (?:our )?(?:subscribers|members)\b|"
    r"(?:this|the) (?:article|story) is for subscribers|"
    r"you(?:'ve| have) reached your.{0,30}limit|already (?:a |have a )?subscri|weiterlesen mit|nur f\u00fcr abonnenten",
    re.I,
)
# What a box for subscribers says under whole stories as well, to sell the rest of the paper.
_SALE = re.compile(r"\bto (?:read|see|get|keep) (?:more\b(?! of (?:this|the) )|up\b|in touch)|newsletter", re.I)
_BOX_XPATH = './/*[contains(@class, "paywall") or contains(@id, "paywall") or contains(@class, "subscrib")]'
_TIERS = frozenset({"locked", "premium", "subscriber", "subscription", "paid"})


def access(markup: Markup, story: list[Block]) -> Access:
    """Return FULL, PARTIAL (a teaser or excerpt) or PAYWALLED (cut, and money or a login is asked for to go on)."""
    text = " ".join(block.text for block in story)
    # Cut is a story of which the page itself says that it has more words than are shown, or that breaks off.
    count = str(markup.story.get("wordCount") or "")
    word_count = int(count) if count.isdecimal() and len(count) < 6 else 0
    whole = len(key(jsonld.text(markup.story.get("articleBody"))))
    cut = word_count > 1.5 * len(words(text)) + 40 or whole > 1.5 * len(key(text)) + 200 or bool(_CUT.search(text))
    if (cut or len(words(text)) < _ENOUGH_WORDS) and _is_gated(markup, cut):
        return Access.PAYWALLED
    return Access.PARTIAL if cut else Access.FULL


def _is_gated(markup: Markup, cut: bool) -> bool:
    """Say whether the page is for payers by its own word; what sells the paper under an uncut story is none."""
    free = [node.get("isAccessibleForFree") for node in markup.nodes if jsonld.is_story(node)]
    tiers = {tier.lower() for tier in markup.said("article:content_tier", "content_tier")}
    paid = any(str(value).lower() in {"false", "no", "http://schema.org/false"} for value in free if value is not None)
    if paid or tiers & _TIERS:
        return True
    return any(_is_wall(box, cut) for box in markup.tree.xpath(_BOX_XPATH)[:10])


def _is_wall(box: HtmlElement, cut: bool) -> bool:
    text = shown(box)[:2000]
    calls = [text[call.start() : call.end() + 40] for call in _WALL_CALL.finditer(text)]
    harmless = not cut and "paywall" not in f"{box.get('class')} {box.get('id')}"
    return any(not (harmless and _SALE.search(call)) for call in calls)

"""Pages that are no story but something before or in place of it: cookies, a login, a check for robots, "not found"."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from stories.ingestion.pages import addresses, signs
from stories.ingestion.pages.blocks import Block, Kind
from stories.ingestion.pages.errors import BotWall, CookieWall, EmptyPage, LoginWall, MissingPage, PageError
from stories.ingestion.pages.markup import Markup, shown
from stories.ingestion.pages.signs import Sign
from stories.ingestion.pages.surroundings import home
from stories.ingestion.pages.titles import same_words, site_names, words
from stories.ingestion.pages.trim import is_paragraph

_STORY_WORDS = 60
_PARAGRAPH_WORDS = 5
# No notice in place of a story is longer.
_NOTICE_WORDS = 250
_LOOK_AT = 20_000
# Where banners, logins and notices stand beside any story.
_MARGINS = frozenset({"header", "footer", "nav", "form", "aside", "dialog"})
_BOT = re.compile(
    r"verify(?:ing)? (?:that )?you(?:'re| are) (?:a )?(?:not a robot|human)|checking your browser|are you a robot|"
    r"(?<!protected by re)captcha|incapsula incident|enable js and disable any ad ?blocker|request unsuccessful|"
    r"enable javascript and cookies|unusual traffic|access (?:to this page has been )?denied|request blocked",
    re.I,
)
_COOKIE = re.compile(
    r"\b(?:accept|allow|agree to|manage|reject)\b.{0,30}\bcookies?\b|"
    r"\bwe (?:and our partners )?(?:use|store).{0,40}\bcookies?\b|"
    r"\bcookie (?:consent|settings|preferences|policy|notice)\b|\byour (?:privacy )?consent\b|privacy choices|"
    r"\bcookies? (?:zustimmen|akzeptieren|accepter|aceptar)",
    re.I,
)
_LOGIN = re.compile(
    r"\b(?:log|sign) ?in to (?:continue|read|view|access|your account)|"
    r"\b(?:please )?(?:log|sign) ?in\b.{0,40}\bpassword|"
    r"\bsubscribe (?:now )?to (?:continue|read|keep reading)|forgot(?:ten)? (?:your )?password|already a subscriber|"
    r"create (?:a free |an )?account to",
    re.I | re.S,
)
# Who asks for a login or a click speaks to the reader, or of the page; a story tells of others who do, and may quote.
_TO_THE_READER = re.compile(
    r"\b(?:you|your|we|our|us|please|javascript|js|this (?:site|page|website|story|article|content|request))\b|"
    r"(?:^|[.!?:,]\s|\b(?:or|and|then)\s)(?:log|sign|subscribe|enable|accept|click|register|complete|try|verify|create|"
    r"choose|allow|manage|reject|already|forgot(?:ten)?)\b|"
    r"\b(?:wir|unsere?|ihre[nmrs]?|nous|notre|vous|votre|vos|utilizamos|nuestr[ao]s?|noi|nostr[aeio]|vostr[aeio])\b",
    re.I,
)
_QUOTED = re.compile(r"[\u201c\u201e][^\u201c\u201d]{0,2000}\u201d|\"[^\"]{0,2000}\"")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")
# What a sign in place of a headline tells of the page below it, where nothing says that it is a story.
_REFUSED: dict[Sign, tuple[type[PageError], str]] = {
    Sign.BLOCKED: (BotWall, "The site answered with a check for robots or a block instead of the story."),
    Sign.MISSING: (MissingPage, "The site answered \u201cnot found\u201d as if all were well."),
    Sign.CONSENT: (CookieWall, "The site answered with a request to accept cookies instead of the story."),
}


def check(markup: Markup, title: str, story: list[Block]) -> None:
    """Raise what the page is, if it is a wall, a notice or empty; a story with a banner over it passes.

    A page with a story's metadata, an `h1` and a paragraph is a story, however short.
    """
    text = " ".join(block.text for block in story)
    consent = sum(len(block.text) for block in story if _is_of_cookies(block.text) and _is_to_the_reader(block.text))
    mostly_consent = 2 * consent > sum(len(block.text) for block in story)
    headings = _headings(markup, title)
    if not _is_dated(markup) and len(words(text)) < _NOTICE_WORDS:
        _refuse_by_sign(title, headings, _names(markup), text)
    declared = _is_dated(markup) or "article" in markup.said("og:type")
    has_story = bool(headings) and not mostly_consent and any(_is_paragraph(block, declared) for block in story)
    if (has_story and declared) or (len(words(text)) >= _STORY_WORDS and not mostly_consent):
        return
    told = has_story and signs.told(headings[0], _names(markup)) is not Sign.LOGIN
    if wall_before := wall(markup.tree, beside_story=told):
        raise wall_before
    if not text:
        raise EmptyPage("No story was found on the page.")


def wall(tree: HtmlElement, *, beside_story: bool = False) -> PageError | None:
    """Return the wall that the page's words show it to be, if any.

    Beside a title and a paragraph that may be a story's, banners and logins are no sign, and a check for robots is one
    only where the story would stand, in a sentence to the reader.
    """
    if beside_story:
        sentences = _SENTENCE_END.split(shown(home(tree), _MARGINS)[:_LOOK_AT])
        asks = any(_BOT.search(sentence) and _is_to_the_reader(sentence) for sentence in sentences)
        return BotWall(_REFUSED[Sign.BLOCKED][1]) if asks else None
    seen = shown(tree)[:_LOOK_AT]
    if _BOT.search(seen):
        return BotWall("The site answered with a check for robots instead of the story.")
    asks_password = any((field.get("type") or "").lower() == "password" for field in tree.iter("input"))
    if asks_password or _LOGIN.search(seen):
        return LoginWall("The site answered with a login instead of the story.")
    if _COOKIE.search(seen):
        return CookieWall("The site answered with a request to accept cookies instead of the story.")
    return None


def _names(markup: Markup) -> list[str]:
    """Return what the outlet is called, which a sign may hold."""
    return [*site_names(markup), addresses.host(markup)]


def _headings(markup: Markup, title: str) -> list[str]:
    """Return the page's first headings; where it has none of the first rank, the title among those of the second."""
    first = [text for text in (shown(heading) for heading in markup.tree.iter("h1")) if text]
    return first[:3] or [text for text in map(shown, markup.tree.iter("h2")) if title and same_words(text, title)][:1]


def _refuse_by_sign(title: str, headings: list[str], names: list[str], text: str) -> None:
    sign = signs.told_by(title, headings, names)
    if not sign and len(words(text)) < _STORY_WORDS:
        begins = signs.told(_SENTENCE_END.split(text[:400], maxsplit=1)[0], names)
        sign = begins if begins is Sign.MISSING else None
    if sign and (refused := _REFUSED.get(sign)):
        error, message = refused
        raise error(message)


def _is_dated(markup: Markup) -> bool:
    """Say whether the page tells machines that it is a story: its headline, or when it was published."""
    told = markup.story.get("headline") or markup.story.get("datePublished")
    return bool(told or markup.said("article:published_time"))


def _is_paragraph(block: Block, declared: bool) -> bool:
    """Say whether a block may be a story's: some words, a sentence's where nothing else tells, and none of a wall's."""
    said = block.text
    of_wall = _BOT.search(said) or _COOKIE.search(said) or _LOGIN.search(said)
    if block.kind is Kind.HEADING or (of_wall and _is_to_the_reader(said)):
        return False
    return len(words(said)) >= _PARAGRAPH_WORDS if declared else is_paragraph(said)


def _is_of_cookies(text: str) -> bool:
    return bool(_COOKIE.search(text)) or "cookie" in text.lower()


def _is_to_the_reader(text: str) -> bool:
    """Say whether a text, less what it quotes, speaks to who reads it, or of the page that it stands on."""
    return bool(_TO_THE_READER.search(_QUOTED.sub("", text)))

"""Pages that are no story but something before or in place of it: cookies, a login, a check for robots, "not found"."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from stories.ingestion.pages.blocks import Block, Kind
from stories.ingestion.pages.errors import BotWall, CookieWall, EmptyPage, LoginWall, MissingPage, PageError
from stories.ingestion.pages.markup import Markup, shown
from stories.ingestion.pages.surroundings import home
from stories.ingestion.pages.titles import words
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
_BLOCKED = re.compile(
    r"\W{0,20}+(?:attention required|just a moment|access (?:to this page (?:has been )?)?denied|"
    r"pardon our interruption|"
    r"(?:sorry,? )?you(?:'ve| have) been blocked|are you (?:a robot|human)|robot or human|one more step|"
    r"(?:human|bot|robot|security) (?:verification|check)|request (?:unsuccessful|blocked|rejected)|"
    r"(?:error )?403\b|forbidden$|error 10\d\d\b|ddos.?(?:protection|guard)|verif(?:y|ying) (?:that )?you\b|"
    r"checking your browser|(?:the )?request could not be satisfied)",
    re.I,
)
_PAGE = r"(?:requested )?(?:page|article|story|file|url|content|post)\b"
_MISSING = re.compile(
    r"\W{0,20}+(?:error )?404(?:\W{1,9}(?:error|page|file|not found|sorry|oops).{0,60})?\W{0,9}$|"
    r"\W{0,20}+not found\W{0,9}$|"
    rf"(?:.{{0,30}}\b(?:the|this|that|your) )?{_PAGE}.{{0,40}}\b(?:not (?:be )?found|not available|can.?t be found|"
    r"no longer (?:available|here|exists?)|(?:does not|doesn.t) exist|(?:was|has been|been) (?:moved|removed|deleted))|"
    rf".{{0,30}}\b(?:can.?not|can.?t|could not|could ?n.t) find (?:the|that|this|your) {_PAGE}|"
    r"\W{0,20}+(?:seite nicht gefunden|page introuvable|p\u00e1gina no encontrada|pagina non trovata)",
    re.I,
)
_CONSENT = re.compile(
    r"\W{0,20}+(?:before you continue|we value your privacy|(?:your )?(?:cookie|privacy) (?:consent|choices))", re.I
)
_LOGIN_TITLE = re.compile(
    r"\W{0,20}+(?:(?:please )?(?:log|sign) ?(?:in|on|up)\b|subscri|register|create (?:an |your )?(?:free )?account|"
    r"welcome back|(?:forgot(?:ten)?|reset) (?:your )?password|member login)",
    re.I,
)
# What a title tells of the page below it, where nothing says that it is a story.
_TITLES: tuple[tuple[re.Pattern[str], type[PageError], str], ...] = (
    (_BLOCKED, BotWall, "The site answered with a check for robots or a block instead of the story."),
    (_MISSING, MissingPage, "The site answered \u201cnot found\u201d as if all were well."),
    (_CONSENT, CookieWall, "The site answered with a request to accept cookies instead of the story."),
)


def check(markup: Markup, title: str, story: list[Block]) -> None:
    """Raise what the page is, if it is a wall, a notice or empty; a story with a banner over it passes.

    A page with a story's metadata, an `h1` and a paragraph is a story, however short.
    """
    text = " ".join(block.text for block in story)
    consent = sum(len(block.text) for block in story if _COOKIE.search(block.text) or "cookie" in block.text.lower())
    mostly_consent = 2 * consent > sum(len(block.text) for block in story)
    if not _is_dated(markup) and len(words(text)) < _NOTICE_WORDS:
        _refuse_by_title(markup, title, text)
    headings = [shown(heading) for heading in markup.tree.iter("h1")]
    declared = _is_dated(markup) or "article" in markup.said("og:type")
    has_story = bool(headings) and not mostly_consent and any(_is_paragraph(block, declared) for block in story)
    if (has_story and declared) or (len(words(text)) >= _STORY_WORDS and not mostly_consent):
        return
    told = has_story and not _LOGIN_TITLE.match(headings[0])
    if wall_before := wall(markup.tree, beside_story=told):
        raise wall_before
    if not text:
        raise EmptyPage("No story was found on the page.")


def wall(tree: HtmlElement, *, beside_story: bool = False) -> PageError | None:
    """Return the wall that the page's words show it to be, if any.

    Beside a title and a paragraph that may be a story's, banners and logins are no sign, and a check for robots is one
    only where the story would stand.
    """
    seen = (shown(home(tree), _MARGINS) if beside_story else shown(tree))[:_LOOK_AT]
    if _BOT.search(seen):
        return BotWall("The site answered with a check for robots instead of the story.")
    if beside_story:
        return None
    asks_password = any((field.get("type") or "").lower() == "password" for field in tree.iter("input"))
    if asks_password or _LOGIN.search(seen):
        return LoginWall("The site answered with a login instead of the story.")
    if _COOKIE.search(seen):
        return CookieWall("The site answered with a request to accept cookies instead of the story.")
    return None


def _refuse_by_title(markup: Markup, title: str, text: str) -> None:
    headings = [shown(heading) for heading in markup.tree.iter("h1")][:3]
    for tells, error, message in _TITLES:
        if any(tells.match(line[:200]) for line in (title, *headings)):
            raise error(message)
    if len(words(text)) < _STORY_WORDS and _MISSING.match(text[:200]):
        raise MissingPage("The site answered \u201cnot found\u201d as if all were well.")


def _is_dated(markup: Markup) -> bool:
    """Say whether the page tells machines that it is a story: its headline, or when it was published."""
    told = markup.story.get("headline") or markup.story.get("datePublished")
    return bool(told or markup.said("article:published_time"))


def _is_paragraph(block: Block, declared: bool) -> bool:
    """Say whether a block may be a story's: some words, a sentence's where nothing else tells, and none of a wall's."""
    said = block.text
    if block.kind is Kind.HEADING or _BOT.search(said) or _COOKIE.search(said) or _LOGIN.search(said):
        return False
    return len(words(said)) >= _PARAGRAPH_WORDS if declared else is_paragraph(said)

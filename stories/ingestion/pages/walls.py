"""Pages that are no story but a wall before it: cookies, a login, a check for robots."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from stories.ingestion.pages.blocks import Block
from stories.ingestion.pages.errors import BotWall, CookieWall, EmptyPage, LoginWall, PageError
from stories.ingestion.pages.markup import shown
from stories.ingestion.pages.titles import words

_STORY_WORDS = 60
_LOOK_AT = 20_000
_BOT = re.compile(
    r"verify(?:ing)? (?:that )?you(?:'re| are) (?:a )?(?:not a robot|human)|checking your browser|are you a robot|"
    r"captcha|"
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


def check(tree: HtmlElement, story: list[Block]) -> None:
    """Raise what the page is, if it is a wall or empty; a story with a banner over it passes."""
    text = " ".join(block.text for block in story)
    consent = sum(len(block.text) for block in story if _COOKIE.search(block.text) or "cookie" in block.text.lower())
    mostly_consent = 2 * consent > sum(len(block.text) for block in story)
    if len(words(text)) >= _STORY_WORDS and not mostly_consent:
        return
    wall_before = wall(tree)
    if wall_before:
        raise wall_before
    if not text:
        raise EmptyPage("No story was found on the page.")


def wall(tree: HtmlElement) -> PageError | None:
    """Return the wall that the page's words show it to be, if any."""
    seen = shown(tree)[:_LOOK_AT]
    if _BOT.search(seen):
        return BotWall("The site answered with a check for robots instead of the story.")
    asks_password = any((field.get("type") or "").lower() == "password" for field in tree.iter("input"))
    if asks_password or _LOGIN.search(seen):
        return LoginWall("The site answered with a login instead of the story.")
    if _COOKIE.search(seen):
        return CookieWall("The site answered with a request to accept cookies instead of the story.")
    return None

"""The refusal of entities that grow or reach out: those for one character, as old feeds have them, may pass."""

from __future__ import annotations

import re

from stories.ingestion.feeds.errors import HostileFeed

_DECLARATION = b"<!ENTITY"
# A reference to an ampersand is none to a character: it becomes one to another entity when it is used.
_VALUE = r"(?:[^&%<\"']{0,16}|(?:&#(?!0*38;|[xX]0*26;)\w{1,8};){1,2}|&#38;#\d{1,7};|&#38;)"
_HARMLESS = re.compile(rf"<!ENTITY\s+[^\s>%&\"']{{1,60}}\s+(?:\"{_VALUE}\"|'{_VALUE}')\s*>".encode())
# Possessive: a prologue of empty comments would otherwise be matched in exponentially many ways.
_BEFORE_ROOT = re.compile(rb"(?:\s|<\?(?>.*?\?>)|<!--(?>.*?-->))*+(?=<[A-Za-z])", re.S)
# In what begins otherwise, a parser looks further on for where the feed might begin.
_BEGINNINGS = (b"<?xml", b"<rss", b"<feed", b"<rdf")


def refuse_entities(clean: bytes) -> None:
    """Raise `HostileFeed` for any entity of more than a few characters; linear in the feed's length.

    Where a root stands before any DOCTYPE, what follows it defines nothing: it may speak of entities. Everywhere
    else no comment or section is skipped, as parsers differ in what they take for one.
    """
    before = _BEFORE_ROOT.match(clean) if clean.startswith(_BEGINNINGS) else None
    searched = before.group() if before else clean
    declared = searched.count(_DECLARATION)
    if declared and declared > len(_HARMLESS.findall(searched)):
        raise HostileFeed("The feed defines entities, which no honest feed needs; it was not parsed.")

"""The mending, before parsing, of what XML forbids and feeds do all the same: HTML's entities and bare ampersands."""

from __future__ import annotations

import re
from html.entities import html5

# A feed that does so does it soon: reading every byte for it would cost a tenth of parsing.
_SAMPLED = 16_384
_MOST = 100_000
_STRAY = rb"&(?!(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)"
_REFERENCE = re.compile(rb"&#(?:[xX]0*([0-9a-fA-F]+)|0*([0-9]+));")
_OPEN, _CLOSE = b"<![CDATA[", b"]]>"
_FIRST = re.compile(_STRAY)
# Atomic, with an end for what is never closed: linear on any bytes.
_EACH = re.compile(rb"<!\[CDATA\[(?>.*?\]\]>|.*)|" + _STRAY + rb"(?:([A-Za-z]\w{1,31};))?", re.S)


def mended(clean: bytes, sampled: int = _SAMPLED) -> bytes:
    """Return the feed with each stray entity as its character, and each other stray ampersand as `&amp;`.

    Left as they are, the quick parser drops them and the word they are in. What has more than a hundred thousand is
    no feed's text: each takes more memory while it is put right than its feed may.
    """
    return _EACH.sub(_as_xml, clean, count=_MOST) if _has_strays(clean[:sampled]) else clean


def _has_strays(sample: bytes) -> bool:
    """Say whether an ampersand outside CDATA begins none of XML's own entities."""
    ampersand = _FIRST.search(sample)
    while ampersand:
        opened = sample.rfind(_OPEN, 0, ampersand.start())
        if opened < 0 or sample.find(_CLOSE, opened, ampersand.start()) >= 0:
            return True
        closed = sample.find(_CLOSE, ampersand.start())
        ampersand = _FIRST.search(sample, closed) if closed >= 0 else None
    return False


def _as_xml(stray: re.Match[bytes]) -> bytes:
    if stray.group().startswith(_OPEN):
        return stray.group()
    name = stray.group(1) or b""
    character = html5.get(name.decode("ascii", "replace"), "")
    return b"".join(b"&#%d;" % ord(part) for part in character) or b"&amp;" + name


def without_forbidden(clean: bytes) -> bytes:
    """Return the feed without references to what is no character of XML, which both parsers stumble over."""
    return _REFERENCE.sub(_if_allowed, clean)


def _if_allowed(reference: re.Match[bytes]) -> bytes:
    digits = reference.group(1) or reference.group(2)
    code = int(digits, 16 if reference.group(1) else 10) if len(digits) <= 7 else 0
    allowed = code in (9, 10, 13) or 0x20 <= code < 0xD800 or (0xE000 <= code <= 0x10FFFF and code & 0xFFFE != 0xFFFE)
    return reference.group() if allowed else b""

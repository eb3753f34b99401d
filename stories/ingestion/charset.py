"""Bytes to text as browsers would read them, without the traps: UTF-8 first when valid, never UTF-7."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<(?:\?xml|meta)\b[^>]{0,200}?(?:encoding|charset)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_HTTP_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
# WHATWG: what says Latin-1 or ASCII is Windows-1252; the GB and Korean labels name their supersets.
_LABELS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}
_DETECT_BYTES = 40_000
# Fewer odd bytes than this say nothing about their encoding; then the commonest is meant.
_ENOUGH_TO_DETECT = 30
# NULs and lone surrogates cannot be stored; embeddings, overrides and isolates could reorder a name on the screen;
# soft hyphens, zero-width spaces and byte-order marks make two words of one that looks like any other.
_UNSTORABLE = re.compile("[\x00\x80-\x9f\u00ad\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
# WHATWG: `&#146;` means what it means in Windows-1252, an apostrophe.
_WINDOWS = {chr(code): bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0)}


def storable(text: str) -> str:
    """`text` without NULs, lone surrogates, controls that reorder what is displayed, and what is never seen."""
    if text.isascii() and "\x00" not in text:
        return text
    return _UNSTORABLE.sub(lambda found: _WINDOWS.get(found.group(), ""), text)


def decode(data: bytes, content_type: str = "") -> str:
    """The text of a page or feed; `content_type` is the HTTP header. Never raises: bad bytes become U+FFFD."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(name, errors="replace")
    declared = _declared(data, content_type)
    if "iso2022_jp" in declared and b"\x1b" in data:
        return data.decode("iso2022_jp", errors="replace")
    for name in ("utf-8", *declared):
        try:
            return data.decode(name)
        except ValueError:
            continue
    return data.decode(_best_guess(data, declared), errors="replace")


def _declared(data: bytes, content_type: str) -> list[str]:
    """The encodings that header and first bytes name, as Python calls them; unknown and unsafe ones are left out."""
    names = _HTTP_CHARSET.findall(content_type)
    names += [label.decode("ascii") for label in _DECLARED.findall(data[:4096])]
    known = []
    for label in names:
        name = _codec(label)
        if name and name not in known:
            known.append(name)
    return known


def _codec(label: str) -> str | None:
    """Python's name of a text encoding; UTF-7 and Python's transforms (rot13, unicode_escape) are refused."""
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    unsafe = info.name in {"utf-7", "unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined"}
    if unsafe or not getattr(info, "_is_text_encoding", True):
        return None
    return _LABELS.get(info.name, info.name)


def _best_guess(data: bytes, declared: list[str]) -> str:
    """What bytes that break their own declaration most likely are: UTF-8 with a few bad bytes, or as detected."""
    read = data.decode("utf-8", errors="replace")
    broken = read.count("\ufffd")
    if sum(not char.isascii() for char in read[:_DETECT_BYTES]) > 10 * broken:
        return "utf-8"
    others = [name for name in declared if name != "utf-8"]
    if others or broken < _ENOUGH_TO_DETECT:
        return next(iter(others), "cp1252")
    guess = from_bytes(data[:_DETECT_BYTES]).best()
    return (_codec(guess.encoding) if guess else None) or "cp1252"

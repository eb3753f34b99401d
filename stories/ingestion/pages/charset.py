"""The text of bytes as browsers would read them, without the traps: UTF-8 first when valid, never UTF-7."""

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
# WHATWG: what is meant by a page of this language that breaks or lacks its declaration; Western ones are the rest.
_BY_LANGUAGE = {
    **dict.fromkeys(("cs", "hr", "hu", "pl", "ro", "sk", "sl"), "cp1250"),
    **dict.fromkeys(("be", "bg", "mk", "ru", "sr", "uk"), "cp1251"),
    **dict.fromkeys(("da", "de", "en", "es", "fi", "fr", "it", "nb", "nl", "no", "pt", "sv"), "cp1252"),
    "el": "cp1253", "tr": "cp1254", "he": "cp1255", "ar": "cp1256", "fa": "cp1256",
    "et": "cp1257", "lt": "cp1257", "lv": "cp1257", "vi": "cp1258", "th": "cp874",
}  # fmt: skip
_LANGUAGE = re.compile(rb"""(?:\blang\s*=\s*["']?|<(?:dc:)?language>\s*)([a-z]{2})(?![a-z])""", re.I)
# One for each script: among those of the same script detection is mostly wrong, and Windows-1252 mostly meant.
_DETECTED = [
    "cp1252", "cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "cp874", "cp932", "euc_jp", "gb18030", "big5", "cp949",
]  # fmt: skip
_DETECT_BYTES = 40_000
# Fewer odd bytes than this say nothing about their encoding; then the commonest is meant.
_ENOUGH_TO_DETECT = 30
# The markup that everything begins with is in ASCII.
_MARKUP_BYTES = 60
# NULs and lone surrogates cannot be stored; embeddings, overrides and isolates could reorder a name on the screen;
# soft hyphens, zero-width spaces and byte-order marks make two words of one that looks like any other.
_UNSTORABLE = re.compile("[\x00\x80-\x9f\u00ad\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
# WHATWG: `&#146;` means what it means in Windows-1252, an apostrophe.
_WINDOWS = {chr(code): bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0)}


def storable(text: str) -> str:
    """Return `text` without NULs, lone surrogates, controls that reorder what is displayed, and what is never seen."""
    if text.isascii() and "\x00" not in text:
        return text
    return _UNSTORABLE.sub(lambda sign: _WINDOWS.get(sign.group(), ""), text)


def decode(data: bytes, content_type: str = "") -> str:
    """Return the text of a page or feed; `content_type` is the HTTP header. Never raises: bad bytes become U+FFFD."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(name, errors="replace")
    if wide := wide_codec(data):
        return data.decode(wide, errors="replace")
    declared = _declared(data, content_type)
    if "iso2022_jp" in declared and b"\x1b" in data:
        return data.decode("iso2022_jp", errors="replace")
    for name in ("utf-8", *declared):
        try:
            return data.decode(name)
        except ValueError:
            continue
    return data.decode(_best_guess(data, declared), errors="replace")


def wide_codec(data: bytes) -> str:
    """Return which UTF-16 the bytes are in, by where the NULs of their first letters stand; "" for all others."""
    first, second = data[:_MARKUP_BYTES:2], data[1:_MARKUP_BYTES:2]
    if len(data) < 4 or b"\x00" not in data[:_MARKUP_BYTES]:
        return ""
    if 10 * second.count(0) > 8 * len(second) and not first.count(0):
        return "utf-16-le"
    return "utf-16-be" if 10 * first.count(0) > 8 * len(first) and not second.count(0) else ""


def _declared(data: bytes, content_type: str) -> list[str]:
    """Return the encodings that header and first bytes name, as Python calls them, without unknown and unsafe ones."""
    names = _HTTP_CHARSET.findall(content_type)
    names += [label.decode("ascii") for label in _DECLARED.findall(data[:4096])]
    known = []
    for label in names:
        name = _codec(label)
        # Bytes that could be read so have been: the rest is a server's slip, or a page's copied line.
        if name and name not in known and not name.startswith(("utf-16", "utf-32")):
            known.append(name)
    return known


def _codec(label: str) -> str | None:
    """Return Python's name of a text encoding; UTF-7 and Python's transforms (rot13, unicode_escape) are refused."""
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    unsafe = info.name in {"utf-7", "unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined"}
    if unsafe or not getattr(info, "_is_text_encoding", True):
        return None
    return _LABELS.get(info.name, info.name)


def _best_guess(data: bytes, declared: list[str]) -> str:
    """Return what bytes that break their declaration most likely are: UTF-8 with a few bad bytes, or as detected."""
    read = data.decode("utf-8", errors="replace")
    broken = read.count("\ufffd")
    if sum(not char.isascii() for char in read[:_DETECT_BYTES]) > 10 * broken:
        return "utf-8"
    others = [name for name in declared if name != "utf-8"]
    if others or broken < _ENOUGH_TO_DETECT:
        return next(iter(others), "cp1252")
    language = _LANGUAGE.search(data[:4096])
    if language and (usual := _BY_LANGUAGE.get(language.group(1).decode("ascii").lower())):
        return usual
    guess = from_bytes(data[:_DETECT_BYTES], cp_isolation=_DETECTED).best()
    return (_codec(guess.encoding) if guess else None) or "cp1252"

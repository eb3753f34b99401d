"""Words that syndication puts at a story's end, and what tells that it is not all there."""

from __future__ import annotations

import re

# What is looked at: no sign-off is longer.
_END = 600
_SIGN_OFF = re.compile(
    r"\s{0,20}\b(?:The post|This (?:article|story|post)) .{0,400}?"
    r"\b(?:(?:first )?appeared (?:first )?|was first published )(?:on|in) .{1,150}$",
    re.S,
)
_CALL = re.compile(
    r"\s{0,20}(?:\(?(?:read|see) (?:more|the (?:full|rest))\b|continue reading\b|keep reading\b).{0,150}$", re.I
)
_CUT = re.compile(r"(?:\u2026|\.\.\.|\[\u2026\]|\[\.\.\.\]|\[&hellip;\])\s*$")


def without_sign_off(text: str) -> str:
    """Return a text without "The post … appeared first on …" at its end."""
    return text[:-_END] + _SIGN_OFF.sub("", text[-_END:]) if len(text) > _END else _SIGN_OFF.sub("", text)


def is_cut(text: str) -> bool:
    """Say whether a text breaks off: "The council will […]"."""
    return bool(_CUT.search(text[-_END:]))


def carried(text: str) -> tuple[str, bool]:
    """Return a story as a feed carries it, without what leads to its page, and whether it is only its beginning."""
    bare = without_sign_off(text).rstrip()
    lines = bare.split("\n")
    called = len(lines[-1]) <= _END and bool(_CALL.fullmatch(lines[-1]))
    bare = "\n".join(lines[:-1]).rstrip() if called else bare
    return bare, called or is_cut(bare)

"""The people in a written byline, without what they are called by, work as or write for."""

from __future__ import annotations

import re

from stories.ingestion.pages.agencies import WORK, named, parted
from stories.ingestion.pages.markup import one_line

MAX_NAME = 60
_NAME_WORDS = range(1, 7)
# What somebody did who wrote the story, and who only helped.
_WROTE = r"(?:written|reported|compiled|story|article|text|words|reporting|posted|published|submitted)"
_HELPED = (
    r"(?:photos?|photographs?|photography|pictures?|images?|videos?|graphics?|illustrations?|illustrated|"
    r"photographed|edited|editing)"
)
_BY = re.compile(
    rf"^\s*(?:{_WROTE}(?:(?:,\s*|\s+(?:and|&)\s+)(?:{_WROTE}|{_HELPED})){{0,3}}\s+)?"
    r"(?:by|von|par|por|di|av|af|door|oleh)(?:\s*:\s*|\s+)",
    re.I,
)
_GLUED_BY = re.compile(r"^By(?=[A-Z])")
# "Story by Ana Ruiz, photos by Bo Lind": what follows is of others, up to who wrote.
_HELP = re.compile(rf"\b{_HELPED}(?:\s+(?:and|&)\s+{_HELPED})?\s+by\s.*?(?=\b{_WROTE}\s+by\s|$)", re.I)
# Addresses of any kind part a name from what follows, and are none.
_ADDRESS = re.compile(r"[(<\[]?(?:\S{1,80}@\S{1,80}|https?://\S{1,200}|www\.\S{1,200}|(?<!\w)@\w{1,40})[)>\]]?", re.I)
_BETWEEN = re.compile(
    r"\s{0,20}(;|\||/|,(?!\s*(?:Jr|Sr|III?|IV|M\.?D|Ph\.?D|Esq)\b)|\s(?:(?i:and|und|et|with|mit)|y)\s|&|\u2022|\u00b7|[()]|\n|"
    r"\s[-\u2013\u2014]\s)\s{0,20}"
)
_AND = re.compile(r"[^\W\d_]+|&")
# What outlets and those who pay for reporting are called.
_HOUSE = (
    r"(?:news|times|herald|tribune|gazette|journal|ledger|chronicle|observer|sentinel|examiner|dispatch|bulletin|press|"
    r"media|radio|network|service|magazine|university|college|institute|association|foundation|cent(?:er|re)|lab|"
    r"project|initiative|fund|alliance|coalition|collaborative)"
)
# "Ana Ruiz for the Ledger", "Ana Ruiz in Valencia", "Ana Ruiz of Harrow Radio"; "Maria of Aragon" is a name.
_ELSEWHERE = re.compile(
    rf"\s(?:(?i:for|from)|at|in|AT|IN|(?i:of)(?=\s(?i:the\s|(?:\S{{1,30}}\s){{0,3}}{_HOUSE}$)))\s.*$"
)
_NOT_A_NAME = re.compile(r"\.(?:com|org|net|de)\b|\d|[<>{}\[\]()=:\\]", re.I)
# "Ana Ruiz Staff Writer": the name goes before it.
_WORK_BEHIND = re.compile(
    rf"(?<=\w)\s+(?:(?:senior|staff|chief|lead|city|county|news|sports|political|investigative|government|"
    rf"contributing|guest|managing|associate|assistant|special|education|multimedia|digital)\s+){{0,3}}{WORK}$",
    re.I,
)
_WORK_BEFORE = re.compile(rf"^(?:[a-z]+\s+){{0,2}}{WORK}\s+(?=\S+\s+\S)", re.I)
# What stands behind a name and is no second one.
_AFFILIATION = re.compile(
    rf"^(?:the|special (?:to|for)|for|of|in|at|report for)\b|\b{WORK}\b|"
    r"\b(?:staff|bureau|newsroom|desk|team|chief|director|president|professor|fellow|corps|contributing|"
    rf"{_HOUSE}|redaktion|redakteur\w*|korrespondent\w*)$",
    re.I,
)
# A signature of nobody, and one of many, which is an outlet's.
_GENERIC = (
    r"(?:local|online|digital|web|breaking|city|community|guest|general|sports|news|wire|staff|press|agency|our|the|"
    r"from|own)"
)
_MANY = (
    rf"(?:staff|news\s?room|news\s?desk|web\s?desk|desk|team|wires?|services?|reports?|releases?|contributed|submitted|"
    rf"{WORK})"
)
_NOBODY = re.compile(
    rf"(?:{_GENERIC}\s+){{0,4}}{_MANY}(?:\s+{_MANY}){{0,3}}|special (?:to|for) .{{1,60}}|report for america|"
    r"admin\w*|web\s?master|"
    r"none|null|undefined|unknown|anonymous|guest",
    re.I,
)
_COLLECTIVE = re.compile(
    r"\b(?:staff|newsroom|desk|team|wires?|reports?|services?|editorial board|redaktion)(?:\s+\w+)?$|"
    r"^redaktion\b",
    re.I,
)


def split_names(text: str) -> list[str]:
    """Return the names in a written byline: "By Ana Ruiz and Bo Lind, staff writers" holds two.

    An agency that a person writes for is none of them ("ANA RUIZ Associated Press"); one that signs alone is.
    """
    pieces = ["", *_BETWEEN.split(_signed(one_line(_ADDRESS.sub(";", text))))]
    names: list[str] = []
    for between, piece in zip(pieces[::2], pieces[1::2], strict=True):
        said = piece.strip(" .,:*\u2013-")
        name = _bare(said)
        another = not names or bool(_AND.fullmatch(between.strip()))
        behind = bool(names) and (bool(named(name)) or bool(_AFFILIATION.search(name if another else said)))
        if name and not behind and not is_nobody(said):
            names.append(name)
    # Beside others one word is a place or a post.
    return [name for name in names if _fits(name) and (len(pieces) == 2 or is_full(name) or " " in name)]


def _signed(line: str) -> str:
    """Return what a byline says without its "by", and without those who only helped the one who wrote."""
    return _BY.sub("", _HELP.sub("", _BY.sub("", _GLUED_BY.sub("", line))))


def _bare(said: str) -> str:
    """Return a name without a job, a place or an agency that no comma parts from it; a lone word is left whole."""
    if named(said):
        return said
    name = _WORK_BEFORE.sub("", _WORK_BEHIND.sub("", parted(_ELSEWHERE.sub("", said))[0])).strip()
    return name if " " in name else said


def is_by(text: str) -> bool:
    """Say whether a line begins as bylines do."""
    return bool(_BY.match(text) or _GLUED_BY.match(text))


def is_nobody(name: str) -> bool:
    """Say whether a signature names no person and no outlet: "Staff Report", "Special to the Ledger"."""
    signed = _signed(name)
    return not signed or all(map(_NOBODY.fullmatch, _BETWEEN.split(signed)[::2]))


def is_full(name: str) -> bool:
    """Say whether a name is like a person's whole one: two to five words, in capitals at both ends; no agency's, no
    team's. Names in scripts without capitals are one word.
    """
    words = name.split()
    if named(name) or _COLLECTIVE.search(name):
        return False
    if not any(letter.islower() or letter.isupper() for letter in name):
        return bool(words)
    return 2 <= len(words) <= 5 and words[0][0].isupper() and words[-1][0].isupper()


def _fits(name: str) -> bool:
    return len(name) <= MAX_NAME and len(name.split()) in _NAME_WORDS and not _NOT_A_NAME.search(name)

"""Matching a story's officials with those known to hold a role on the day it appeared."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from stories.extraction.findings import RosterEntry
from stories.extraction.people.cast import SUFFIXES, Figure
from stories.extraction.people.given import fold, same_given
from stories.extraction.people.lexicon import vocabulary
from stories.extraction.people.setting import Setting

SAME = {
    "councilman": "council member", "councilwoman": "council member", "councilmember": "council member",
    "councilperson": "council member", "councilor": "council member", "councillor": "council member",
    "alderman": "alder", "alderwoman": "alder", "alderperson": "alder", "selectman": "select member",
    "selectwoman": "select member", "chairman": "chair", "chairwoman": "chair", "chairperson": "chair",
    "interim": "acting", "rep": "representative", "sen": "senator", "assemblyman": "assembly member",
    "assemblywoman": "assembly member", "assemblymember": "assembly member", "congressman": "representative",
    "congresswoman": "representative", "commissioners": "commissioner", "vice-chair": "vice chair",
}  # fmt: skip
RANKS = vocabulary("deputy vice assistant associate")
# A president or chair of a body sits on it as well, so these two never clash on one body.
LEADING = vocabulary(
    """president chair member pro tem mayor-pro-tem director commissioner supervisor trustee alder council"""
)
FILLER = vocabulary(
    """the of and for at large place ward district seat precinct position zone city county town village"""
)
LOOSE = vocabulary("""the of city town village county borough township board commission council trustees""")
SHORT = {
    "isd": "independent school district", "cisd": "consolidated independent school district",
    "usd": "unified school district", "pd": "police department",
}  # fmt: skip


def matched(
    figures: Sequence[Figure], roster: Sequence[RosterEntry], day: date | None, setting: Setting
) -> tuple[Figure, ...]:
    """The figures with `roster_key` or `ambiguous` set where the roster knows their names."""
    if not roster:
        return tuple(figures)
    by_surname: dict[str, list[RosterEntry]] = {}
    for entry in roster:
        for name in (entry.name, *entry.aliases):
            if words := _words(name):
                by_surname.setdefault(words[-1], []).append(entry)
    return tuple(
        _match(who, by_surname.get(_words(who.name)[-1], ()), day, setting) if _words(who.name) else who
        for who in figures
    )


def _match(who: Figure, entries: Sequence[RosterEntry], day: date | None, setting: Setting) -> Figure:
    same = [entry for entry in entries if any(_same_name(who.name, name) for name in (entry.name, *entry.aliases))]
    if not same or who.kind not in {"official", "named"}:
        return who
    serving = [entry for entry in same if _serves(entry, day)]
    if who.kind == "named":
        return _known(who, serving, setting)
    body = "" if setting.invents(who.body) else who.body
    fitting = [entry for entry in serving if _same_role(who, entry, body) and not _other_suffix(who, entry)]
    if len({entry.person or entry.key for entry in fitting}) == 1:
        return replace(who, roster_key=fitting[0].key)
    return replace(who, ambiguous=True)


def _known(who: Figure, serving: Sequence[RosterEntry], setting: Setting) -> Figure:
    """Somebody named without a role: an official where the roster has exactly this full name and the story is civic."""
    if " " not in who.name or len({entry.key for entry in serving}) != 1:
        return who
    entry = serving[0]
    given = {words[0] for name in (entry.name, *entry.aliases) if (words := _words(name))}
    if _words(who.name)[0] not in given or _other_suffix(who, entry) or not setting.civic(who, entry):
        return who
    because = "a name without a role in the story, with a role on the roster"
    return replace(
        who, kind="official", title=entry.title, body=entry.body, roster_key=entry.key, confidence=0.7, because=because
    )


def _serves(entry: RosterEntry, day: date | None) -> bool:
    if day is None:
        return True
    return (entry.since is None or entry.since <= day) and (entry.until is None or day <= entry.until)


def _words(name: str) -> list[str]:
    words = [fold(word).rstrip(".,") for word in re.sub(r'["“”(][^"“”)\n]{0,80}+["“”)]', " ", name).split()]
    return [word for word in words if word and word not in SUFFIXES]


def _same_name(one: str, other: str) -> bool:
    """Equal surnames, and given names that don't contradict; a lone surname contradicts nobody."""
    ours, theirs = _words(one), _words(other)
    if not ours or not theirs or ours[-1] != theirs[-1]:
        return False
    given, known = ours[:-1], theirs[:-1]
    return (
        not given
        or not known
        or same_given(given[0], known[0])
        or bool({*given} & {*known} - {""} and len(given[0]) > 1)
    )


def _other_suffix(who: Figure, entry: RosterEntry) -> bool:
    """Whether the story gives a "Jr." or "III" that the roster doesn't."""
    ours, *theirs = (
        {word for one in name.split() if (word := fold(one).strip(".,")) in SUFFIXES}
        for name in (who.name, entry.name, *entry.aliases)
    )
    return bool(ours) and ours not in theirs


def _same_role(who: Figure, entry: RosterEntry, body: str) -> bool:
    ours, our_seat = _role(who.title)
    theirs, their_seat = _role(entry.title)
    if (our_seat and their_seat and our_seat != their_seat) or (ours & RANKS) != (theirs & RANKS):
        return False
    alike = ours <= theirs or theirs <= ours or (bool(ours & LEADING) and bool(theirs & LEADING))
    return alike and _same_body(body, entry.body)


def _role(title: str) -> tuple[set[str], set[str]]:
    """The words of a title in one spelling, and its seat numbers."""
    raw = fold(title).replace("-", " ").replace(".", "").split()
    words = {word for one in raw for word in SAME.get(one, one).split()}
    seats = {word for word in words if any(letter.isdigit() for letter in word)}
    return words - seats - FILLER - {"acting"}, seats


def _same_body(one: str, other: str) -> bool:
    """One name holds the other's telling words ("City of Dallas", "Dallas City Council" agree on Dallas)."""
    ours, theirs = (_telling(name) for name in (one, other))
    return not ours or not theirs or ours <= theirs or theirs <= ours


def _telling(name: str) -> set[str]:
    words = fold(name).replace("'", "").split()
    return {word for one in words for word in SHORT.get(one, one).split()} - LOOSE

"""The news agency that a story comes from, by its byline, its dateline or the credit at its end.

A story written in house with an agency's help ("The Associated Press contributed") is the outlet's own.
"""

import re
from collections.abc import Sequence

OPENING = 300  # characters in which a dateline stands
CLOSING = 400  # and a credit
_PERSON_AND_AGENCY = 10  # words of a name and of an agency's
_POST = 3  # words of what somebody is there: "AP Chief Education Writer"
WORK = (
    r"(?:writers?|reporters?|editors?|correspondents?|columnists?|contributors?|journalists?|photographers?|"
    r"photojournalists?|producers?|interns?|anchors?|meteorologists?|freelancers?)"
)
_AT_WORK = re.compile(rf"{WORK}|staff", re.IGNORECASE)

# Name: what else it is called in bylines. Short forms count only where nothing else can be meant.
AGENCIES: dict[str, tuple[str, ...]] = {
    "Anadolu": ("Anadolu Agency", "Anadolu Ajansı"),
    "ANSA": (),
    "Agence France-Presse": ("AFP", "Agence France Presse"),
    "Australian Associated Press": ("AAP",),
    "Associated Press": ("AP", "AP News", "The AP"),
    "Bay City News": ("Bay City News Service", "Bay City News Foundation", "BCN"),
    "Bloomberg": ("Bloomberg News", "Bloomberg Government"),
    "CalMatters": (),
    "Canadian Press": ("La Presse Canadienne",),
    "Capitol News Illinois": (),
    "City News Service": ("CNS",),
    "CNN": ("CNN Newsource", "CNN Wire", "the-CNN-Wire", "CNN.com Wire Service"),
    "Cronkite News": (),
    "dpa": ("Deutsche Presse-Agentur",),
    "EFE": ("Agencia EFE",),
    "Europa Press": (),
    "Gray News": ("Gray Media", "Gray Television"),
    "Kaiser Health News": ("KFF Health News", "KHN"),
    "Local Democracy Reporting Service": ("LDRS", "Local Democracy Reporter", "Local Democracy Reporters"),
    "McClatchy": ("McClatchy News", "McClatchy Washington Bureau", "McClatchy DC"),
    "NBC News": ("NBC News Channel",),
    "New York Times News Service": ("NYT News Service",),
    "Nexstar Media Wire": ("Nexstar",),
    "PA Media": ("PA", "PA News", "PA News Agency", "Press Association"),
    "ProPublica": (),
    "Reuters": ("Thomson Reuters",),
    "Scripps News": ("Scripps News Service",),
    "States Newsroom": ("Stateline",),
    "The Center Square": ("Center Square",),
    "The Conversation": (),
    "Tribune News Service": ("TNS", "Tribune Content Agency"),
    "United Press International": ("UPI",),
    "Xinhua": ("Xinhua News Agency",),
}


def _key(name: str) -> str:
    return re.sub(r"^the\s+", "", re.sub(r"\s+", " ", name.replace(".", "")).strip().casefold())


NAMES = {_key(name): agency for agency, others in AGENCIES.items() for name in (agency, *others)}
_ANY = "|".join(sorted((re.escape(n) for a, o in AGENCIES.items() for n in (a, *o)), key=len, reverse=True))
# "SPRINGFIELD, Ill. (AP) — ", "(Reuters) - "; in capitals as agencies write it, so "(pa)" is no dateline.
DATELINE = re.compile(rf"\(((?:The )?(?:{_ANY}))\)\s{{0,3}}[—–-]")
# "Copyright 2026 The Associated Press.", "© 2026 Reuters", "— Associated Press" as the last line.
COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|copyright|^source:)[\s\d,©-]{{0,20}}(?:by )?((?:the )?(?:{_ANY}))\b", re.IGNORECASE | re.MULTILINE
)
LAST_LINE = re.compile(rf"(?:^|\n)[^\S\n]*[—–(-]+\s*((?:The )?(?:{_ANY}))\W{{0,3}}$")
DISTRIBUTED = re.compile(rf"\bdistributed by ((?:the )?(?:{_ANY}))\b", re.IGNORECASE)
# What stands between a person and an agency in one byline: "Ana Ruiz, Associated Press", "A. Ruiz | AP". Not
# "and" or "with": "Ana Ruiz and The Associated Press" is the outlet's own work.
BYLINE_PARTS = re.compile(r"\s{0,20}(?:[,;|/•·()]|\s[-–—]\s|\bfor\b|\bof\b)\s{0,20}", re.IGNORECASE)


def agency_of(byline: str | Sequence[str], text: str) -> str | None:
    """Return the agency's usual name, or None for a story of the outlet's own."""
    if agency := _from_byline(byline):
        return agency
    dateline = DATELINE.search(text[:OPENING])
    return NAMES[_key(dateline[1])] if dateline else _from_credit(text)


def named(name: str) -> str | None:
    """Return the agency that goes by this name, or that a post's begins with: "AP Education Writer"."""
    words = name.split()
    posts = range(1, min(len(words), _POST + 1)) if words and _AT_WORK.fullmatch(words[-1]) else ()
    return next(filter(None, map(_exactly, (name, *(" ".join(words[:-post]) for post in posts)))), None)


def _exactly(name: str) -> str | None:
    """Return the agency of exactly this name; short forms are written in capitals: "Pa" is somebody's name."""
    somebody = len(name) <= 4 and name != name.upper() and name.casefold() not in ("dpa", "efe")
    return None if somebody else NAMES.get(_key(name))


def parted(name: str) -> tuple[str, str | None]:
    """Return the person and the agency of "ANA RUIZ Associated Press", which nothing parts; the name and None else."""
    words = name.split()[:_PERSON_AND_AGENCY]
    for cut in range(2, len(words)):
        agency = named(" ".join(words[cut:]))
        if agency:
            # Not behind an "and": that is the outlet's own work.
            alone = words[cut - 1][0].isupper() and words[cut - 1] not in ("AND", "WITH")
            return (" ".join(words[:cut]), agency) if alone else (name, None)
    return name, None


def _from_byline(byline: str | Sequence[str]) -> str | None:
    lines = [byline] if isinstance(byline, str) else byline
    for line in lines:
        for part in BYLINE_PARTS.split(re.sub(r"^\s*by\s+", "", line, flags=re.IGNORECASE)):
            if agency := named(part) or parted(part)[1]:
                return agency
    return None


def _from_credit(text: str) -> str | None:
    end = text[-CLOSING:].rstrip()
    for pattern in (COPYRIGHT, DISTRIBUTED, LAST_LINE):
        credit = pattern.search(end)
        if credit:
            return NAMES[_key(credit[1])]
    return None

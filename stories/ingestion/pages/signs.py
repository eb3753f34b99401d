"""Signs that a site puts up in place of a story: "Page not found", "Just a moment...", "Sign in".

A line is a sign where all of its words are such as signs are made of: "Access denied" is one. "Access denied: county
shuts records office" is a headline, however it begins, as no server speaks of counties.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import Enum, auto

from stories.ingestion.pages.titles import same_words, words


class Sign(Enum):
    """What a sign tells of its page."""

    BLOCKED = auto()
    MISSING = auto()
    CONSENT = auto()
    LOGIN = auto()


_MOST_WORDS, _LONGEST = 30, 400
# Of a word with an apostrophe ("can't") both halves stand here.
_WORDS = frozenset(
    """
    a an the this that these it its i you your we us our they there here what where which who when how now today just
    only some another other more to of for on in at by with from and or but nor be is are was were been being has have
    had do does did not no any longer again all as so if can cannot could may might must will would should isn aren
    wasn couldn doesn didn hasn s t re ve ll m d yes

    page pages article articles story stories file files directory url address link links content post posts item
    object resource document site website web archive archives server home homepage browser device line http https www
    com nothing something anything

    found find exist exists existed available unavailable currently temporarily permanently moved removed deleted
    expired archived gone missing lost dead broken invalid bad requested request requests looking look seek seeking
    wanted tried trying try follow followed click clicked visit visiting reach reached open opened load loaded see view
    error errors code sorry oops whoops uh oh hmm apologies afraid unfortunately wrong went happened seem seems appears
    like unable back go return search due legal reasons region country location area

    access accessing denied forbidden restricted blocked block blocking banned unauthorized permission permissions
    attention required moment wait please pardon interruption one step complete continue continuing before proceed
    human robot robots bot bots security secure check checks checking verification verify verifying confirm prove
    captcha recaptcha unusual suspicious traffic activity detected ddos protection protected guard cloudflare incapsula
    imperva perimeterx datadome unsuccessful rejected satisfied

    value care about respect privacy cookie cookies consent choice choices preferences settings policy notice manage
    accept log login sign signin signup up subscribe subscriber subscribers subscription subscriptions register
    registration create free account accounts member members welcome forgot forgotten reset password email enter
    username read reading keep unlimited digital

    seite nicht gefunden fehler die diese wurde leider cette la est introuvable non trouvée erreur página pagina se ha
    encontrada encontrado não trovata
    """.split()
)
_STATUS = re.compile(r"4\d\d|50\d|5[12]\d|10\d\d")
_THING = r"\b(?:page|article|story|file|url|link|content|post|item|object|resource|document)s?\b"
_GONE = r"(?:moved|removed|deleted|expired|gone|missing|archived|unavailable)"
# The first that fits is what it tells: "not available in your country" is of no page that is missing. They are looked
# for among the words alone, without points and apostrophes.
_TOLD: tuple[tuple[Sign, re.Pattern[str]], ...] = (
    (
        Sign.BLOCKED,
        re.compile(
            r"\battention required|\bjust a moment|^please wait$|\bpardon our interruption|\bone more step|"
            r"\bforbidden\b|\b(?:403|451)\b|\berror 10\d\d\b|"
            r"\baccess (?:to th(?:is|e) \w{3,9} )?(?:(?:has been|is|was) )?(?:denied|blocked|restricted|forbidden)|"
            r"\b(?:been|are|were) (?:blocked|banned)\b|"
            r"\b(?:human|robot|bot|security) (?:verification|check)|"
            r"\b(?:you|re) (?:a |not a )?(?:human|robot|bot)\b|"
            r"\brobot or human|\bnot a (?:robot|bot)\b|captcha|\bddos|"
            r"\bchecking your browser|\bverif(?:y|ying) (?:that )?you\b|"
            r"\brequest (?:(?:was|has been|is) )?(?:unsuccessful|blocked|rejected|denied)|\bcould not be satisfied|"
            r"\bunusual (?:traffic|activity)|\blegal reasons|\bin your (?:region|country|location|area)\b"
        ),
    ),
    (
        Sign.MISSING,
        re.compile(
            r"\b4(?:04|10)\b|^(?:(?:error|sorry|oops) )?(?:not|nothing) (?:was )?found$|"
            rf"{_THING}.{{0,80}}\b(?:(?:not|cannot|can t|couldn t|could not) (?:be )?found|no longer|"
            r"(?:not|isn t|is not) (?:\w{4,11} )?(?:available|here)|(?:not|doesn t|didn t) exist|"
            rf"(?:is|was|s|been) (?:\w{{4,11}} )?{_GONE}|{_GONE}$)|\b(?:find|lost) (?:the|this|that|your) {_THING}|"
            rf"\b(?:missing|lost|dead|broken|invalid) {_THING}|\bseite\b.{{0,20}} nicht gefunden|"
            r"\bpage (?:est )?introuvable|\bpage non trouvée|"
            r"\bpágina no (?:se ha )?encontrad[ao]|\bpágina não encontrada|\bpagina non trovata"
        ),
    ),
    (
        Sign.CONSENT,
        re.compile(
            r"\bbefore you (?:continue|proceed)|\b(?:value|care about|respect) your privacy|"
            r"\b(?:accept|manage) (?:\w{3,4} )?cookies|"
            r"\b(?:cookies?|privacy) (?:and \w{6,7} )?(?:consent|choices?|preferences|settings|policy|notice)\b"
        ),
    ),
    (
        Sign.LOGIN,
        re.compile(
            r"\b(?:log|sign) ?(?:in|on|up)\b|\bsubscribe|\bsubscription|\bregist(?:er|ration)\b|\baccount\b|"
            r"\bpassword\b|\bwelcome back\b"
        ),
    ),
)
# A site says its own name after these.
_TO_ITSELF = re.compile(
    r"((?i:continue|proceed|in|on|up|back|subscribe) (?:to|with))"
    r"(?: (?:[A-Z]\S{0,40}|\w{1,40}\.\w{2,20}|of|the|and)){1,5}$"
)
_ADDRESS = re.compile(r"/|\w\w\.\w\w")
# What parts a page's title from its outlet's name.
_BETWEEN = re.compile(r"\s?[|\u00b7\u00bb\uff5c]\s?|\s[-\u2013\u2014]\s")
_NAME_WORDS = 5


def told(line: str, names: Collection[str] = ()) -> Sign | None:
    """Return what a line tells of its page, where it is a sign; `names` are those of the outlet, which one may hold."""
    spoken = _TO_ITSELF.sub(r"\1", line[:_LONGEST].rstrip("!. "))
    said = [word for piece in spoken.split() if not _ADDRESS.search(piece) for word in words(piece)]
    if not said or len(said) > _MOST_WORDS:
        return None
    own = {word for name in names for word in words(name)}
    if not all(word in _WORDS or word in own or _STATUS.fullmatch(word) for word in said):
        return None
    text = " ".join(said)
    return next((sign for sign, tells in _TOLD if tells.search(text)), None)


def told_by(title: str, headings: list[str], names: Collection[str]) -> Sign | None:
    """Return what a page's title or first headings tell of it; nothing where one of them is a headline.

    A title may hold the outlet's name before or after what it tells.
    """
    parts = [part for part in _BETWEEN.split(title) if part]
    of_parts = [told(part, names) for part in parts]
    beside = [part for part, sign in zip(parts, of_parts, strict=True) if not sign]
    in_part = next(filter(None, of_parts), None) if all(len(words(part)) <= _NAME_WORDS for part in beside) else None
    outlet = [*names, *(beside if in_part else [])]
    lines = [line for line in headings if words(line) and not any(same_words(line, name) for name in outlet)]
    of_lines = [told(line, names) for line in lines]
    return told(title, names) or (in_part if not lines else of_lines[0] if all(of_lines) else None)

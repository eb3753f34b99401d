"""Leavings of an extractor, told by where a line stands: beside the title, between paragraphs, after the last one.

What is boxed or linked as another's goes wherever it is. By its words alone a line goes only where such lines stand;
one that speaks of a vote, a hearing or a meeting never does: it may be the very fact that readers came for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Flag, auto

from lxml.html import HtmlElement

from stories.ingestion.pages import visible
from stories.ingestion.pages.blocks import Block, key
from stories.ingestion.pages.surroundings import ElementPlace, is_aside, link_share
from stories.ingestion.pages.titles import words


class Standing(Flag):
    """Where a line stands: above the story's first paragraph, between two, or below the last."""

    ABOVE = auto()
    BETWEEN = auto()
    BELOW = auto()


EDGES = Standing.ABOVE | Standing.BELOW
ANYWHERE = EDGES | Standing.BETWEEN


@dataclass(frozen=True, slots=True)
class Leaving:
    """Lines of one kind: how they read, where they are leavings, and whether even a sentence of the kind is one."""

    reads: re.Pattern[str]
    where: Standing
    though_sentence: bool = False
    most_words: int = 18


# A line of dates and clocks, with what such lines begin with.
_WHEN = (
    r"(?:[\W\d_]|\b(?:on|at|by|the|of|um|am|pm|[apm]|[ecmp][sd]?t|[jb]st|gmt|utc|cest|mesz|mez|uhr|"
    r"[^\W\d_]{2,6}day|[^\W\d_]{2,8}tag|mittwoch|"
    r"(?:jan|feb|mar|m\u00e4r|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[^\W\d_]{0,8})\b)"
)
_STAMP = re.compile(
    r"(?:(?:last |first )?(?:updated?|published|posted|stand|ver\u00f6ffentlicht|aktualisiert)\b)?"
    rf"(?=.{{0,60}}(?:\d{{4}}|\d[./-]\d{{2}}\b)){_WHEN}{{1,80}}+$",
    re.I,
)
_READING_TIME = re.compile(
    r"\d{1,3}[ -]?(?:min|minutes?|minuten)\b(?:\W{0,9}(?:read|lesezeit|lesedauer)(?:ing time)?)?\W{0,9}$", re.I
)
_FIRST_PRINTED = re.compile(r"this (?:story|article|post) was (?:originally |first )?published\b.{0,60}$", re.I)
# When something is to be: by the clock, on a date, or by a day of the week.
_TOLD_WHEN = (
    r"(?:\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b|\bnoon\b|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d|"
    r"\b(?:by|before|until|on|next|this) (?:mon|tues|wednes|thurs|fri|satur|sun)day\b)"
)
_SAYS_WHEN = re.compile(_TOLD_WHEN, re.I)
LEAVINGS = (
    # Calls to read, do or buy something.
    Leaving(
        re.compile(
            r"(?:read (?:more|next|also)|also read|see also|(?:click|tap) here|follow us|share this|advertisement$|"
            r"article content$|story continues|continue reading|download (?:the|our) (?:app|free)|\u00a9|\(c\) ?\d{4}|"
            r"all rights reserved|copyright (?:\u00a9|\d{4})|the post .{1,200} (?:appeared )?first|"
            r"lesen sie (?:auch|mehr)|"
            r"mehr zum thema|weiterlesen|lire aussi|lea tambi\u00e9n|leggi anche)",
            re.I,
        ),
        ANYWHERE,
        though_sentence=True,
    ),
    # What asks to be let in, or for leave to keep cookies.
    Leaving(
        re.compile(
            r"(?:already (?:a |an |have ).{0,20}(?:subscriber|member|account)|(?:log|sign) in (?:to|or|here|now)\b|"
            r"(?:log|sign) in$|we use cookies|accept (?:all )?cookies|this site is protected by recaptcha)",
            re.I,
        ),
        ANYWHERE,
        though_sentence=True,
    ),
    # A label over what stands elsewhere.
    Leaving(
        re.compile(r"(?:related|more (?:on|from)|recommended|watch|listen|photos?|video|read the full)\s?:", re.I),
        ANYWHERE,
    ),
    # These begin sentences of stories too, and lines that say when something is: no call of a site's own does.
    Leaving(
        re.compile(
            r"(?:related|more (?:on|from|stories)|recommended|sign up|subscribe|watch|listen|photos?(?! id)|video|"
            rf"get (?:the|our) (?:app|news)|copyright|read the full)\b(?!.{{0,150}}{_TOLD_WHEN})",
            re.I,
        ),
        ANYWHERE,
    ),
    Leaving(_STAMP, Standing.ABOVE),
    Leaving(_READING_TIME, Standing.ABOVE),
    Leaving(_FIRST_PRINTED, Standing.BELOW, though_sentence=True),
    Leaving(re.compile(r"^(?:By|Von|Par|Por|Di)(?:\s*+:)?\s++\S.{2,60}$"), EDGES, most_words=8),
)
# Captions that an extractor took for paragraphs, however long. A credit is set apart from the words before it, and
# names who took the picture: "tax credit: $200" and "with a photo by Tuesday" are the story's.
_OF_PICTURE = r"(?:photo(?:graph)?|image|picture|bild|foto)s?"
_NO_NAME = (
    r"(?!\W{0,3}(?:\d|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|noon\b|midnight\b|to(?:day|night|morrow)\b|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d))"
)
_CREDIT_AT_END = re.compile(
    r"(?:(?:(?:^|[^\w\s]\s?|\b(?:file|staff|courtesy|contributed|handout|ap) |(?=(?-i:[A-Z])))\b"
    rf"{_OF_PICTURE}\s?(?::|by\b)|(?:^|[^\w\s]\s?|\b{_OF_PICTURE} )\bcredits?\s?:(?=\s?(?-i:[A-Z@]))){_NO_NAME}|"
    r"\((?:photo|image|ap photo)\b(?! ids?\b))[^.!?]{2,60}$",
    re.I,
)
_CAPTION_WORDS = 36
# What decides a matter, or when: such a line is the story's, wherever it stands.
_CIVIC = re.compile(
    r"\b(?:vot(?:e[sd]?|ers?|ing)|ballots?|elections?|referendum|hearings?|meets?|meetings?|sessions?|quorum|agendas?|"
    r"deadlines?|testif(?:y|ies|ied)|public comments?|postponed?|tabled)\b",
    re.I,
)
_CLOCK_AT_END = re.compile(r"\b[ap]\.m\.$", re.I)
_ENGLISH_MONTH = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b", re.I)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_LINKED = 0.5
_BIO_WORDS = 80


@dataclass(frozen=True, slots=True)
class Known:
    """What the page says of itself and extractors repeat in the text: titles, the byline's people, its own days."""

    titles: frozenset[str]
    people: tuple[str, ...]
    days: frozenset[tuple[str, str, str]] = frozenset()

    @classmethod
    def of(cls, titles: Iterable[str], people: Iterable[str], stamps: Iterable[str] = ()) -> Known:
        """Return titles and people by their words alone, and the days of ISO stamps as (year, month, day)."""
        days = (re.match(r"(\d{4})-(\d\d)-(\d\d)", stamp) for stamp in stamps)
        return cls(
            frozenset(filter(None, map(key, titles))),
            tuple(filter(None, (" ".join(words(person)) for person in people))),
            frozenset((day[1], day[2], day[3]) for day in days if day),
        )


def is_story(
    block: Block, place: ElementPlace | None, container: HtmlElement | None, known: Known, standing: Standing
) -> bool:
    """Say whether a block belongs to the story's own text."""
    if not block.key or block.key in known.titles or is_furniture(block.text, standing, known):
        return False
    if place is None:
        return True
    if not _is_sentence(block.text) and link_share(place) >= _LINKED:
        return False
    return not is_aside(place.element, container)


def is_paragraph(text: str) -> bool:
    """Say whether a line is long and whole enough to be one of the paragraphs that others stand above or below."""
    return len(words(text)) >= 10 and _is_sentence(text) and not any(leaving.reads.match(text) for leaving in LEAVINGS)


def is_bio(block: Block, known: Known) -> bool:
    """Say whether a last paragraph tells of who wrote the story: it begins with (a job and) the name in the byline.

    A name of one word may be any word of the story's: it tells at the very start alone.
    """
    told = words(block.text)
    if len(told) > _BIO_WORDS or _CIVIC.search(block.text) or _SAYS_WHEN.search(block.text):
        return False
    return any(f" {name} " in f" {' '.join(told[: 6 if ' ' in name else 1])} " for name in known.people)


def is_furniture(text: str, standing: Standing, known: Known) -> bool:
    """Say whether a line is a stamp, a byline, a credit or a call to do something, by its words where it stands."""
    count = len(words(text))
    if count <= _CAPTION_WORDS and _CREDIT_AT_END.search(text[-90:]):
        return True
    if _CIVIC.search(text) or _is_to_come(text, known):
        return False
    sentence = _is_sentence(text)
    fits = (
        leaving.reads.match(text)
        for leaving in LEAVINGS
        if standing & leaving.where and count <= leaving.most_words and (leaving.though_sentence or not sentence)
    )
    return any(fits) or (not sentence and (_is_byline(text, known) or _repeats_day(text, known)))


def _is_byline(text: str, known: Known) -> bool:
    """Say whether a short line holds little but names of the byline."""
    whole = rest = f" {' '.join(words(text))} "
    for name in known.people:
        if " " in name or len(rest.split()) <= 2:
            rest = rest.replace(f" {name} ", "  ")
    return rest != whole and len(rest.replace(" ", "")) <= 30


def _repeats_day(text: str, known: Known) -> bool:
    """Say whether a line that reads as a stamp gives a day on which the page says that it was printed or changed."""
    if not known.days or not _STAMP.match(text):
        return False
    numbers = {number.lstrip("0") for number in re.findall(r"\d+", text[:200])}
    months = {month[1].lower() for month in _ENGLISH_MONTH.finditer(text)}
    return any(
        {year, day.lstrip("0")} <= numbers and (not months or _MONTHS[int(month) - 1] in months)
        for year, month, day in known.days
        if 1 <= int(month) <= 12
    )


def _is_to_come(text: str, known: Known) -> bool:
    """Say whether a line gives a day after all on which the page says that it was printed or changed: it is no stamp
    unless it says so.
    """
    bare = (line for line in visible.dates(text) if known.days and not line.labelled and not line.changed)
    return any(f"{line.moment:%Y-%m-%d}" > "-".join(max(known.days)) for line in bare)


def _is_sentence(text: str) -> bool:
    """Say whether a line ends as sentences do; a time of day at its end is no such end, and shouting is none."""
    ends = text.rstrip("\u201d\"')\u00bb")[-1:] in {".", "!", "?", "\u2026"}
    return ends and not text.isupper() and not _CLOCK_AT_END.search(text)

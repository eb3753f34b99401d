"""The stamps that readers see beside a story's title or byline: "Posted: 3/5/2026", "March 3, 2026 at 9:30 PM".

A date that stands anywhere else, in a trending box or in the story itself, is no stamp.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from lxml.html import HtmlElement

from stories.ingestion.pages.markup import shown
from stories.ingestion.pages.titles import same_words
from stories.ingestion.pages.written import read

# Elements after the title, and before it, among which its stamp is looked for.
_AFTER, _BEFORE = 80, 12
_LONGEST_LINE = 160
# A paragraph of so many words is the story; what follows it stands in the story.
_STORY_WORDS = 20
_LINES = frozenset(
    {"div", "p", "span", "time", "li", "small", "em", "i", "b", "strong", "section", "header", "a", "h2"}
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = (
    rf"(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}|\d{{1,2}}\.?\s{_MONTH},?\s\d{{4}}"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)|\d{4}-\d\d-\d\d)"
)
_CLOCK = r"\d{1,2}[:.]\d\d(?::\d\d)?(?:\s?[ap]\.?\s?m\b\.?)?|\d{1,2}\s?[ap]\.?\s?m\b\.?"
_LONE_HOUR = re.compile(r"(?<![:.\d])\d{1,2}\s?[ap]\.?\s?m\b", re.I)
_ZONE = r"(?:[A-Z]{1,5}\b|(?:eastern|central|mountain|pacific)(?:\s(?:standard|daylight))?(?:\stime)?)"
_TIME = rf"(?:{_CLOCK})(?:\s?\(?{_ZONE}\)?)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s)?"
_BETWEEN = r"(?:\s?[,@|•·–—-]\s?|\s)(?:at\s|on\s)?"
_WRITTEN = re.compile(
    r"(?:^|(?<=[\s|•·,–—-]))(?:(?P<changed>(?:last\s)?(?:updated|modified|edited|revised))"
    r"|(?P<label>(?:first\s|originally\s)?(?:published|posted|created|pub(?:lish)?(?:ed|lication)?\sdate)))?"
    rf"(?:\s?:)?\s?(?:on\s)?(?P<date>{_WEEKDAY}(?:{_TIME}{_BETWEEN})?{_WEEKDAY}{_DATE}(?:{_BETWEEN}{_TIME})?)"
    r"(?=$|\s?[|•·,–—-]|\s(?:last\s|first\s)?(?:updated|modified|published|posted)\b)",
    re.I,
)
# What may stand before the date on its line: who wrote the story.
_BY = re.compile(r"^by\s[^\d]{2,90}$", re.I)
# What may stand before a `time` on its line.
_BEFORE_STAMP = re.compile(
    r"(?>\d{1,3} min(?:ute)?s?(?: read)?|by\s[^\d.!?]{2,90}|[\W\d]{1,20}|"
    r"(?:last |first |originally )?(?:updated|modified|edited|revised|published|posted|created)\b(?: on\b)?){0,5}+$",
    re.I,
)
_LABEL = re.compile(r"\b(?:by|updated|modified|edited|revised|published|posted|created)\b", re.I)
_AFTER_STAMP = 16
_SENTENCE_ENDS = re.compile(r"(?<![ap]\.m)[.!?]$", re.I)
_DATED_NAMES = re.compile(
    r"(?<![a-z])(?:date|time|posted|publish|meta|stamp|by-?line)|(?:time|stamp|meta|(?:pub|entry|article|post)-?date)(?![a-z])",
    re.I,
)
_ELSEWHERE = frozenset({"nav", "aside", "footer", "form", "figure", "dl", "table"})
_ELSEWHERE_NAMES = re.compile(
    r"(?:^|[-_\s])(?:trending|popular|most-?read|related|recent\w*|latest|recirc\w*|recommend\w*|sidebar|teasers?|widget|"
    r"more-\w+|events?|calendar|agenda|comments?|breaking|ticker|carousel|promo\w*)(?=$|[-_\s])",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A date as a line shows it; `changed` where it says that the story was updated then.

    `of_meeting` where it has an hour without minutes, "6 p.m.", as meetings are told of; stamps have both.
    """

    moment: datetime
    changed: bool
    labelled: bool
    of_meeting: bool = False


def dates(line: str, day_first: bool | None = None) -> list[Line]:
    """Return the dates of a line that holds no more than them, their labels and who wrote the story."""
    line = line if len(line) <= _LONGEST_LINE else ""
    matches = list(_WRITTEN.finditer(line))
    before = line[: matches[0].start()].strip(" |•·,–—-") if matches else ""
    after = line[matches[-1].end() :].strip(" |•·,–—-") if matches else ""
    if (before and not _BY.match(before)) or (
        after and not re.match(r"\d{1,2} min|by\s|updated|published", after, re.I)
    ):
        return []
    found = [(read(_plain(match["date"]), day_first), match) for match in matches]
    return [
        Line(moment, bool(match["changed"]), bool(match["label"]), bool(_LONE_HOUR.search(match["date"])))
        for moment, match in found
        if moment
    ]


def stamps(tree: HtmlElement, title: str, day_first: bool | None) -> tuple[list[datetime], list[datetime]]:
    """Return when the story was published, and when changed, as the page shows it beside the title."""
    published: list[datetime] = []
    changed: list[datetime] = []
    for element in _beside(_heading(tree, title)):
        for line in _told(element, day_first):
            (changed if line.changed else published).append(line.moment)
    return published, changed


def is_elsewhere(element: HtmlElement) -> bool:
    """Say whether the element stands in a box of other stories, in a calendar or on the page's margins."""
    return any(
        node.tag in _ELSEWHERE or _ELSEWHERE_NAMES.search(f"{node.get('class') or ''} {node.get('id') or ''}")
        for node in [element, *islice(element.iterancestors(), 12)]
        if node.tag not in ("body", "html", "main")
    )


def _plain(date: str) -> str:
    """Return a date without what stands between its parts only to be looked at."""
    return " ".join(re.sub(r"[|•·@–—]|(?<=\s)-(?=\s)|\b(?:at|on)\b", " ", date).split())


def _heading(tree: HtmlElement, title: str) -> HtmlElement | None:
    """Return the heading that is the title, else the only first heading."""
    headings = list(islice(tree.iter("h1"), 20))
    alike = [heading for heading in [*headings, *islice(tree.iter("h2"), 20)] if same_words(shown(heading), title)]
    return next(iter(alike), headings[0] if len(headings) == 1 else None)


def _beside(heading: HtmlElement | None) -> Iterator[HtmlElement]:
    """Yield the elements of a line's length just after and before the title, up to the story's own text."""
    if heading is None:
        return
    for element in islice(_following(heading), _AFTER):
        if element.tag == "p" and len(shown(element).split()) >= _STORY_WORDS and not _is_of_stamps(element):
            break
        if element.tag in _LINES and not is_elsewhere(element):
            yield element
    for element in islice(heading.itersiblings(preceding=True), _BEFORE):
        if element.tag in _LINES and not is_elsewhere(element):
            yield element


def _following(heading: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements after the title in the order of the page."""
    for node in [heading, *islice(heading.iterancestors(), 6)]:
        for sibling in node.itersiblings():
            yield from (element for element in sibling.iter() if isinstance(element.tag, str))


def _is_of_stamps(line: HtmlElement) -> bool:
    """Say whether a line's times are stamps: before them stand labels, dates and who wrote the story, and no sentence
    goes on after them.
    """
    first = line.find(".//time")
    before, _, after = shown(line).partition(shown(first)) if first is not None and shown(first) else ("", "", "")
    goes_on = len(after.split()) > _AFTER_STAMP or _SENTENCE_ENDS.search(after)
    return first is not None and bool(_BEFORE_STAMP.match(before)) and not goes_on


def _told(element: HtmlElement, day_first: bool | None) -> list[Line]:
    """Return the dates of one element: what a `time` gives machines, else those of its line where it is known as one
    of dates, by its name, by a label, or by the names of who wrote the story before it.
    """
    line = next((node for node in islice(element.iterancestors(), 4) if node.tag in ("p", "li")), None)
    if element.tag == "time" and line is not None and not _is_of_stamps(line):
        return []
    if element.tag == "time" and (moment := read(element.get("datetime") or "", day_first)):
        words = shown(element)[:_LONGEST_LINE]
        around = element.getparent() if line is None else line
        if _LONE_HOUR.search(words) and not _LABEL.search(shown(around)[:_LONGEST_LINE]):
            return []
        changed = re.search(r"updat|modif|edit", f"{element.get('class') or ''} {words[:60]}", re.I)
        return [Line(moment, bool(changed), labelled=True)]
    if len(element) > 12 or len(words := shown(element)) > _LONGEST_LINE:
        return []
    named = any(
        node.tag == "time" or _DATED_NAMES.search(f"{node.get('class') or ''} {node.get('id') or ''}")
        for node in [element, *islice(element.iterancestors(), 2)]
    )
    by = words[:3].lower() == "by "
    known = [told for told in dates(words, day_first) if by or named or told.labelled or told.changed]
    return [told for told in known if by or told.labelled or told.changed or not told.of_meeting]

"""Clock times and places of meetings, and the days that a meeting calendar gives."""

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from stories.extraction.dates.words import CLOCK, DAY_NUMBER, canonical
from stories.extraction.findings import Window
from stories.extraction.votes.scene import Event, Scene
from stories.extraction.votes.timing import NO_DATE

HOUR = re.compile(r"(\d{1,2})(?::(\d\d))?\s*(a|p)?|(noon|midnight)", re.IGNORECASE)
TIMES = re.compile(CLOCK, re.IGNORECASE)
MEETS = re.compile(r"\b(?:meeting|session|meets|vote)\b", re.IGNORECASE)
STARTS = re.compile(r"\b(?:start|begin|convene|gavel|open|meet|set|scheduled)(?:s|ed|ing)?\b", re.IGNORECASE)
NOT_MEETINGS = re.compile(
    r"\b(?:hearing|rally|parade|open house|forum|workshop|tour|deadline|comments?|doors)\b", re.IGNORECASE
)
PLACE = re.compile(
    r"\b(?:in|at|inside) ((?:the |its )?(?:[A-Z0-9][\w.’'-]*|of|the|and|&)(?: (?:[A-Z0-9][\w.’'-]*"
    r"|of|the|and|&))*"
    r"(?: (?:chambers?|room|annex|auditorium|center|library|gymnasium|courthouse|hall|building|school))*"
    r"|the (?:\w+ ){0,2}(?:chambers?|annex|auditorium|courthouse(?: annex)?|courtroom|library"
    r"|gymnasium|boardroom))"
)
ROOMS = re.compile(
    r"chamber|hall|room|annex|auditorium|center|library|gym|court|building|school|armory|street"
    r"|\bst\b|avenue|church|church",
    re.IGNORECASE,
)
NEXT_MEETING = re.compile(r"\bnext\b.{0,30}\bmeeting\b", re.IGNORECASE)
CALENDAR = re.compile(
    r"\bmeets?\b.{0,60}?\b(?P<nths>(?:first|second|third|fourth|last)(?:(?:,| and|, and) (?:first"
    r"|second|third|fourth|last))*) "
    r"(?P<day>\w+day)s? of (?:the|each|every) month",
    re.IGNORECASE,
)
BEGINNING = re.compile(r"\b(?:beginning|starting) in (\w+)", re.IGNORECASE)


def clock(words: str) -> str | None:
    """HH:MM of "7:30 p.m.", "noon"; None where the half of the day is open."""
    match = HOUR.search(words)
    if match is None:
        return None
    if match[4]:
        return "12:00" if match[4].lower() == "noon" else "00:00"
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3] is None or not 1 <= hour <= 12 or minute > 59:
        return None
    return f"{hour % 12 + (12 if match[3].lower() == 'p' else 0):02}:{minute:02}"


def set_times(scene: Scene, found: list[Event]) -> None:
    """Give votes still to come, and those called off, the clock time told for them or their meeting."""
    ahead = [event for event in found if event.status != "held" and event.dated]
    for event in ahead:
        event.clock = clock(event.clock) if event.clock else nearby_clock(scene, event)
    for sentence in scene.sentences:
        text = sentence.text
        if not (MEETS.search(text) and STARTS.search(text)) or NOT_MEETINGS.search(text):
            continue
        told = TIMES.search(scene.document.plain, sentence.start_char, sentence.end_char)
        if told is None:
            continue
        days = [
            window
            for phrase in scene.phrases(sentence)
            if (window := scene.window(phrase, "future")) and window.earliest
        ]
        earlier = [event for event in ahead if event.start <= sentence.start_char and event.clock is None]
        for event in earlier[-1:] if not days else [event for event in ahead if event.window in days]:
            event.clock = event.clock or clock(told[0])


def nearby_clock(scene: Scene, event: Event) -> str | None:
    """The clock time in the same sentence as the phrase, where there is just one."""
    sentence = scene.document.sentence_at(event.phrase_at[0]) if event.phrase_at else None
    if sentence is None:
        return None
    told = TIMES.findall(scene.document.plain[sentence.start_char : sentence.end_char])
    return clock(told[0]) if len(told) == 1 else None


def place(scene: Scene, event: Event) -> str | None:
    """Where the vote is held: "in Council Chambers at City Hall", in its sentence or the meeting's."""
    sentences = scene.document.sentences_in(event.start, event.end)
    after = scene.document.sentences_in(event.end, event.end + 160)[:2]
    for number, sentence in enumerate((*sentences, *after)):
        if number >= len(sentences) and not (MEETS.search(sentence.text) and STARTS.search(sentence.text)):
            continue
        for match in PLACE.finditer(scene.document.plain, sentence.start_char, sentence.end_char):
            if (ROOMS.search(match[1]) and match[1][:1].isupper()) or ROOMS.search(match[1].split(" ")[-1]):
                return scene.document.text[match.start(1) : match.end(1)].removeprefix("the ").rstrip(".")
    return None


def no_date(scene: Scene, event: Event) -> None:
    """ "No new date was set", in the sentence after a decision was put off, is its phrase."""
    if event.status != "postponed" or event.dated or event.phrase:
        return
    for sentence in scene.document.sentences_in(event.end + 1, event.end + 2):
        if found := NO_DATE.search(scene.document.plain, max(sentence.start_char, event.end), sentence.end_char):
            event.phrase_at, event.end = (found.start(), found.end()), sentence.end_char


def next_meeting(scene: Scene, event: Event) -> None:
    """The day of "their next regular meeting", where the story tells on which weekdays the body meets."""
    if event.dated or not event.phrase or not NEXT_MEETING.search(event.phrase) or scene.reading is None:
        return
    for sentence in scene.sentences:
        if match := CALENDAR.search(sentence.text):
            first = scene.reading.today + timedelta(days=1)
            if month := BEGINNING.search(sentence.text):
                begins = scene.reading.need_in("future", canonical(month[1])).earliest
                first = max(first, begins) if begins else first
            day = next_on_calendar(first, match["nths"], match["day"])
            event.window = Window(day, day, "day")
            event.end = max(event.end, sentence.end_char) if sentence.start_char - event.end < 100 else event.end
            told = TIMES.search(sentence.text)
            event.clock = event.clock or (told[0] if told else None)
            return


def next_on_calendar(first: date, nths: str, weekday: str) -> date:
    """The first day from `first` on that is, say, a second or fourth Tuesday of its month."""
    wanted = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
    number = DAY_NUMBER[weekday[:3].lower()]
    days = []
    for ahead in range(3):
        month = first.replace(day=1) + relativedelta(months=ahead)
        for word in re.findall(r"first|second|third|fourth|last", nths.lower()):
            days.append(nth(month, number, wanted[word]))
    return min(day for day in days if day >= first)


def nth(month: date, weekday: int, count: int) -> date:
    if count > 0:
        return month + timedelta(days=(weekday - month.weekday()) % 7, weeks=count - 1)
    last = month + relativedelta(day=31)
    return last - timedelta(days=(last.weekday() - weekday) % 7)

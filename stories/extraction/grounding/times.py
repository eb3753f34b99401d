"""When something is, as claimed: a phrase of the story, read by our own grammar of dates; never a day of another's."""

from dataclasses import dataclass

from stories.extraction.dates import resolve
from stories.extraction.dates.finder import DatePhrase, find
from stories.extraction.dates.grammar import Reading, Tense
from stories.extraction.dates.spans import is_plausible
from stories.extraction.decisions.days import ELECTION, FAR, NOT_A_TIME, YEAR
from stories.extraction.decisions.findings import hour
from stories.extraction.decisions.scene import FOLLOWING
from stories.extraction.findings import Span, Window
from stories.extraction.grounding.claims import Dropped
from stories.extraction.grounding.facts import Facts

NEAR = 200  # characters between a decision and its day
UNDATED = Window(None, None, "none")


@dataclass(frozen=True, slots=True)
class Time:
    """The story's words for a time, the days they mean, the hour with them, and whether they stand outside of the
    evidence."""

    phrase: str | None = None
    window: Window = UNDATED
    clock: str | None = None
    is_beside: bool = False


def time_of(facts: Facts, when: str | None, evidence: Span, tense: Tense) -> Time:
    """Return when it is; a phrase that can't be read has no days. Raises Dropped for a phrase that is not the story's,
    stands elsewhere, tells the time of something else, or lies on the wrong side of the story's own day.
    """
    if not when:
        return Time()
    spot = near(facts, when, evidence, "time")
    if spot is None:
        raise Dropped("time not beside the evidence")
    is_beside = _apart(spot, evidence) > 0
    if not facts.is_read:
        # What is "5/6" in another language nobody here knows.
        return Time(spot.text, is_beside=is_beside)
    told = _told(facts, spot)
    start, end = (told.start, told.end) if told else (spot.start, spot.end)
    plain = facts.document.plain
    if NOT_A_TIME.search(plain, max(0, start - 40), start) or ELECTION.match(plain, end):
        raise Dropped("time of something else")
    phrase, clock = facts.document.text[start:end], told.clock if told else None
    window = _window(facts, told, phrase, tense)
    today = facts.document.story.published_at.date() if facts.document.story.published_at else None
    if window.earliest is not None and window.latest is not None and today is not None:
        # Without a year, a day that would lie most of a year back is one to come.
        far = window.precision == "day" and (today - window.latest).days > FAR and not YEAR.search(phrase)
        if (window.earliest > today or far) if tense == "past" else window.latest < today:
            raise Dropped("time on the wrong side of the story's day")
    return Time(phrase, window, clock, is_beside)


def near(facts: Facts, words: str | None, evidence: Span, what: str) -> Span | None:
    """Return where words stand in the evidence, else the nearest place beside it; None where they stand further off.
    Raises Dropped where they stand nowhere.
    """
    if not words:
        return None
    spots = facts.places.all(words)
    if not spots:
        raise Dropped(f"{what} not word for word in the story")
    nearest = min(spots, key=lambda spot: _apart(spot, evidence))
    return nearest if _apart(nearest, evidence) <= NEAR else None


def clock_of(facts: Facts, words: str | None, time: Time, evidence: Span) -> str | None:
    """Return the local hour as HH:MM, read from words beside the evidence; None where they are none."""
    try:
        spot = near(facts, words, evidence, "hour")
    except Dropped:
        facts.reasons["hour left open: not word for word in the story"] += 1
        spot = None
    told = spot.text if spot else time.clock
    return hour(told) if told and facts.is_read else None


def place_of(facts: Facts, words: str | None, evidence: Span) -> str | None:
    """Return where it is, in the story's words beside the evidence; None where they are none of those."""
    try:
        spot = near(facts, words, evidence, "place")
    except Dropped:
        facts.reasons["place left open: not word for word in the story"] += 1
        return None
    return spot.text.strip(" ,.") if spot else None


def _apart(spot: Span, evidence: Span) -> int:
    return max(0, evidence.start - spot.end, spot.start - evidence.end)


def _told(facts: Facts, spot: Span) -> DatePhrase | None:
    """The whole date phrase that the words are, or are cut from: "Monday" may be "a week from Monday"."""
    start, end = facts.sentences(spot)
    over = [one for one in find(facts.document.plain, start, end) if one.start < spot.end and spot.start < one.end]
    return over[0] if len(over) == 1 else None


def _window(facts: Facts, told: DatePhrase | None, phrase: str, tense: Tense) -> Window:
    published = facts.document.story.published_at
    if published is None or FOLLOWING.match(phrase):
        return UNDATED
    window = told.read(Reading(published.date(), tense)) if told else resolve(phrase, published, tense)
    return window if window is not None and is_plausible(window) else UNDATED

"""On which day: the date phrase that the tagger ties to a decision or event, read by the grammar of dates."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from spacy.tokens import Span as Tokens

from stories.extraction.dates.finder import DatePhrase
from stories.extraction.dates.grammar import Tense
from stories.extraction.decisions.draft import Draft
from stories.extraction.decisions.scene import Scene
from stories.extraction.findings import Window
from stories.extraction.tagger.heads import HELD
from stories.extraction.tagger.tags import Pointing, Tags

TIED = 0.3
LATELY = 8  # days
LEAD = 4  # sentences
NEAR = 300  # characters
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
FAR = 200  # days
AROUND = 4  # sentences in which a day may be pointed at
POINTED, NOWHERE = 0.4, 0.9  # shares of what is pointed at
NOT_A_TIME = re.compile(r"\b(?:since|from|effective|dated|starting|beginning)\s*$", re.IGNORECASE)


def set_day(scene: Scene, tags: Tags, draft: Draft) -> None:
    """Give a draft the day that the tagger points at, else the one of its sentence or, to come, of one beside it."""
    pointing, tense = tags.where(draft.number, draft.group, "when"), draft.tense
    if pointing is not None and (_point(scene, draft, pointing) or pointing.nowhere >= NOWHERE):
        return
    if _take(scene, tags, draft, draft.sentence, tense) or tense == "held":
        return
    for number in (draft.number + 1, draft.number - 1):
        if 0 <= number < len(scene.document.sentences):
            sentence = scene.document.sentences[number]
            if abs(sentence.start_char - draft.sentence.start_char) < NEAR * 2 and _take(
                scene, tags, draft, sentence, tense
            ):
                draft.reach(draft.phrase.start if draft.phrase else sentence.start_char, sentence.end_char)
                return


def _point(scene: Scene, draft: Draft, pointing: Pointing) -> bool:
    """Take the date phrase near a draft that is pointed at most, where one clearly is."""
    held = draft.tense == "held"
    looking: Tense = "past" if held else "future"
    found = []
    for number in range(max(0, draft.number - AROUND), min(len(scene.document.sentences), draft.number + AROUND + 1)):
        sentence, own = scene.document.sentences[number], number == draft.number
        for phrase in scene.phrases(sentence):
            share = 0.0 if _is_no_time(scene, sentence, phrase) else pointing.share(phrase.start, phrase.end)
            window = scene.window(phrase, looking) if share >= POINTED else None
            if window is None or not in_time(scene, window, looking) or _is_far(scene, phrase, window, looking):
                continue
            # What was done long ago is timed in its own sentence.
            if own or not held or (window.precision == "day" and lately(scene, window)):
                found.append(((own and held, share), phrase, window, sentence))
    if not found:
        return False
    _, phrase, window, sentence = max(found, key=lambda one: one[0])
    draft.phrase, draft.window, draft.clock = phrase, window, phrase.clock or draft.clock
    if 0 < abs(sentence.start_char - draft.sentence.start_char) < NEAR * 2:
        draft.reach(phrase.start, sentence.end_char)
    return True


def _is_far(scene: Scene, phrase: DatePhrase, window: Window, looking: Tense) -> bool:
    """Whether a date without a year would lie half a year back: it is one to come."""
    if looking != "past" or window.latest is None or scene.reading is None or YEAR.search(phrase.text):
        return False
    return window.precision == "day" and (scene.reading.today - window.latest).days > FAR


def _take(scene: Scene, tags: Tags, draft: Draft, sentence: Tokens, tense: str) -> bool:
    own = sentence.start_char == draft.sentence.start_char
    found = tied(scene, tags, sentence, tense, TIED if own else 0.5)
    if not found and own:
        found = untied(scene, tags, sentence, tense)
    if not found:
        return False
    _, phrase, window = min(found, key=lambda one: (_apart(one[1], draft.at) if own else 0) - 60 * one[0])
    draft.phrase, draft.window, draft.clock = phrase, window, phrase.clock or draft.clock
    return True


def _apart(phrase: DatePhrase, place: int) -> int:
    return min(abs(phrase.start - place), abs(phrase.end - place))


def tied(
    scene: Scene, tags: Tags, sentence: Tokens, tense: str, floor: float
) -> list[tuple[float, DatePhrase, Window]]:
    """The date phrases of a sentence that time something of a tense, each with how surely and its window."""
    looking: Tense = "past" if tense == "held" else "future"
    found = []
    for phrase in scene.phrases(sentence):
        stretches = tags.stretches("when", phrase.start, phrase.end, 0.15)
        sure = max((one.probability * one.kinds[tense] for one in stretches), default=0.0)
        if sure < floor or _is_no_time(scene, sentence, phrase):
            continue
        window = scene.window(phrase, looking)
        if window is not None and in_time(scene, window, looking):
            found.append((sure, phrase, window))
    return found


def untied(scene: Scene, tags: Tags, sentence: Tokens, tense: str) -> list[tuple[float, DatePhrase, Window]]:
    """The days of a sentence in a tense, but for those that the tagger ties to another."""
    looking: Tense = "past" if tense == "held" else "future"
    found = []
    for phrase in scene.phrases(sentence):
        told = tags.stretches("when", phrase.start, phrase.end, TIED)
        fixed = phrase.words not in ("today", "tonight")
        if (fixed and any(one.kinds[tense] < OTHERS for one in told)) or _is_no_time(scene, sentence, phrase):
            continue
        window = scene.window(phrase, looking)
        if window is not None and window.precision in NEARLY[looking] and in_time(scene, window, looking):
            found.append((0.0, phrase, window))
    return found


def _is_no_time(scene: Scene, sentence: Tokens, phrase: DatePhrase) -> bool:
    """Whether words around a date say that nothing is decided on it: "effective March 1", "the May 2 ballot"."""
    plain = scene.document.plain
    before = NOT_A_TIME.search(plain, sentence.start_char, phrase.start)
    return before is not None or ELECTION.match(plain, phrase.end, sentence.end_char) is not None


def each_day(scene: Scene, tags: Tags, draft: Draft) -> list[Draft]:
    """An event for each of the days that a sentence gives for it."""
    told = tied(scene, tags, draft.sentence, "event", 0.4)
    days = {window: phrase for _, phrase, window in told if window.precision == "day"}
    if len(days) < 2 or draft.fate == "deadline":
        return [draft]
    return [replace(draft, phrase=phrase, window=window, clock=phrase.clock) for window, phrase in days.items()]


def in_time(scene: Scene, window: Window, tense: Tense) -> bool:
    """Whether a window is not wholly on the wrong side of publication."""
    today = scene.reading.today if scene.reading else None
    if window.earliest is None or window.latest is None or today is None:
        return tense == "future"
    return window.earliest <= today if tense == "past" else window.latest >= today


ELECTION = re.compile(
    r"\s+(?:special |general |primary )?(?:ballots?|elections?|primary|referendum|runoff)\b", re.IGNORECASE
)
# What a date that the tagger doesn't tie has to be: a day to come, or any but a long time gone by.
NEARLY = {"future": ("day",), "past": ("day", "week", "month")}
OTHERS = 0.4
AHEAD = ("scheduled", "meeting", "hearing")
TODAY = re.compile(r"\bthis (?:morning|afternoon|evening)\b|\btonight\b", re.IGNORECASE)
SAME_DAY = re.compile(
    r"\b(?:that|the same|same) (?:night|day|evening|meeting|session|afternoon|morning)\b|\balso set for\b",
    re.IGNORECASE,
)


def give(scene: Scene, tags: Tags, drafts: list[Draft]) -> None:
    """Give the drafts that have no day of their own the one of the meeting they belong to."""
    main = main_day(scene, tags)
    coming = next((one for one in drafts if one.fate in AHEAD and one.dated and one.window.precision == "day"), None)
    ahead: Draft | None = None
    for draft in drafts:
        same = SAME_DAY.search(draft.sentence.text)
        if draft.fate in HELD and not draft.dated:
            draft.window = told_before(scene, tags, draft) or main or draft.window
        elif draft.fate not in HELD and ahead is not None and (same or (not draft.dated and follows(ahead, draft))):
            draft.window, draft.clock = ahead.window, draft.clock or ahead.clock
        elif draft.fate == "scheduled" and not draft.dated and draft.phrase is None and coming is not None:
            draft.window, draft.clock = coming.window, draft.clock or coming.clock
        ahead = draft if draft.fate in (*AHEAD, "moved") and draft.dated else ahead


def follows(ahead: Draft, draft: Draft) -> bool:
    """Whether what is told without a day comes at the meeting told before: one of its list."""
    if draft.phrase is not None or draft.fate == "deadline":
        return False
    if draft.fate in AHEAD:
        return ahead.fate != "moved"
    near = draft.number - ahead.number <= 2
    return near and (draft.fate == ahead.fate or (draft.fate == "expected" and ahead.fate != "moved"))


def told_before(scene: Scene, tags: Tags, draft: Draft) -> Window | None:
    """The day lately that the sentence before, of the same paragraph, names for something done."""
    if draft.number == 0:
        return None
    before = scene.document.sentences[draft.number - 1]
    paragraph = scene.document.paragraph_at(draft.sentence.start_char)
    if paragraph is None or before.start_char < paragraph.start:
        return None
    told = [window for _, _, window in tied(scene, tags, before, "held", TIED)]
    return next((window for window in told if window.precision == "day" and lately(scene, window)), None)


def main_day(scene: Scene, tags: Tags) -> Window | None:
    """The day of the meeting that the story is about: most often told of things done, else one that it begins with."""
    told = [one for sentence in scene.sentences for one in tied(scene, tags, sentence, "held", TIED)]
    days = Counter(window for _, _, window in told if window.precision == "day" and lately(scene, window))
    if days:
        return max(days, key=lambda window: (days[window], window.latest or date.min))
    lead = scene.document.sentences[:LEAD]
    begins = (window for one in lead for window in _not_ahead(scene, tags, one))
    found = next((window for window in begins if window.precision == "day" and lately(scene, window)), None)
    if found is None and scene.reading and any(TODAY.search(one.text) for one in lead):
        return Window(scene.reading.today, scene.reading.today, "day")
    return found


def _not_ahead(scene: Scene, tags: Tags, sentence: Tokens) -> Iterator[Window]:
    """The past readings of a sentence's date phrases, but for those that the tagger ties to something to come."""
    for phrase in scene.phrases(sentence):
        told = tags.stretches("when", phrase.start, phrase.end, TIED)
        ahead = any(one.kinds["coming"] + one.kinds["event"] > 0.5 for one in told)
        window = None if ahead else scene.window(phrase, "past")
        if window is not None:
            yield window


def lately(scene: Scene, day: Window) -> bool:
    """Within the week before publication."""
    if scene.reading is None or day.earliest is None:
        return False
    return 0 <= (scene.reading.today - day.earliest).days <= LATELY

"""On which day a vote was taken, or will be, that is told without timing words of its own."""

import re
from dataclasses import replace

from stories.extraction.dates.words import wordset
from stories.extraction.findings import Window
from stories.extraction.votes import bodies, matters, timing
from stories.extraction.votes.scene import Event, Scene

COMING = wordset("expected scheduled postponed")
WEEK = 8  # days
NEAR = 500  # characters
LEAD = 4  # sentences
UNDONE = re.compile(r"\b(?:It|They|That|This|Members) (?:did(?:n['’]t| not)|never did)\b")
MET = re.compile(r"\bmet\b|\bmeeting\b")


def give_days(scene: Scene, told: list[Event]) -> None:
    """Give each vote without a day the one of the meeting it belongs to."""
    same_nights(told)
    once_planned(told)
    not_yet(scene, told)
    done = [event for event in told if event.status == "held"]
    main = vote_day(scene, told, done) or main_day(scene, done)
    for event in told:
        if (
            event.wants_day
            and event.status == "cancelled"
            and not event.dated
            and timing.relative(scene, event.verb.sent)
        ):
            event.window = main
    taken(scene, done, main)


def same_nights(told: list[Event]) -> None:
    """ "They will also decide that night": the night of the vote to come that was told last."""
    ahead: Event | None = None
    for event in told:
        if event.same_day and ahead is not None:
            event.window, event.phrase, event.phrase_at = ahead.window, ahead.phrase, ahead.phrase_at
            event.clock = ahead.clock
            event.start = ahead.start if 0 <= event.start - ahead.end < NEAR else event.start
        ahead = event if event.status in COMING and event.dated else ahead


def once_planned(told: list[Event]) -> None:
    """A vote called off, or taken off the agenda for good, gets the day for which it had been planned."""
    plan: Event | None = None
    for event in told:
        plan = event if event.dated and (event.status == "planned" or moves_on(plan, event)) else plan
        if event.wants_day and event.status == "cancelled":
            plan = plan or next((one for one in told if one.status == "planned" and one.dated), None)
        if event.wants_day and plan is not None and abs(event.start - plan.start) < NEAR and not returns(event, told):
            event.status = "cancelled"
            event.window, event.phrase, event.phrase_at = plan.window, plan.phrase, plan.phrase_at
            event.start, event.matter = plan.start, plan.matter or event.matter
            event.strength = 2


def moves_on(plan: Event | None, event: Event) -> bool:
    """ "Set for March 3. It was pushed to March 24.": the planned vote has a new day."""
    return plan is not None and event.status == "postponed" and 0 <= event.start - plan.end < NEAR


def not_yet(scene: Scene, told: list[Event]) -> None:
    """ "The board had planned to vote Tuesday. It didn't.": what was not done when planned is put off."""
    plan: Event | None = None
    for event in told:
        plan = event if event.status == "planned" else plan
        if plan is None or event.status not in COMING or not 0 <= event.start - plan.end < NEAR:
            continue
        if UNDONE.search(scene.document.plain, plan.end - 1, event.start) and not matters.keywords(event.matter):
            event.status, event.matter, event.start = "postponed", plan.matter, plan.start
            event.body = event.body or plan.body


def returns(event: Event, told: list[Event]) -> bool:
    """Whether a day is told soon after for what was taken off the agenda."""
    later = (one for one in told if 0 < one.start - event.start < NEAR and one.status in COMING)
    return event.status == "postponed" and any(one.dated and one.anaphoric for one in later)


def taken(scene: Scene, done: list[Event], main: Window | None) -> None:
    """Votes taken: "minutes later" is the day told last, all else that of the story's meeting."""
    last = main
    for event in done:
        if event.dated:
            last = event.window if event.window and event.window.precision == "day" else last
        elif last is not None and (event.counted or event.strength > 1):
            relative = timing.relative(scene, event.verb.sent)
            follows = relative is not None or (event.body and lately(scene, last))
            event.window = last if follows or main is None else main
            event.phrase = relative[0] if relative else None
            event.undated_words = True


def vote_day(scene: Scene, told: list[Event], done: list[Event]) -> Window | None:
    """ "Tuesday's vote means ...": the day of a vote already told of, where that has no day of its own."""
    undated = [event for event in done if event.window is None and event.strength > 0]
    for event in told:
        if not event.bare or not undated or undated[0].start > event.start:
            continue
        phrases = scene.phrases(event.verb.sent)
        phrase = next((one for one in phrases if event.phrase_at == (one.start, one.end)), None)
        found = scene.window(phrase, "past") if phrase else None
        if found is not None and lately(scene, found):
            event.strength, event.bare, event.status, event.window = 0, False, "planned", None
            return found
    return None


def main_day(scene: Scene, done: list[Event]) -> Window | None:
    """The day of the story's meeting: of a vote, of the lead, or told with "met", and in the week before."""
    dated = [event.window for event in done if event.window is not None and event.window.precision == "day"]
    met = [sentence for sentence in scene.sentences[1:] if MET.search(sentence.text)]
    lead = sorted(scene.sentences[:LEAD], key=lambda sentence: not any(map(bodies.is_body, sentence)))
    told = [day for sentence in (*lead, *met) for day in past_days(scene, sentence.start_char)]
    return next((day for day in (*dated, *told) if lately(scene, day)), dated[0] if dated else None)


def past_days(scene: Scene, start: int) -> list[Window]:
    """The days past that a sentence names; "by Monday's end" is Monday."""
    sentence = scene.document.sentence_at(start)
    phrases = scene.phrases(sentence) if sentence is not None else []
    found = (scene.window(replace(phrase, words=phrase.words.removeprefix("by ")), "past") for phrase in phrases)
    return [day for day in found if day is not None and day.precision == "day"]


def lately(scene: Scene, day: Window) -> bool:
    """Within the week before publication."""
    if scene.reading is None or day.earliest is None:
        return False
    return 0 <= (scene.reading.today - day.earliest).days <= WEEK

"""Joins a story's mentions of the same decision, and leaves out what a later sentence overtakes."""

import re
from dataclasses import replace
from datetime import date

from stories.extraction.dates.words import wordset
from stories.extraction.findings import Window
from stories.extraction.votes import bodies, matters, timing
from stories.extraction.votes.scene import Event, Scene

COMING = wordset("expected scheduled postponed")
ENOUGH = 0.34
WEEK = 8  # days
MET = re.compile(r"\bmet\b|\bmeeting\b")
NEAR = 500  # characters between a deed and the count told of it


def gather(scene: Scene, told: list[Event]) -> list[Event]:
    """One event a decision, in the story's order."""
    give_days(scene, told)
    kept: list[Event] = []
    waiting: list[Event] = []
    for event in told:
        if event.status == "planned":
            continue
        if (same := next((one for one in reversed(kept) if joins(one, event)), None)) is not None:
            join(same, event)
        elif event.strength > 0:
            kept.append(event)
        elif event.counted and (deed := counts_for(waiting, event)) is not None:
            join(deed, event)
            deed.strength = 1
            kept.append(deed)
        elif not event.counted and event.dated:
            waiting.append(event)
    return [event for event in kept if not overtaken(event, kept)]


def counts_for(waiting: list[Event], tally: Event) -> Event | None:
    """The deed shortly before that a bare count belongs to."""
    near = [event for event in waiting if 0 <= tally.start - event.start < NEAR and not event.counted]
    return near[-1] if near else None


def give_days(scene: Scene, told: list[Event]) -> None:
    """A vote taken without timing words gets the day of the meeting it belongs to."""
    ahead: Event | None = None
    for event in told:
        if event.same_day and ahead is not None:
            event.window, event.phrase, event.phrase_at, event.clock = (
                ahead.window,
                ahead.phrase,
                ahead.phrase_at,
                ahead.clock,
            )
            event.start = ahead.start if 0 <= event.start - ahead.end < NEAR else event.start
        ahead = event if event.status in COMING and event.dated else ahead
    plan: Event | None = None
    for event in told:
        plan = event if event.status == "planned" else plan
        if event.wants_day and plan is not None and 0 <= event.start - plan.start < NEAR:
            event.window, event.phrase, event.phrase_at = plan.window, plan.phrase, plan.phrase_at
            event.start, event.matter = plan.start, plan.matter or event.matter
            event.strength = 2
    done = [event for event in told if event.status == "held"]
    main = vote_day(scene, told, done) or main_day(scene, done)
    for event in told:
        if event.wants_day and not event.dated and timing.relative(scene, event.verb.sent):
            event.window = main
    last = main
    for event in done:
        if event.dated:
            last = event.window if event.window and event.window.precision == "day" else last
        elif last is not None and (event.counted or event.strength > 1):
            relative = timing.relative(scene, event.verb.sent)
            event.window = last if relative or event.body else main
            event.phrase = relative[0] if relative else None
            event.undated_words = True


def vote_day(scene: Scene, told: list[Event], done: list[Event]) -> Window | None:
    """ "Tuesday's vote means ...": the day of a vote already told of, where that has no day of its own."""
    open_ = [event for event in done if not event.dated and event.strength > 0 and event.window is None]
    for event in told:
        if event.bare and open_ and open_[0].start < event.start:
            phrase = next(
                (one for one in scene.phrases(event.verb.sent) if event.phrase_at == (one.start, one.end)), None
            )
            found = scene.window(phrase, "past") if phrase else None
            if found is not None and lately(scene, found):
                event.strength, event.bare, event.status, event.window = 0, False, "planned", None
                return found
    return None


def main_day(scene: Scene, done: list[Event]) -> Window | None:
    """The day of the meeting the story is about: a day of the week before, of a vote, of the lead, or told with "met"."""
    dated = [event.window for event in done if event.window is not None and event.window.precision == "day"]
    told = [sentence for sentence in scene.sentences[1:] if MET.search(sentence.text)]
    first = sorted(scene.sentences[:4], key=lambda sentence: not any(bodies.is_body(word) for word in sentence))
    lead = [
        found
        for sentence in (*first, *told)
        for phrase in scene.phrases(sentence)
        if (found := scene.window(replace(phrase, words=phrase.words.removeprefix("by ")), "past")) is not None
        and found.precision == "day"
    ]
    return next((day for day in (*dated, *lead) if lately(scene, day)), dated[0] if dated else None)


def lately(scene: Scene, day: Window) -> bool:
    """Within the week before publication."""
    if scene.reading is None or day.earliest is None:
        return False
    return 0 <= (scene.reading.today - day.earliest).days <= WEEK


def joins(one: Event, other: Event) -> bool:
    """Whether two mentions are of one decision."""
    if (one.status == "held") != (other.status == "held"):
        return False
    if one.status == "held":
        return same_deed(one, other)
    return same_plan(one, other)


def same_deed(one: Event, other: Event) -> bool:
    if one.counted and other.counted and one.yes is not None and other.yes is not None:
        counts = {one.yes, one.no} == {other.yes, other.no}
        return (
            counts
            and (overlap(one, other) or not other.dated or not one.dated)
            and (other.strength == 0 or alike(one, other) or not matters.keywords(one.matter))
        )
    if other.strength == 0 and other.counted and not one.counted and not other.phrase_at:
        return other.start - one.end < NEAR / 2
    if other.strength == 0 or one.strength == 0:
        return overlap(one, other)
    if one.procedural != other.procedural or one.outcome != other.outcome:
        return False
    return overlap(one, other) and (alike(one, other) or not matters.keywords(other.matter))


def same_plan(one: Event, other: Event) -> bool:
    """A plan told again: same day, or the same matter with a day that does not contradict."""
    if different(one.body, other.body):
        return False
    if one.status == "cancelled" or other.status == "cancelled":
        return one.status == other.status and (overlap(one, other) or not other.dated)
    if other.same_day:
        return alike(one, other)
    if one.status == other.status == "postponed" and not one.dated and not one.undated_words:
        return other.start - one.end < NEAR or alike(one, other)
    if one.dated and other.dated:
        return overlap(one, other) and (
            alike(one, other) or not matters.keywords(one.matter) or not matters.keywords(other.matter)
        )
    near = 0 <= other.start - one.end < NEAR or other.start < one.end
    if one.status == "postponed" and not one.dated and other.again:
        return True
    if one.status == "postponed" and near and (other.anaphoric or not matters.keywords(other.matter)):
        return True
    return alike(one, other)


def different(one: str, other: str) -> bool:
    """Whether two bodies cannot be the same: both have names ("the board" and "trustees" may be one)."""
    return one != other and all(sum(word[:1].isupper() for word in name.split()) > 1 for name in (one, other))


def alike(one: Event, other: Event) -> bool:
    return matters.alike(one.matter, other.matter) >= ENOUGH


def overlap(one: Event, other: Event) -> bool:
    a, b = ends(one), ends(other)
    return a is not None and b is not None and a[0] <= b[1] and b[0] <= a[1]


def ends(event: Event) -> tuple[date, date] | None:
    if event.window is None or event.window.earliest is None or event.window.latest is None:
        return None
    return event.window.earliest, event.window.latest


def join(one: Event, other: Event) -> None:
    """Add what a later mention tells: a day, a closer day, a count, a time, the matter."""
    if (not one.dated and other.dated) or closer(one, other):
        one.window, one.phrase, one.phrase_at = other.window, other.phrase, other.phrase_at
        one.undated_words = other.undated_words
        if one.status != "postponed":
            one.status = other.status
        one.end, one.start = (
            (max(one.end, other.end), one.start) if other.start - one.end < 300 else (other.end, other.start)
        )
    elif not one.phrase and other.phrase and other.undated_words:
        one.phrase, one.undated_words, one.end = other.phrase, True, max(one.end, other.end)
    if other.counted and not one.counted:
        one.counted, one.yes, one.no = True, other.yes, other.no
        one.outcome = one.outcome or other.outcome
    one.clock = one.clock or other.clock
    one.matter = one.matter or other.matter
    one.body = one.body or other.body
    one.stage = one.stage or other.stage


def closer(one: Event, other: Event) -> bool:
    """Whether the later mention tells a part of the earlier one's window."""
    a, b = ends(one), ends(other)
    if one.status == "held" or a is None or b is None or a == b:
        return False
    return a[0] <= b[0] and b[1] <= a[1] and not other.undated_words


def overtaken(event: Event, kept: list[Event]) -> bool:
    """Whether the plan was overtaken: by a vote on that very day, or by being called off or put off."""
    if event.status == "postponed":
        return settled(event, kept)
    if event.status not in ("expected", "scheduled") or not event.dated:
        return False
    for other in kept:
        if other is event or not (alike(event, other) or not matters.keywords(event.matter)):
            continue
        if other.status == "held" and overlap(event, other) and other.window == event.window and not other.procedural:
            return True
        if other.status == "cancelled" and overlap(event, other):
            return True
    return False


def settled(event: Event, kept: list[Event]) -> bool:
    """Whether what was put off without a day has been voted on since."""
    if event.dated or event.undated_words:
        return False
    before = [ends(other) for other in kept if other.procedural and other.end == event.end]
    since = [ends(other) for other in kept if other.status == "held" and not other.procedural and other.yes is not None]
    return any(a and b and a[1] < b[0] for a in before for b in since)

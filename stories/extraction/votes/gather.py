"""Joins a story's mentions of the same decision, and leaves out what a later sentence overtakes."""

from datetime import date

from stories.extraction.dates.words import wordset
from stories.extraction.votes import lexicon as lex
from stories.extraction.votes import matters
from stories.extraction.votes.scene import Event, Scene
from stories.extraction.votes.sessions import give_days

ENOUGH = 0.34
LOOSE = wordset("choose decide agree")
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
        elif event.counted and event.dated and definite(event):
            kept.append(event)
        elif not event.counted and event.dated:
            waiting.append(event)
    return [event for event in kept if told_enough(event) and not overtaken(event, kept)]


def told_enough(event: Event) -> bool:
    """A vote taken has a day or a count, or it is a word of somebody's."""
    return event.status != "held" or event.dated or event.counted


def definite(event: Event) -> bool:
    """ "The vote was 6-0": a count that recalls a vote which the story told in other words."""
    return event.verb.pos_ == "NOUN" and any(child.lower_ == "the" for child in event.verb.children)


def counts_for(waiting: list[Event], tally: Event) -> Event | None:
    """The deed shortly before that a bare count belongs to."""
    near = [event for event in waiting if 0 <= tally.start - event.start < NEAR and not event.counted]
    return near[-1] if near else None


def joins(one: Event, other: Event) -> bool:
    """Whether two mentions are of one decision."""
    if (one.status == "held") != (other.status == "held"):
        return False
    if one.status == "held":
        return same_deed(one, other)
    return same_plan(one, other)


def same_deed(one: Event, other: Event) -> bool:
    if one.counted and other.counted and one.yes is not None and other.yes is not None:
        counts = {one.yes, one.no} == {other.yes, other.no} and one.outcome == other.outcome
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
    return overlap(one, other) and (alike(one, other) or not matters.keywords(other.matter) or retold(one, other))


def retold(one: Event, other: Event) -> bool:
    """ "The council chose to spend more. It passed Resolution 8": the deed told loosely, then by its name."""
    loose = lex.lemma(one.verb) in LOOSE and not one.counted and not one.procedural
    first, second = one.body.casefold(), other.body.casefold()
    return (
        loose
        and (first.endswith(second) or second.endswith(first))
        and not other.phrase_at
        and 0 <= other.start - one.end < NEAR / 2
    )


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
    if (not one.dated and other.dated and not its_old_day(one, other)) or closer(one, other):
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
    one.classification = one.classification or other.classification


def its_old_day(one: Event, other: Event) -> bool:
    """ "Monday's vote was put off": a day beside the noun, in the sentence that puts it off, is the one it had."""
    return one.status == "postponed" and other.bare and one.verb.sent.start == other.verb.sent.start


def closer(one: Event, other: Event) -> bool:
    """Whether the later mention tells a part of the earlier one's window."""
    a, b = ends(one), ends(other)
    if one.status == "held" or a is None or b is None or a == b:
        return False
    return a[0] <= b[0] and b[1] <= a[1] and not other.undated_words


def overtaken(event: Event, kept: list[Event]) -> bool:
    """Whether the plan was overtaken: by a vote on that very day, or by being called off or put off."""
    if event.status == "postponed":
        return settled(event, kept) or any(
            other.status == "cancelled" and overlap(event, other) and other.end > event.end for other in kept
        )
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

"""Votes put off: "put it off to May 5", "tabled the plan, 4-3", "moved to lay it over"."""

import re
from collections.abc import Iterator
from datetime import timedelta

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from stories.extraction.dates.finder import DatePhrase
from stories.extraction.dates.words import wordset
from stories.extraction.findings import Window
from stories.extraction.votes import clauses, deeds, tallies, timing
from stories.extraction.votes import lexicon as lex
from stories.extraction.votes.scene import Event, Scene

MOTION = 160  # characters from a motion to the count on it
FORMAL = frozenset(("table",))  # a motion of its own; "put off" and the like may be said of anybody
TO_A_DAY = re.compile(r"(?:^|\b)(?:to|until|till|for)\s+$", re.IGNORECASE)
FOR = re.compile(r"\bfor\s+$", re.IGNORECASE)  # "had been set for Monday" yields to "until April 6"
BODILY = wordset("it they members")
LONG_AGO = timedelta(days=8)
TOLD_BEFORE = 2  # sentences that may tell what "it" is


def delayed(scene: Scene, sentence: Tokens, word: Token, body: str | None, mood: str) -> Iterator[Event]:
    """A matter put off: a vote to do so where one is reported as taken, and the decision that is still to come."""
    if mood == "none" and clauses.chain(word)[-1].lemma_ not in ("vote", "agree", "decide"):
        return
    if (count := on_motion(scene, sentence, word, body)) is not None:
        yield procedural(scene, sentence, word, count)
        yield new_date(scene, sentence, word, "")
    elif of_a_decision(scene, sentence, word, body):
        taken = vote_to_delay(scene, sentence, word, body)
        if taken is not None:
            yield taken
        ahead = new_date(scene, sentence, word, body or "")
        if ahead.dated or not (bygone(word) or (taken and old_news(scene, taken) and not ahead.undated_words)):
            yield ahead


def on_motion(scene: Scene, sentence: Tokens, word: Token, body: str | None) -> tallies.Tally | None:
    """The count on a member's motion, in its sentence or the next: "moved to lay it over … and over it went, 4-1"."""
    if body is not None or clauses.chain(word)[-1].lemma_ != "move":
        return None
    found = tallies.find(scene.document.plain, sentence.start_char, sentence.end_char + MOTION)
    return next((one for one in found if one.yes is not None and not scene.spoken(one.start)), None)


def procedural(scene: Scene, sentence: Tokens, word: Token, tally: tallies.Tally) -> Event:
    """The vote taken on a motion to put a matter off."""
    event = deeds.new(scene, sentence, word, "held", f"a motion to '{word.lower_}' and a count")
    event.procedural, event.counted, event.tally_at = True, True, tally.start
    event.yes, event.no = tally.yes, tally.no
    event.outcome = "failed" if (tally.yes or 0) <= (tally.no or 0) else "passed"
    event.end = max(event.end, tally.end)
    return event


def of_a_decision(scene: Scene, sentence: Tokens, word: Token, body: str | None) -> bool:
    """Whether what was put off is a decision of a body, as far as the sentence says."""
    if any(child.dep_ in ("dobj", "nsubjpass") and child.lemma_ == "hearing" for child in word.children):
        return False
    passive = clauses.passive(word)
    if body or (body is not None and not passive):
        return True
    if stands_in(word):
        return next(to_a_day(scene, sentence, word), None) is not None and spoken_of(scene, sentence)
    return tabled(scene, sentence, word) if passive else clauses.subject(word) is None


def stands_in(word: Token) -> bool:
    """ "It has been moved to May 13", "bumped theirs to June": a pronoun for what was told before."""
    moved = clauses.subject(word) if clauses.passive(word) else object_of(word)
    return moved is not None and moved.lower_ in lex.STAND_INS


def object_of(word: Token) -> Token | None:
    return next((child for child in word.children if child.dep_ == "dobj"), None)


def spoken_of(scene: Scene, sentence: Tokens) -> bool:
    """Whether a decision was told of just before: a vote, an item of the agenda, a plan to act."""
    start = max(0, sentence.start - 1)
    near = [one for one in scene.sentences if one.start <= start][-TOLD_BEFORE:]
    return any(
        lex.lemma(word) in lex.VOTED_ON | lex.DECIDING or word.lower_ in ("agenda", "docket", "vote")
        for one in (*near, sentence)
        for word in one
    )


def tabled(scene: Scene, sentence: Tokens, word: Token) -> bool:
    """Whether a passive without a body tells of a decision put off: a vote, or a matter tabled or moved to a day."""
    subject = clauses.subject(word) or (word.head if word.dep_ == "acl" else None)
    if lex.lemma(word) in FORMAL or subject is None or lex.lemma(subject) in lex.VOTED_ON:
        return True
    return lex.lemma(subject) in lex.MEASURES and any(phrase.start > word.idx for phrase in scene.phrases(sentence))


def vote_to_delay(scene: Scene, sentence: Tokens, word: Token, body: str | None) -> Event | None:
    """The vote by which a body put the matter off: one with a count, or dated where the verb is a motion's."""
    subject = clauses.subject(word)
    if not body and (subject is None or subject.lower_ not in BODILY):
        return None
    tally = deeds.tally_for(scene, sentence, word)
    chosen = timing.choose(scene, sentence, word, "past")
    if tally is None and (chosen is None or lex.lemma(word) not in FORMAL):
        return None
    event = deeds.new(scene, sentence, word, "held", f"'{word.lower_}' as a vote taken")
    event.body, event.procedural, event.outcome = body or "", True, "passed"
    if chosen:
        timing.set_time(event, *chosen)
    if tally:
        event.counted, event.yes, event.no, event.tally_at = True, tally.yes, tally.no, tally.start
    return event


def bygone(word: Token) -> bool:
    """ "Had put it off": what became of it since is another story."""
    return any(child.lower_ == "had" for child in word.children)


def old_news(scene: Scene, taken: Event) -> bool:
    """Whether the vote to put a matter off was so long ago that nothing is known of the matter now."""
    day = taken.window.latest if taken.window else None
    return day is not None and scene.reading is not None and scene.reading.today - day > LONG_AGO


def new_date(scene: Scene, sentence: Tokens, word: Token, body: str) -> Event:
    """The decision put off, with the day it was moved to where the sentence tells it."""
    event = deeds.new(scene, sentence, word, "postponed", f"'{word.lower_}' puts the decision off")
    event.body = body
    days = list(to_a_day(scene, sentence, word))
    until = [one for one in days if not FOR.search(scene.document.plain[: one[0].start][-8:])]
    for chosen in until or days:
        timing.set_time(event, *chosen)
    if event.window is None:
        without_day(scene, event, sentence.start_char, sentence.end_char)
    event.strength = 2 if event.dated or body else 1
    return event


def to_a_day(scene: Scene, sentence: Tokens, word: Token) -> Iterator[tuple[DatePhrase, Window]]:
    """The date phrases after a verb that say to when: "to May 5", "until fall", "indefinitely"."""
    for phrase in scene.phrases(sentence):
        found = scene.window(phrase, "future")
        if phrase.start < word.idx or found is None or not timing.in_time(scene, found, "future"):
            continue
        before = scene.document.plain[max(sentence.start_char, phrase.start - 7) : phrase.start]
        told = TO_A_DAY.search(before) or phrase.text.lower().startswith(("until", "to "))
        if told or found.earliest is None:
            yield phrase, found


def without_day(scene: Scene, event: Event, start: int, end: int) -> bool:
    """Take "no date has been set" and the like as the event's timing words, where the text between has them."""
    found = timing.NO_DATE.search(scene.document.plain, start, end)
    if found is not None:
        event.phrase, event.undated_words, event.wants_day = found[0], True, False
        event.end = max(event.end, found.end())
    return found is not None

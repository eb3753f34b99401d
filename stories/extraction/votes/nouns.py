"""Votes told by a noun: "a vote is expected in May", "ahead of Tuesday's vote", "the 7-4 vote"."""

import re
from collections.abc import Iterator

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from stories.extraction.dates.words import wordset
from stories.extraction.votes import bodies, clauses, deeds, tallies, timing
from stories.extraction.votes import lexicon as lex
from stories.extraction.votes.coming import because, status
from stories.extraction.votes.fixed import fixes, set_vote
from stories.extraction.votes.scene import Event, Scene

# Decisions that others make: "a federal grant decision".
ELSEWHERE = wordset("federal grant court judge agency university appeals jury epa fema regulator")
SETS = wordset("schedule set plan hold")
MAKING = wordset("make reach render issue")
GIVEN = wordset("reading approval passage consent")
CARRYING = wordset("take hold have schedule set plan call need face cast force")
DECISIONS = wordset("decision ruling determination recommendation")
BESIDE, COPULA_REACH = 24, 100  # characters after the noun's start
COPULA = re.compile(r"(?: (?:in|of|on|by|to|for) [^.,;]{2,50}?)? was (?:an? |recorded as |close, )?")


def noun_events(scene: Scene, sentence: Tokens, word: Token) -> Iterator[Event]:
    """ "A vote is expected in May", "ahead of Tuesday's vote", "the 7-4 vote"."""
    if any(child.dep_ == "det" and child.lower_ == "no" for child in word.children):
        return
    light = word.head if word.dep_ == "dobj" and word.head.pos_ == "VERB" else None
    moved = word.head if word.dep_ == "nsubjpass" else light
    if moved is not None and deeds.kind_of(moved) in ("cancel", "delay"):
        return
    if light is not None and light.lemma_ == "cast" and word.tag_ == "NN":
        yield from lone_ballot(scene, sentence, word, light)
        return
    if lex.lemma(word) != "vote" and any(child.lower_ in ELSEWHERE for child in word.lefts):
        return
    tally = counted(scene, word)
    if tally is not None:
        yield from tallied(scene, sentence, word, tally)
        return
    if light is not None and carries(light.lemma_, lex.lemma(word)):
        yield from light_verb(scene, sentence, word, light)
    elif lex.lemma(word) == "vote" or fixes(word) or deeds.elliptic(word):
        yield from set_vote(scene, sentence, word)


def carries(light: str, noun: str) -> bool:
    """Whether a verb only carries the noun: "take a vote", "make a decision", "schedule a reading"."""
    if noun == "vote":
        return light in CARRYING
    if light == "give":
        return noun in GIVEN
    return (light in MAKING and noun in DECISIONS) or (light in SETS and noun == "reading")


def counted(scene: Scene, word: Token) -> tallies.Tally | None:
    """The count that belongs to the noun: "the 7-4 vote", "a vote of 5 to 2"."""
    text, start = scene.document.plain, max(0, word.idx - 12)
    found = [one for one in tallies.find(text, start, word.idx + COPULA_REACH) if one.yes is not None]
    return next((one for one in found if one.end >= word.idx - 2 and belongs(text, word, one)), None)


def belongs(text: str, word: Token, tally: tallies.Tally) -> bool:
    """Whether a count stands right before the noun, soon after it, or after "was": "the vote in committee was 6-3"."""
    return tally.end <= word.idx + BESIDE or COPULA.fullmatch(text, word.idx + len(word), tally.start) is not None


def tallied(scene: Scene, sentence: Tokens, word: Token, tally: tallies.Tally) -> Iterator[Event]:
    """A count that stands as a noun recalls a vote that the story tells elsewhere; alone it makes one."""
    deed = word.head.head if word.dep_ == "pobj" and word.head.lower_ in ("on", "by", "in") else None
    body = deeds.who(scene, deed) if deed is not None and deed.pos_ == "VERB" else None
    event = deeds.new(scene, sentence, deed if body and deed is not None else word, "held", "a count before 'vote'")
    event.counted, event.yes, event.no, event.strength, event.tally_at = True, tally.yes, tally.no, 0, tally.start
    event.outcome = "failed" if tally.tied or (tally.yes or 0) < (tally.no or 0) else "passed"
    owner = next((child for child in word.children if child.dep_ == "poss"), None)
    if bodies.is_body(owner) and owner is not None:
        event.body = bodies.full_name(scene, bodies.phrase(owner))
    if chosen := timing.choose(scene, sentence, word, "past"):
        timing.set_time(event, *chosen)
        event.strength = 1
    if body and word.head.i == sentence.start:  # "On a 3-1 vote, the court proposed ..."
        event.body, event.strength = body, 2
    yield event


def lone_ballot(scene: Scene, sentence: Tokens, word: Token, light: Token) -> Iterator[Event]:
    """ "Who cast the only vote against the road in March": a vote taken, one against."""
    lone = next(
        (
            one
            for one in tallies.find(scene.document.plain, light.idx, sentence.end_char)
            if one.no == 1 and one.yes is None
        ),
        None,
    )
    chosen = timing.choose(scene, sentence, light, "past") or timing.following(scene, sentence, word)
    if lone is None or chosen is None or clauses.mood(light) != "held":
        return
    event = deeds.new(scene, sentence, word, "held", "'cast the only vote'")
    event.counted, event.no, event.outcome = True, 1, "passed"
    timing.set_time(event, *chosen)
    yield event


def light_verb(scene: Scene, sentence: Tokens, word: Token, light: Token) -> Iterator[Event]:
    """ "Take a final vote", "hold a vote", "have set a vote for"."""
    mood = clauses.mood(light)
    body = deeds.who(scene, light)
    if light.lemma_ in ("schedule", "set", "plan", "call") and mood == "held":
        mood = "flat"
    of = next((child for prep in word.children if prep.lower_ == "of" for child in prep.children), None)
    if bodies.is_body(of) and of is not None:
        body = bodies.full_name(scene, bodies.phrase(of))
    if body is None and mood != "flat":
        return
    if mood in ("flat", "hedged") and light.lemma_ not in ("need", "face"):
        chosen = timing.choose(scene, sentence, light, "future") or timing.choose(scene, sentence, word, "future")
        if chosen:
            event = deeds.new(scene, sentence, word, status(mood, chosen[1], chosen), because(light, mood))
            event.body = body or ""
            timing.set_time(event, *chosen)
            yield event

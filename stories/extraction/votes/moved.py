"""Votes put off or called off: "put it off to May 5", "called off the vote set for June 2"."""

import re
from collections.abc import Iterator

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from stories.extraction.votes import clauses, deeds, tallies, timing
from stories.extraction.votes import lexicon as lex
from stories.extraction.votes.scene import Event, Scene

# Taken off the agenda, a matter is put off, not dropped.
OFF_AGENDA = re.compile(
    r"\b(?:from|off)\b[^.;]{0,40}\b(?:agenda|docket|calendar)\b|"
    r"\bbefore (?:anyone|anybody|a|the) [^.;]{0,30}\b(?:motion|vote)\b",
    re.IGNORECASE,
)
MOTION = 160  # characters from a motion to the count on it
FORMAL = frozenset(("table",))  # a motion of its own; "put off" and the like may be said of anybody


def delayed(scene: Scene, sentence: Tokens, word: Token, body: str | None, mood: str) -> Iterator[Event]:
    """A matter put off: a vote to do so where one is reported as taken, and the decision that is still to come."""
    top = clauses.chain(word)[-1]
    if mood == "none" and top.lemma_ not in ("vote", "agree", "decide"):
        return
    if body is None and top.lemma_ == "move" and (count := on_motion(scene, sentence)) is not None:
        yield procedural(scene, sentence, word, count)
        yield from new_date(scene, sentence, word, "")
        return
    if body is None and clauses.subject(word) is not None and not clauses.passive(word):
        return
    if any(child.dep_ in ("dobj", "nsubjpass") and child.lemma_ == "hearing" for child in word.children):
        return
    if not body and clauses.passive(word) and not tabled(scene, sentence, word):
        return
    tally = deeds.tally_for(scene, sentence, word)
    chosen = timing.choose(scene, sentence, word, "past")
    by_it = (subject := clauses.subject(word)) is not None and subject.lower_ in ("it", "they", "members")
    if (body or by_it) and (tally is not None or (chosen is not None and lex.lemma(word) in FORMAL)):
        event = deeds.new(scene, sentence, word, "held", f"'{word.lower_}' as a vote taken")
        event.body, event.procedural, event.outcome = body or "", True, "passed"
        if chosen:
            timing.set_time(event, *chosen)
        if tally:
            event.counted, event.yes, event.no, event.tally_at = True, tally.yes, tally.no, tally.start
        yield event
    earlier = "had" in (child.lower_ for child in word.children)
    yield from (event for event in new_date(scene, sentence, word, body or "") if event.dated or not earlier)


def on_motion(scene: Scene, sentence: Tokens) -> tallies.Tally | None:
    """The count on a member's motion, in its sentence or the next: "moved to lay it over … and over it went, 4-1"."""
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


def tabled(scene: Scene, sentence: Tokens, word: Token) -> bool:
    """Whether a passive without a body tells of a decision put off: a vote, or a matter tabled or moved to a day."""
    subject = clauses.subject(word) or (word.head if word.dep_ == "acl" else None)
    if lex.lemma(word) in FORMAL or subject is None or lex.lemma(subject) in lex.VOTED_ON:
        return True
    return lex.lemma(subject) in lex.MEASURES and any(phrase.start > word.idx for phrase in scene.phrases(sentence))


def new_date(scene: Scene, sentence: Tokens, word: Token, body: str) -> Iterator[Event]:
    """The decision put off, with the day it was moved to where the sentence tells it."""
    event = deeds.new(scene, sentence, word, "postponed", f"'{word.lower_}' puts the decision off")
    event.body = body
    event.procedural = False
    for phrase in scene.phrases(sentence):
        lead = scene.document.plain[max(sentence.start_char, phrase.start - 7) : phrase.start].lower().split()
        found = scene.window(phrase, "future")
        moved = (bool(lead) and lead[-1] in ("to", "until", "till", "for")) or phrase.text.lower().startswith(
            ("until", "to ")
        )
        if (
            found is not None
            and phrase.start > word.idx
            and (moved or found.earliest is None)
            and timing.in_time(scene, found, "future")
        ):
            timing.set_time(event, phrase, found)
    if event.window is None and (
        without := timing.NO_DATE.search(scene.document.plain, sentence.start_char, sentence.end_char)
    ):
        event.phrase, event.undated_words = without[0], True
    event.strength = 2 if event.dated or body else 1
    yield event


def cancelled(scene: Scene, sentence: Tokens, word: Token, body: str | None, mood: str) -> Iterator[Event]:
    """A vote called off, with the day it had."""
    if mood != "held" and word.tag_ not in ("VBD", "VBN"):
        return
    thing = next((child for child in word.children if child.dep_ in ("dobj", "nsubjpass")), None)
    if thing is None and clauses.passive(word) and OFF_AGENDA.search(sentence.text):
        thing = clauses.subject(word)
    if thing is None or not (on_a_vote(thing, sentence) or pulled(word, thing)):
        return
    event = deeds.new(scene, sentence, word, "cancelled", f"'{word.lower_}' calls the vote off")
    event.body = body or ""
    event.strength = 2 if on_a_vote(thing, sentence) else 0
    if OFF_AGENDA.search(sentence.text) and thing.lemma_ not in ("vote", "meeting"):
        event.status, event.wants_day = "postponed", True
        if without := timing.NO_DATE.search(scene.document.plain, sentence.start_char, sentence.end_char):
            event.phrase, event.undated_words, event.wants_day = without[0], True, False
        yield event
        return
    best = None
    for phrase in scene.phrases(sentence):
        tokens = scene.document.tokens(phrase.start, phrase.end)
        inside = phrase.start > word.idx or (phrase.end <= word.idx and thing.left_edge.idx <= phrase.start)
        found = scene.window(phrase, "future")
        if (
            inside
            and found is not None
            and found.earliest
            and timing.in_time(scene, found, "future")
            and not far(thing, tokens)
        ):
            best = best or (phrase, found)
    if best:
        timing.set_time(event, *best)
    else:
        event.wants_day = True
    if without := timing.NO_DATE.search(
        scene.document.plain, sentence.start_char, min(sentence.end_char + 60, len(scene.document.plain))
    ):
        event.status, event.phrase, event.undated_words = "postponed", without[0], True
        event.end = max(event.end, without.end())
        event.window, event.wants_day, event.strength = None, False, 2
    yield event


def pulled(word: Token, thing: Token) -> bool:
    """ "Pulled the resolution": a vote called off only where one had been told of."""
    return (
        lex.lemma(word) in ("pull", "withdraw", "scrap", "remove") and lex.lemma(thing) in lex.MEASURES | lex.VOTED_ON
    )


def far(thing: Token, tokens: Tokens) -> bool:
    """Whether the date belongs to something after the vote: "after the team withdrew on Monday"."""
    word = tokens.root
    for _ in range(10):
        if word is thing:
            return False
        if word.dep_ == "mark" or (word.dep_ in ("advcl", "conj") and word.head.i < thing.i):
            return True
        if word.head is word:
            break
        word = word.head
    return False


def on_a_vote(thing: Token, sentence: Tokens) -> bool:
    """Whether what was called off is a vote, or a meeting that was to have one."""
    lemma = thing.lemma_.lower()
    if lemma in ("vote", "decision"):
        return True
    if OFF_AGENDA.search(sentence.text):
        return True
    words = {lex.lemma(word) for word in sentence}
    if (lemma in lex.VOTED_ON | lex.MEASURES | {"it"}) and re.search(
        r"\bagenda\b|\broll call\b|\bbefore the vote\b", sentence.text
    ):
        return True
    return lemma in lex.VOTED_ON and bool(words & (lex.DECIDING - {"settle"}) or "vote" in words)

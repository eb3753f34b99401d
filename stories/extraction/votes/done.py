"""Votes that were taken: "voted 7-4 to join", "approved the plan, 5-1", "deadlocked 3-3"."""

import re
from collections.abc import Iterator

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from stories.extraction.dates.spans import day
from stories.extraction.dates.words import wordset
from stories.extraction.votes import clauses, deeds, moved, timing
from stories.extraction.votes import lexicon as lex
from stories.extraction.votes.scene import Event, Scene
from stories.extraction.votes.tallies import Tally

CONSENT = re.compile(r"\bconsent (?:agenda|calendar|docket)\b", re.IGNORECASE)
CARRIED = wordset("pass fail carry die approve adopt reject")
TIES = wordset("deadlock tie split lose")


def held(scene: Scene, sentence: Tokens, word: Token, body: str | None, kind: str) -> Iterator[Event]:
    """A decision told as done. Without a body it needs a count; without either it is someone's own deed."""
    tally = deeds.tally_for(scene, sentence, word)
    lemma = lex.lemma(word)
    if body is None and (tally is None or tally.no is None or not impersonal(word)):
        yield from recalled(scene, sentence, word, tally)
        return
    sure = lemma in lex.STRONG_PASSING | lex.FAILING | {"vote"} or deeds.consent(word) is not None
    consented = kind == "pass" and CONSENT.search(sentence.text) is not None
    sure = sure or consented or deeds.with_particle(word) == "pass"
    if lemma in TIES and tally is None:
        return
    if not sure and kind != "fail" and tally is None:
        yield from recalled(scene, sentence, word, tally)
        return
    if kind == "decide" and lemma not in ("vote", "decide", "rule"):
        return
    chosen = timing.choose(scene, sentence, word, "past")
    if not body and tally is None and not consented and (chosen is None or not of_a_measure(word)):
        return
    event = deeds.new(scene, sentence, word, "held", because(word, tally))
    event.body = body or ""
    if chosen:
        timing.set_time(event, *chosen)
    elif word.tag_ in ("VBZ", "NNS") and scene.reading is not None:
        event.window, event.undated_words = day(scene.reading.today), True
    count(event, tally, word, kind)
    delay = next((child for child in word.children if child.dep_ in ("xcomp", "ccomp") and puts_off(child)), None)
    event.procedural = delay is not None
    yield event
    if delay is not None:
        yield moved.new_date(scene, sentence, delay, event.body)


def counted(scene: Scene, sentence: Tokens, word: Token, tally: Tally) -> Event:
    """A vote known by its count alone."""
    event = deeds.new(scene, sentence, word, "held", f"a count after '{word.lower_}'")
    event.body = deeds.who(scene, word) or ""
    if chosen := timing.choose(scene, sentence, word, "past"):
        timing.set_time(event, *chosen)
    count(event, tally, word, "fail" if lex.lemma(word) == "oppose" else "pass")
    return event


def of_a_measure(word: Token) -> bool:
    """Whether what was done was done to something a body votes on: "the budget was approved in June"."""
    subject = clauses.subject(word)
    return subject is None or not clauses.passive(word) or lex.lemma(subject) in lex.MEASURES


def live(scene: Scene, sentence: Tokens, word: Token, kind: str) -> bool:
    """ "The ordinance passes, 6-3", as live reports and minutes have it."""
    if word.tag_ not in ("VBZ", "NNS") or not (
        lex.lemma(word) in CARRIED or (kind == "pass" and deeds.who(scene, word))
    ):
        return False
    tally = deeds.tally_for(scene, sentence, word)
    return tally is not None and tally.yes is not None


def recalled(scene: Scene, sentence: Tokens, word: Token, tally: Tally | None) -> Iterator[Event]:
    """A dated deed that is a vote only if a count follows: one member's ballot, "gave her a contract"."""
    chosen = timing.choose(scene, sentence, word, "past")
    done = ("dobj", "ccomp", "xcomp") if lex.lemma(word) in lex.DECIDING else ("dobj",)
    told = word.lemma_ == "vote" or (deeds.who(scene, word) and any(child.dep_ in done for child in word.children))
    if chosen is None or tally is not None or not told:
        return
    event = deeds.new(scene, sentence, word, "held", f"'{word.lower_}' and a count after it")
    event.body, event.strength, event.outcome = deeds.who(scene, word) or "", 0, "passed"
    timing.set_time(event, *chosen)
    yield event


def puts_off(word: Token) -> bool:
    return deeds.kind_of(word) == "delay"


def impersonal(word: Token) -> bool:
    """Whether the subject is a matter ("the plan cleared the committee"), not a person with a ballot."""
    subject = clauses.subject(word)
    votes = next((verb for verb in clauses.chain(word) if verb.lemma_ == "vote"), None)
    if votes is not None and not any(child.lower_ == "with" for child in votes.children):
        return subject is None  # "voted with the majority to approve" is of a body's vote
    return subject is None or (subject.ent_type_ != "PERSON" and lex.lemma(subject) not in lex.OTHERS)


def count(event: Event, tally: Tally | None, word: Token, kind: str) -> None:
    """Outcome and count: a motion voted down has the smaller side for it, a tie fails."""
    voted = lex.lemma(word) in ("vote", "decide", "agree", "recommend")
    fails = kind == "fail"
    event.outcome = "failed" if fails else "passed" if kind != "decide" or voted else None
    if tally is None:
        return
    event.counted, event.tally_at = True, tally.start
    event.yes, event.no = tally.yes, tally.no
    if tally.tied:
        event.outcome = "failed"
    elif fails and tally.yes is not None and tally.no is not None and tally.yes > tally.no:
        event.yes, event.no = tally.no, tally.yes
    elif not fails and tally.yes is not None and tally.no is not None and tally.yes < tally.no:
        event.outcome = "failed"


def because(word: Token, tally: Tally | None) -> str:
    return f"'{word.lower_}' with a count" if tally and tally.yes is not None else f"'{word.lower_}' told as done"

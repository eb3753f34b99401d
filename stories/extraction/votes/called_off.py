"""Votes called off, and matters taken off the agenda: "called off the vote set for June 2", "pulled the item"."""

import re
from collections.abc import Iterator

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from stories.extraction.dates.finder import DatePhrase
from stories.extraction.dates.words import wordset
from stories.extraction.findings import Window
from stories.extraction.votes import clauses, deeds, timing
from stories.extraction.votes import lexicon as lex
from stories.extraction.votes.moved import without_day
from stories.extraction.votes.scene import Event, Scene

# Taken off the agenda, a matter is put off, not dropped.
OFF_AGENDA = re.compile(
    r"\b(?:from|off)\b[^.;]{0,40}\b(?:agenda|docket|calendar)\b|"
    r"\bbefore (?:anyone|anybody|a|the) [^.;]{0,30}\b(?:motion|vote)\b",
    re.IGNORECASE,
)
TO_BE_VOTED_ON = re.compile(r"\bagenda\b|\broll call\b|\bbefore the vote\b")
PULLING = wordset("pull withdraw scrap remove")
NO_DAY_AFTER = 60  # characters after the sentence in which "no new date was set" still belongs to it


def cancelled(scene: Scene, sentence: Tokens, word: Token, body: str | None, mood: str) -> Iterator[Event]:
    """A vote called off, with the day it had; an item taken off the agenda is only put off."""
    thing = what(word, sentence)
    if thing is None or (mood != "held" and word.tag_ not in ("VBD", "VBN")):
        return
    event = deeds.new(scene, sentence, word, "cancelled", f"'{word.lower_}' calls the vote off")
    event.body = body or ""
    event.strength = 2 if on_a_vote(thing, sentence) else 0
    if OFF_AGENDA.search(sentence.text) and thing.lemma_ not in ("vote", "meeting"):
        event.status, event.wants_day = "postponed", True
        without_day(scene, event, sentence.start_char, sentence.end_char)
    else:
        give_day(scene, sentence, word, thing, event)
    yield event


def what(word: Token, sentence: Tokens) -> Token | None:
    """The vote, the meeting for it or the matter that was called off."""
    thing = next((child for child in word.children if child.dep_ in ("dobj", "nsubjpass")), None)
    if thing is None and clauses.passive(word) and OFF_AGENDA.search(sentence.text):
        thing = clauses.subject(word)
    return thing if thing is not None and (on_a_vote(thing, sentence) or pulled(word, thing)) else None


def pulled(word: Token, thing: Token) -> bool:
    """ "Pulled the resolution": a vote called off only where one had been told of."""
    return lex.lemma(word) in PULLING and lex.lemma(thing) in lex.MEASURES | lex.VOTED_ON


def on_a_vote(thing: Token, sentence: Tokens) -> bool:
    """Whether what was called off is a vote, or a meeting that was to have one."""
    lemma = thing.lemma_.lower()
    if lemma in ("vote", "decision") or OFF_AGENDA.search(sentence.text):
        return True
    if lemma in lex.VOTED_ON | lex.MEASURES | {"it"} and TO_BE_VOTED_ON.search(sentence.text):
        return True
    words = {lex.lemma(word) for word in sentence}
    return lemma in lex.VOTED_ON and bool(words & (lex.DECIDING - {"settle"}))


def give_day(scene: Scene, sentence: Tokens, word: Token, thing: Token, event: Event) -> None:
    """The day the vote had; with "no new date" after it, it is put off instead."""
    days = (
        (phrase, found)
        for phrase in scene.phrases(sentence)
        if (found := its_day(scene, phrase, word, thing)) is not None
    )
    if (had := next(days, None)) is not None:
        timing.set_time(event, *had)
    event.wants_day = had is None
    if without_day(scene, event, sentence.start_char, min(sentence.end_char + NO_DAY_AFTER, len(scene.document.plain))):
        event.status, event.window, event.strength = "postponed", None, 2


def its_day(scene: Scene, phrase: DatePhrase, word: Token, thing: Token) -> Window | None:
    """The days of a date phrase that times the vote: one after the verb, or within the words of the vote itself."""
    inside = phrase.start > word.idx or (phrase.end <= word.idx and thing.left_edge.idx <= phrase.start)
    found = scene.window(phrase, "future") if inside else None
    if found is None or not found.earliest or not timing.in_time(scene, found, "future"):
        return None
    return None if elsewhere(thing, scene.document.tokens(phrase.start, phrase.end)) else found


def elsewhere(thing: Token, tokens: Tokens) -> bool:
    """Whether the date belongs to something after the vote: "after the team withdrew on Monday"."""
    word = tokens.root
    for _ in range(10):
        if lex.lemma(word) in lex.REPORTING and word.pos_ == "VERB":
            return True  # "has been called off, the clerk said Monday"
        if word is thing or word.head is word:
            return False
        if word.dep_ == "mark" or (word.dep_ in ("advcl", "conj") and word.head.i < thing.i):
            return True
        word = word.head
    return False

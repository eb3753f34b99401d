"""Reported speech without marks, or with marks inside the clause: "she said that …", "…, according to him"."""

from collections.abc import Iterator

from spacy.tokens import Token

from stories.extraction.quotes.according import according
from stories.extraction.quotes.aside import around
from stories.extraction.quotes.clauses import first_noun, negated, subject
from stories.extraction.quotes.cues import ASIDE, CLAUSE, HEARER, PAPERS, STANCES
from stories.extraction.quotes.extent import BOUND, complement
from stories.extraction.quotes.frame import Frame
from stories.extraction.quotes.groups import stands_for
from stories.extraction.quotes.nouns import nouns
from stories.extraction.quotes.objects import naming, objects
from stories.extraction.quotes.report import Report

ANYBODY = frozenset(["anyone", "anybody", "nobody", "someone", "somebody"])


def indirect(frame: Frame) -> Iterator[Report]:
    """All reports of clauses, by verb first; the caller keeps those whose words are not yet taken."""
    for verb in frame.verbs:
        if not negated(verb) and (report := _by_verb(frame, verb)):
            yield report
    yield from nouns(frame)
    yield from naming(frame)
    yield from according(frame)
    yield from objects(frame)


def _by_verb(frame: Frame, verb: Token) -> Report | None:
    speaker = frame.entry(verb) or subject(frame, verb)
    if speaker is None or _only_heard(verb, speaker) or _is_nobody(frame, verb, speaker):
        return None
    if any(child.dep_ == "xcomp" and child.lemma_ in STANCES for child in verb.rights):
        return None
    if verb.lemma_ in CLAUSE and (clause := complement(frame, verb)) is not None:
        if clause[0] <= speaker.i < clause[1]:  # the parser took the clause's subject for the verb's
            speaker = first_noun(frame, verb) or speaker
        return frame.report("a clause reported by a verb of saying", 0.8, [clause], verb, speaker)
    if verb.lemma_ in ASIDE and verb.tag_ != "VBG" and (verb.dep_ not in BOUND or _main(verb)):
        rule = "a sentence with a subject and verb of saying set off by commas"
        return frame.report(rule, 0.8, around(frame, verb, speaker), verb, speaker)
    return None


def _main(verb: Token) -> bool:
    """Whether a verb that the parser calls a subordinate one has its own subject and nothing that subordinates it."""
    lefts = list(verb.lefts)
    own = any(child.dep_ == "nsubj" and child.tag_ not in ("WP", "WDT") for child in lefts)
    return verb.dep_ == "advcl" and own and not any(child.dep_ in ("mark", "advmod") for child in lefts)


def _is_nobody(frame: Frame, verb: Token, speaker: Token) -> bool:
    """Whether no person and no group speaks: a paper, the "it" of "it was said", "anyone"."""
    if speaker.lower_ == "it":
        passive = any(child.dep_ == "auxpass" for child in verb.lefts)
        named = stands_for(frame, speaker)
        return verb.tag_ in ("VBG", "VB") or passive or (named is not None and named.lemma_.lower() in PAPERS)
    if verb.lemma_ == "read" and speaker.lower_ in ("i", "we"):
        return True  # "I read in this paper that"
    return speaker.lower_ in ANYBODY or (speaker.pos_ == "NOUN" and speaker.lemma_.lower() in PAPERS)


def _only_heard(verb: Token, speaker: Token) -> bool:
    """Whether the subject was told and did not tell: "the board was told that"."""
    return verb.lemma_ in HEARER and speaker.dep_ == "nsubjpass" and speaker.head == verb

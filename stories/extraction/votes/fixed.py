"""Votes whose time is told by a verb of setting, a participle, or right beside the noun."""

import re
from collections.abc import Iterator

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from stories.extraction.dates.words import wordset
from stories.extraction.votes import clauses, deeds, moved, timing
from stories.extraction.votes import lexicon as lex
from stories.extraction.votes.coming import status
from stories.extraction.votes.scene import Event, Scene

BEFORE = re.compile(r"\bhad been\b|\bwas (?:to|set|due|scheduled|planned)\b|\boriginally\b|\binstead of\b")
SETTING = wordset("schedule set slate plan expect anticipate hold take come place due likely calendar happen occur")
HAPPENING = wordset("happen take occur go proceed hold come")
FORMERLY = wordset("originally initially previously first once")
BRINGING = wordset("come bring return go head put send schedule set move advance forward have")
HEDGES = wordset("expect anticipate likely could may might should possible tentatively hope")


def fixes(word: Token) -> bool:
    """Whether "approval", "reading", "decision" is itself set for a time ("final approval is expected in May")."""
    told = any(child.dep_ in ("relcl", "acl") and lex.lemma(child) in SETTING for child in word.children)
    sent_on = word.dep_ == "pobj" and word.head.lower_ == "to" and word.head.head.lemma_ in BRINGING
    if told or (sent_on and lex.lemma(word) == "reading"):
        return True
    return word.dep_ in ("nsubj", "nsubjpass") and lex.lemma(word.head) in SETTING | {"be"}


def set_vote(scene: Scene, sentence: Tokens, word: Token) -> Iterator[Event]:
    """A vote whose time is told: by a verb of setting, a participle, or right beside the noun."""
    moods = [(setter_mood(verb), verb) for verb in setting_verbs(word)]
    if (off := next((verb for mood, verb in moods if mood == "off"), None)) is not None:
        yield from called_off(scene, sentence, word, off)
        return
    mood, setter = next((pair for pair in moods if pair[0] != "superseded"), ("superseded" if moods else "flat", None))
    if mood in ("superseded", "none"):
        return
    anchor = setter if setter is not None else word
    without = timing.NO_DATE.search(scene.document.plain, sentence.start_char, sentence.end_char)
    chosen = timing.choose(scene, sentence, anchor, "future")
    if setter is None and chosen and passed_by(scene, word):
        return
    if setter is None and chosen and not beside(word, scene.document.tokens(chosen[0].start, chosen[0].end)):
        chosen = None
    if chosen is None and not (without and word.dep_ in ("nsubj", "nsubjpass")):
        return
    event = deeds.new(
        scene, sentence, word, status(mood, chosen[1] if chosen else None, chosen), f"'vote' with '{anchor.lower_}'"
    )
    if chosen and (any(other == "superseded" for other, _ in moods) or moved_now(sentence, setter)):
        event.status = "postponed"
    event.anaphoric = event.again = any(child.lower_ in ("new", "second", "another", "next") for child in word.children)
    if chosen:
        timing.set_time(event, *chosen)
        event.strength, event.bare = (2, False) if setter is not None else (1, True)
    elif without:
        event.phrase, event.undated_words = without[0], True
    yield event


def moved_now(sentence: Tokens, setter: Token | None) -> bool:
    """ "The vote, which had been on Monday's docket, will now be taken Dec. 15"."""
    now = setter is not None and any(child.lower_ == "now" for child in setter.children)
    return now and BEFORE.search(sentence.text) is not None


def called_off(scene: Scene, sentence: Tokens, word: Token, verb: Token) -> Iterator[Event]:
    """ "The vote won't happen Thursday after all"; it is put off where it waits ("until the audit is done")."""
    if any(child.lower_ in ("until", "till") for inner in verb.subtree for child in (inner,) if child.i > verb.i):
        yield moved.new_date(scene, sentence, verb, "")
    elif chosen := timing.choose(scene, sentence, verb, "future"):
        event = deeds.new(scene, sentence, word, "cancelled", f"'vote' that won't '{verb.lower_}'")
        timing.set_time(event, *chosen)
        yield event


def setting_verbs(word: Token) -> list[Token]:
    """The verbs that give the noun its time, the main one first."""
    head, found = word.head, []
    if word.dep_ in ("nsubj", "nsubjpass"):
        verbs = [head, *(child for child in head.children if child.dep_ == "conj" and not clauses.has_subject(child))]
        found = [verb for verb in verbs if lex.lemma(verb) in SETTING | {"be", "have", "go"}]
    elif word.dep_ == "pobj" and head.lower_ in ("for", "to", "up") and head.head.lemma_ in BRINGING:
        found = [head.head]
    return found + [
        child for child in word.children if child.dep_ in ("acl", "relcl", "amod") and lex.lemma(child) in SETTING
    ]


def setter_mood(setter: Token) -> str:
    lemma = lex.lemma(setter)
    helpers = {word.lower_ for word in clauses.auxiliaries([setter])}
    if clauses.negated([setter]) or clauses.conditional([setter]):
        return "off" if lemma in HAPPENING and {"will", "wo"} & helpers else "none"
    if any(child.lower_ in FORMERLY for child in setter.children):
        return "superseded"
    if any(child.lower_ in lex.TENTATIVE for child in setter.children):
        return "hedged"
    if {"was", "were", "had"} & helpers or setter.lower_ in ("was", "were", "had"):
        return "superseded"
    if helpers & lex.EXPECTING_MODALS or lemma in HEDGES:
        return "hedged"
    if lemma in ("come", "return", "go", "head", "bring", "put", "send", "hold", "take"):
        mood = clauses.mood(setter)
        return "flat" if mood == "held" or setter.tag_ == "VBG" else mood
    if any(child.lower_ in ("likely", "expected", "possible") for child in setter.children):
        return "hedged"
    return "flat"


def passed_by(scene: Scene, word: Token) -> bool:
    """Whether the noun stands in a clause about what is done, and not after "before" or "ahead of"."""
    lead = scene.document.plain[max(0, word.left_edge.idx - 12) : word.left_edge.idx].lower().split()
    if lead and lead[-1] in ("before", "until", "of", "to"):
        return False
    verb = next((above for above in word.ancestors if above.pos_ in ("VERB", "AUX")), None)
    return (
        verb is not None
        and word.dep_ not in ("nsubj", "nsubjpass")
        and verb.lemma_ != "follow"
        and clauses.mood(verb) == "held"
    )


def beside(word: Token, tokens: Tokens) -> bool:
    """ "Tuesday's vote", "a Nov. 12 vote", "a vote Tuesday"."""
    return -4 <= word.i - tokens[-1].i <= 3 or 0 < tokens[0].i - word.i <= 2

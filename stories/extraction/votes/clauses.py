"""What grammar says of a verb: its subject, the verbs it hangs on, and whether its deed is done, due or denied."""

from collections.abc import Iterator
from typing import Literal

from spacy.tokens import Token

from stories.extraction.dates.words import wordset
from stories.extraction.votes import lexicon as lex

Mood = Literal["held", "flat", "hedged", "superseded", "none"]
SUBJECTS = wordset("nsubj nsubjpass csubj")
UP = wordset("xcomp conj")


def chain(verb: Token) -> list[Token]:
    """The verb and those it completes: "vote" in "are expected to vote" hangs on "expected"."""
    found = [verb]
    while len(found) < 6:
        top = found[-1]
        hangs = (
            top.dep_ == "xcomp"
            or participial(top)
            or (top.dep_ in ("ccomp", "advcl", "acl", "relcl") and infinitive(top) and not has_subject(top))
        )
        if not hangs or top.head is top or top.head.pos_ not in ("VERB", "AUX", "ADJ"):
            break
        found.append(top.head)
    return found


def participial(verb: Token) -> bool:
    """ "It reversed course, voting 4-3 to keep it open": the deed of the main verb."""
    return (
        verb.dep_ == "advcl" and verb.tag_ == "VBG" and not has_subject(verb) and verb.head.tag_ in ("VBD", "VBN", "VB")
    )


def infinitive(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.lefts)


def has_subject(verb: Token) -> bool:
    return any(child.dep_ in SUBJECTS for child in verb.children)


def subject(verb: Token) -> Token | None:
    """The subject's head word, through "to" and "and", and out of a relative clause."""
    at: Token = verb
    for _ in range(8):
        if (own := next((child for child in at.children if child.dep_ in SUBJECTS), None)) is not None:
            return antecedent(own, at)
        if at.dep_ in UP or participial(at) or (at.dep_ in ("advcl", "ccomp") and infinitive(at)):
            at = above(at)
        else:
            break
    return None


def above(verb: Token) -> Token:
    """The verb another hangs on, past a noun that the parse put between ("will meet March 17 and vote")."""
    if verb.head.pos_ in ("VERB", "AUX") or verb.dep_ != "conj":
        return verb.head
    return next((word for word in verb.head.ancestors if word.pos_ in ("VERB", "AUX")), verb.head)


def antecedent(word: Token, verb: Token) -> Token:
    """ "which" and "who" stand for the noun their clause describes."""
    if word.lower_ in lex.RELATIVES and verb.dep_ == "relcl":
        return verb.head
    return word


def passive(verb: Token) -> bool:
    return verb.tag_ == "VBN" and (
        any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children) or verb.dep_ == "acl"
    )


def agent(verb: Token) -> Token | None:
    """Who did it, in a passive: the word after "by"."""
    for child in verb.rights:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((word for word in child.children if word.dep_ == "pobj"), None)
    return None


def auxiliaries(verbs: list[Token]) -> Iterator[Token]:
    for verb in verbs:
        yield from (child for child in verb.children if child.dep_ in ("aux", "auxpass") and child.lower_ != "to")


def negated(verbs: list[Token]) -> bool:
    for verb in verbs:
        for child in verb.children:
            if child.dep_ == "neg" and child.lower_ != "no":
                return True
            if child.dep_ in SUBJECTS and child.lower_ in ("nobody", "none", "nothing", "neither"):
                return True
    return False


def waits(verbs: list[Token]) -> bool:
    """ "Won't vote until May" tells of a vote in May."""
    return any(child.lower_ == "until" for verb in verbs for child in verb.children)


def conditional(verbs: list[Token]) -> bool:
    """Whether the deed is only supposed: "if the council approves"."""
    return any(child.dep_ == "mark" and child.lower_ in lex.CONDITIONS for verb in verbs for child in verb.children)


def urged(verbs: list[Token]) -> bool:
    """Whether others want it done: "urged the council to approve"."""
    top = verbs[-1]
    outer = top.head if top.dep_ in ("ccomp", "xcomp", "advcl", "acl", "relcl", "dobj") and infinitive(top) else None
    words = {lex.lemma(verb) for verb in verbs[1:]} | ({outer.lemma_.lower()} if outer is not None else set())
    return bool(words & lex.URGING)


def unreal(verbs: list[Token]) -> bool:
    """ "Could have voted", "denied the council voted", "chose not to": what never was."""
    helpers = {word.lower_ for word in auxiliaries(verbs[:1])}
    top = verbs[-1]
    denied = top.dep_ == "ccomp" and lex.lemma(top.head) in lex.DENYING
    return denied or declined(verbs) or bool(helpers & {"have", "'ve"} and helpers & lex.EXPECTING_MODALS)


def declined(verbs: list[Token]) -> bool:
    """ "Chose not to vote", "decided not to": no decision was made."""
    left = [
        child for child in verbs[0].children if child.dep_ == "xcomp" and any(w.dep_ == "neg" for w in child.children)
    ]
    return any(child.pos_ != "VERB" or lex.lemma(child) in lex.DECIDING for child in left)


def mood(verb: Token) -> Mood:
    """Whether the deed is told as done, as fixed, as likely, as once planned, or not at all."""
    verbs = chain(verb)
    if conditional(verbs) or urged(verbs) or unreal(verbs):
        return "none"
    if negated(verbs):
        return "hedged" if waits(verbs) else "none"
    helpers = [word.lower_ for word in auxiliaries(verbs)]
    if (
        verb.dep_ == "conj"
        and verb.tag_ == "VB"
        and not helpers
        and not has_subject(verb)
        and above(verb).pos_ == "VERB"
    ):
        return mood(above(verb))
    if participial(verb):
        return mood(verb.head)
    if awaited(verbs[-1]):
        return "hedged"
    raised = [word for word in verbs[1:] if lex.lemma(word) in lex.RAISING]
    if raised:
        return raised_mood(raised[-1], helpers)
    if infinitive(verb) and len(verbs) > 1:
        return bound_mood(verbs, helpers)
    done = verb.tag_ in ("VBD", "VBN") and not {"will", "be", *lex.EXPECTING_MODALS} & set(helpers)
    if tentative(verbs) and not done:
        return "hedged"
    if any(word in ("will", "'ll", "wo", "shall") for word in helpers) or ("would" in helpers and reported(verb)):
        return "flat"
    if any(word in lex.EXPECTING_MODALS for word in helpers):
        return "hedged"
    return finite_mood(verb, helpers)


def tentative(verbs: list[Token]) -> bool:
    """ "Would probably act", "will likely vote"."""
    return any(child.lower_ in lex.TENTATIVE for verb in verbs for child in verb.children)


def awaited(verb: Token) -> bool:
    """ "She expects the council to vote": a subject of its own under "expect"."""
    return infinitive(verb) and has_subject(verb) and verb.head.lemma_ in ("expect", "anticipate", "schedule")


def reported(verb: Token) -> bool:
    """ "Said the council would vote": what will be, told by someone in the past."""
    return verb.dep_ == "ccomp" and verb.head.tag_ in ("VBD", "VBN") and lex.lemma(verb.head) in lex.REPORTING


def raised_mood(word: Token, helpers: list[str]) -> Mood:
    """ "Is scheduled to" is flat, "is expected to" hedged, "was to have" superseded."""
    was = word.tag_ in ("VBD", "VBN") and any(helper in ("was", "were", "had") for helper in helpers)
    if was or (word.tag_ == "VBD" and word.lemma_ in ("plan", "intend", "hope", "want", "promise", "need", "have")):
        return "superseded"
    if any(helper in lex.EXPECTING_MODALS for helper in helpers):
        return "hedged"
    return "flat" if lex.lemma(word) in lex.FIXED else "hedged"


def bound_mood(verbs: list[Token], helpers: list[str]) -> Mood:
    """An infinitive: "is to vote", "meets Tuesday to vote", "voted to approve"."""
    top = verbs[-1]
    if top.lemma_ == "be":
        return "superseded" if top.lower_ in ("was", "were") else "flat"
    if top.lemma_ in lex.MEETING_VERBS:
        return "held" if top.tag_ == "VBD" else "flat"
    if top.lemma_ in ("vote", "agree", "decide", "move"):
        return mood(top)
    return "none"


def finite_mood(verb: Token, helpers: list[str]) -> Mood:
    if verb.tag_ == "VB" and "did" in helpers:
        return "held"
    if verb.tag_ in ("VBD", "VBN"):
        waiting = "be" in helpers and not {"was", "were", "been", "has", "have", "had"} & set(helpers)
        return "none" if waiting else "held"
    if verb.tag_ in ("VBZ", "VBP") or (verb.tag_ == "VBG" and helpers):
        return "superseded" if {"was", "were", "been"} & set(helpers) else "flat"
    return "none"

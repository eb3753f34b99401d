"""A subject and verb of saying between commas: "the plan, the manager said, is late"."""

import re

from spacy.tokens import Span, Token

from stories.extraction.quotes.clauses import SUBJECTS
from stories.extraction.quotes.cues import CLAUSE, HEARER
from stories.extraction.quotes.frame import Frame, Tokens

VERBS = ("VERB", "AUX")
BEFORE = frozenset([",", "—", "-", "--", "?", "!"])
AFTER = frozenset([".", ",", '"', ")", ";", "—"])
SHORTEST = 4  # words of an opening such as "in recent days" that count as part of what was said
ANSWERS = frozenset(["no", "yes", "so", "nothing", "little", "otherwise"])
MORE_ABOUT_IT = frozenset(["asked", "according", "as", "while", "after", "or"])
CONDITION = re.compile(r"(?:but |and )?(?:only )?(?:if|unless|as long as|so long as|provided|on condition)\b")
REASONS = frozenset(["because", "since", "that", "as", "for"])
ASIDE_TAGS = frozenset(["VBG", "WP", "WDT", "WRB"])


def around(frame: Frame, verb: Token, speaker: Token) -> list[Tokens]:
    """The rest of a sentence around "…, the manager said, …"."""
    sentence = frame.sentence(verb)
    before = frame.stripped((sentence.start, _phrase_start(verb, speaker)))[1] - 1
    if before <= sentence.start or frame.doc[before].text not in BEFORE or _answers(sentence, verb):
        return []
    after = _phrase_end(frame, verb, speaker, sentence)
    closing = frame.doc[after] if after < sentence.end else None
    if closing is not None and closing.text not in AFTER and not closing.is_space:
        return []
    first, tail = (
        frame.doc[_after_portrait(frame, speaker, sentence.start, before) : before],
        frame.doc[after + 1 : sentence.end],
    )
    if closing is None or closing.text != "," or speaker.i > verb.i or not _continues(frame, tail):
        whole = (_clausal(first) and not _is_when(first)) or _opens_quote(frame, tail)
        return [(first.start, first.end)] if whole and not _all_inside(frame, first) else []
    rest = (_after_conjunction(tail), tail.end)
    if first[-1].lower_ in REASONS:
        return [rest]  # "voted no because, she said, it is late": why is hers, that is the reporter's
    whole = len(first) >= SHORTEST or (tail[0].pos_ in VERBS and len(first) > 1) or _answer(first)
    return [(first.start, first.end), rest] if whole else [rest]


def _answer(first: Span) -> bool:
    """ "She had, the clerk replied, and …": a short sentence of its own."""
    return len(first) > 1 and first[0].tag_ in ("PRP", "EX") and first[1].pos_ in VERBS


def _after_portrait(frame: Frame, speaker: Token, start: int, end: int) -> int:
    """Past what the reporter tells of the speaker up to a semicolon: "Cole was unmoved; it was late, he said"."""
    doc = frame.doc
    at = next((i for i in range(end - 1, start, -1) if doc[i].text == ";" and not frame.inside[i]), None)
    who = frame.figure(speaker)
    if at is None or who is None or who not in frame.cast.figures_in(doc[start].idx, doc[at].idx):
        return start
    return at + 1


def _answers(sentence: Span, verb: Token) -> bool:
    """Whether the verb has what was said beside it: "asked if she would, she said no"."""
    if any(child.dep_ == "dobj" for child in verb.rights) and verb.lemma_ not in HEARER | {"write"}:
        return True
    if verb.lemma_ in HEARER and any(_is_asked(child) for child in verb.rights):
        return True
    return sentence[0].lower_ == "asked" or (verb.i + 1 < sentence.end and verb.nbor().lower_ in ANSWERS)


def _is_asked(clause: Token) -> bool:
    """Whether the hearer is to do something: "told staff to write a measure"."""
    return clause.dep_ in ("xcomp", "ccomp") and any(child.lower_ == "to" for child in clause.lefts)


def _after_conjunction(tail: Span) -> int:
    """Where the words go on: the "but" of "the plan, she said, but it is late" is the reporter's."""
    return tail.start + (tail[0].tag_ == "CC" and len(tail) > 1)


def _clausal(tokens: Span) -> bool:
    return any(token.pos_ in VERBS for token in tokens)


def _is_when(first: Span) -> bool:
    """Whether the words before are only when or why it was said: "When the room was empty, she told them, “…”"."""
    verbs = [token for token in first if token.pos_ in VERBS]
    return (
        first[0].lower_ in ("when", "as", "after", "before", "once", "while")
        and len([token for token in verbs if token.dep_ not in ("aux", "auxpass")]) == 1
    )


def _opens_quote(frame: Frame, tail: Span) -> bool:
    """Whether the sentence goes on in marks: "the plan, she said, “is dead”"."""
    return len(tail) > 1 and tail[0].text == '"' and frame.inside[tail[1].i] == 1 and tail[1].text.islower()


def _all_inside(frame: Frame, tokens: Span) -> bool:
    return all(frame.inside[token.i] or not token.is_alpha for token in tokens)


def _continues(frame: Frame, tail: Span) -> bool:
    """Whether the words after the comma go on with what was said: no ", adding that", no ", who voted no"."""
    if (
        not len(tail)
        or any(token.lower_ == "whom" for token in tail[:4])
        or tail[0].tag_ in ASIDE_TAGS
        or (tail[0].lower_ in MORE_ABOUT_IT and not _condition(tail))
    ):
        return False
    if _reported_anew(frame, tail):
        return False
    if any(frame.inside[token.i] for token in tail[1:]):
        return tail[0].text != '"'
    if _condition(tail):
        return True
    if tail[0].tag_ == "CC":
        return _continues_joined(tail)
    return any(token.pos_ in VERBS and token.tag_ != "VBG" for token in tail)


def _reported_anew(frame: Frame, tail: Span) -> bool:
    """Whether somebody else speaks next: ", but Cole said it “has legs”"."""
    if tail[0].tag_ != "CC":
        return False
    said = (t for t in tail if t.lemma_ in CLAUSE and t.tag_ in ("VBD", "VBZ") and not frame.inside[t.i])
    own = (child for verb in said for child in verb.lefts if child.dep_ == "nsubj")
    return any(child.left_edge.i == tail.start + 1 for child in own)


def _condition(tail: Span) -> bool:
    """ "She'll vote for it, she said, as long as it is cheap", "but only if": a condition is part of what was said."""
    return CONDITION.match(tail.text) is not None


def _continues_joined(tail: Span) -> bool:
    """Whether ", and …" is still reported: "and will cost more", "but he has not read it"; not "and Cole left"."""
    own = next((token for token in tail[:6] if token.dep_ in SUBJECTS), None)
    if own is None:
        return any(token.pos_ == "AUX" for token in tail[1:3])  # "but will cost more", "but so is the other"
    return own.pos_ != "PROPN"


def _phrase_start(verb: Token, speaker: Token) -> int:
    first = min(verb.i, speaker.left_edge.i if speaker.i < verb.i else verb.i)
    for child in verb.lefts:
        if child.dep_ in ("aux", "advmod") and child.i < first and first - child.i == 1:
            first = child.i
    return first


def _phrase_end(frame: Frame, verb: Token, speaker: Token, sentence: Span) -> int:
    """The first token after the verb, its subject and what else stands up to the next comma."""
    after = max(verb.i, speaker.right_edge.i if speaker.i > verb.i else verb.i) + 1
    while after < sentence.end and frame.doc[after].text not in (",", ".", ";", '"', ":", "—"):
        if frame.doc[after].pos_ == "VERB" and frame.doc[after].dep_ not in ("acl", "relcl", "pcomp", "xcomp"):
            break
        after += 1
    return after

"""Words before a quotation mark that report what follows: "she said: “…”", "the chief told the board, “…”"."""

from spacy.tokens import Token

from stories.extraction.quotes.clauses import NOUNS, SUBJECTS, subject
from stories.extraction.quotes.cues import BESIDE_QUOTES, SAYINGS, STATEMENTS
from stories.extraction.quotes.extent import BOUND
from stories.extraction.quotes.frame import Frame, Tokens
from stories.extraction.quotes.report import Report

FARTHEST = 8  # tokens from the verb to a mark that no comma sets off


def leads(frame: Frame, lead: Tokens, words: str) -> Report | None:
    """A report of the marked words by what stands before them."""
    start, end = frame.stripped(lead)
    if end <= start:
        return None
    closing = frame.doc[end - 1].text[-1]
    if frame.doc[end - 1].tag_ in ("DT", "PRP$", "POS"):
        return None  # "said the “Night of Lights” parade is on": the marks are part of a phrase
    capital = words.lstrip("'[(. …")[:1].isupper()
    verbs = (token for token in reversed(frame.doc[start:end]) if reports(frame, token))
    verb = next((token for token in verbs if not _done_to_it(token)), None)
    if verb is not None and _reaches(frame, verb, end, closing):
        if closing in (",", ":") or _touches(verb, end, words, capital=capital):
            owner = _owner(verb, end) if closing == ":" else None
            if owner is not None:
                cue = frame.range(verb)
                return Report("somebody's words told of before a colon", 0.75, cue=cue, speaker=owner)
            return by_verb(frame, verb, "a verb of saying right before the quotation marks", 0.93)
    elif closing == ":" and capital:
        cue = frame.range(frame.doc[end - 1])
        return Report("a colon before the quotation marks", 0.75, cue=cue, speaker=_introduced(frame, (start, end)))
    return None


def _owner(verb: Token, end: int) -> Token | None:
    """Whose words a verb tells of: "described residents' complaints:"."""
    told = (t for t in verb.doc[verb.i + 1 : end] if t.lemma_ in SAYINGS | STATEMENTS and t.dep_ in ("dobj", "pobj"))
    owners = (child for noun in told for child in noun.lefts if child.dep_ == "poss")
    return next((owner for owner in owners if owner.pos_ in ("NOUN", "PROPN")), None)


def by_verb(frame: Frame, verb: Token, rule: str, sure: float) -> Report:
    """A report by a verb and its subject."""
    return Report(rule, sure, cue=frame.range(verb), speaker=subject(frame, verb))


def _touches(verb: Token, end: int, words: str, *, capital: bool) -> bool:
    """Whether a verb without comma or colon reports the marked words, and not a clause that they are part of."""
    if verb.i < end - 1 and not (capital and end - verb.i <= FARTHEST):
        return False
    return capital or (len(words.split()) > 2 and verb.dep_ not in BOUND)


def _introduced(frame: Frame, lead: Tokens) -> Token | None:
    """Whom the words before a colon name: the subject of their verb, or the name that they are."""
    words = frame.doc[lead[0] : lead[1]]
    verb = next((token for token in words if token.pos_ in ("VERB", "AUX")), None)
    if verb is not None and (speaker := subject(frame, verb)) is not None:
        return speaker
    return next((token for token in words if token.pos_ in NOUNS and token.dep_ != "compound"), None)


def set_off(frame: Frame, lead: Tokens) -> bool:
    """Whether a comma or colon stands before the mark."""
    start, end = frame.stripped(lead)
    return end > start and frame.doc[end - 1].text in (",", ":")


def reports(frame: Frame, token: Token) -> bool:
    if token.pos_ not in ("VERB", "AUX") or token.lemma_ not in BESIDE_QUOTES or frame.inside[token.i]:
        return False
    return token.lemma_ != "ask" or any(child.dep_ == "nsubj" for child in token.lefts)


def _done_to_it(verb: Token) -> bool:
    """ "A date would be posted “when …”": what a passive is said of does not speak."""
    return verb.lemma_ not in ("quote", "tell") and any(child.dep_ == "auxpass" for child in verb.lefts)


def _reaches(frame: Frame, verb: Token, end: int, closing: str) -> bool:
    """Whether nothing but adjuncts stands between the verb and the mark; another clause would be what it reports."""
    between = frame.doc[verb.i + 1 : end]
    own = (t for t in between if t.dep_ in SUBJECTS and t.tag_ != "WP")  # "told those who were left, “…”"
    return closing == ":" or not any(t.head.i > t.i and t.head != verb for t in own)

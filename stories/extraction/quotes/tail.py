"""Words after a quotation mark that report what came before: "“…,” said Smith", "“…” — Ana Ruiz"."""

from spacy.tokens import Token

from stories.extraction.quotes.clauses import SUBJECTS
from stories.extraction.quotes.cues import BESIDE_QUOTES
from stories.extraction.quotes.frame import Frame, Tokens

LONGEST_SIGNATURE = 8  # words
LONGEST_MANNER = 3  # words after a verb that reports by its place
CONTRASTS = frozenset(["but", "while", "though", "although", "whereas"])
# What one also does without a word; after "?" or "!" and with a capital it opens a sentence of its own.
GESTURES = frozenset(
    """smile shrug sigh nod laugh cry chuckle grin pause press crack begin start open finish think believe close
    sing scream wail groan moan""".split()
)
WITHIN = frozenset(["relcl", "acl", "advcl", "xcomp"])  # clauses that say more of the subject or verb
FARTHEST = 40  # tokens between the closing mark and its verb of saying


def tail_verb(frame: Frame, tail: Tokens, *, ended: bool) -> Token | None:
    """The verb that reports the stretch before it: "said Smith", "Smith, who voted no, said"."""
    doc = frame.doc
    start, end = tail
    while start < end and (doc[start].is_space or doc[start].text in '",—-'):
        start += 1
    if not ended and start < end and doc[start].pos_ in ("PART", "ADP", "SCONJ", "CCONJ"):
        return None  # the sentence goes on: "“Wait” to see, she said"
    if start < end and doc[start].lower_ in CONTRASTS:
        return None  # "“… jobs,” but Cole said": a clause of its own
    if end - start > 3 and doc[start].lemma_ == "be" and doc[start + 1].lower_ in ("how", "as", "all", "what"):
        return next((token for token in doc[start + 2 : end] if token.pos_ == "VERB"), None)  # "is how she put it"
    for token in doc[start : min(end, start + FARTHEST)]:
        if token.pos_ not in ("VERB", "AUX") or token.dep_ == "amod":  # "newly-elected Member Cole said"
            continue
        own = [child for child in token.children if child.dep_ in SUBJECTS]
        opens = token.i <= start + 2 or any(child.left_edge.i <= start + 1 for child in own)
        if token.lemma_ in BESIDE_QUOTES:
            if opens or (own and own[0].i < token.i):
                return token
        elif opens and token.dep_ != "aux":
            return token if ended and _says_by_place(frame, token, own, end) else None
    return _taken_for_noun(frame, (start, end)) if ended else None


def new_sentence(frame: Frame, tail: Tokens) -> bool:
    """Whether the words after "?" or "!" are a sentence of their own: "“Stop!” Mayor Cole nodded."."""
    doc = frame.doc
    start, end = tail
    while start < end and (doc[start].is_space or doc[start].text == '"'):
        start += 1
    if start >= end or not doc[start].text[0].isupper():
        return False
    verb = next((token for token in doc[start:end] if token.pos_ == "VERB" and token.dep_ not in WITHIN), None)
    if verb is None or verb.lemma_ in GESTURES or verb.lemma_ not in BESIDE_QUOTES:
        return True
    return any(child.dep_ == "ccomp" and child.i < end and not frame.inside[child.i] for child in verb.rights)


def _taken_for_noun(frame: Frame, tail: Tokens) -> Token | None:
    """A verb of saying at the end that the tagger took for a plural: "a man in a red cap shouts"."""
    words = [token for token in frame.doc[tail[0] : tail[1]] if token.is_alpha]
    short = 2 < len(words) <= LONGEST_SIGNATURE and words[0].tag_ == "DT"
    return words[-1] if short and words[-1].tag_ == "NNS" and words[-1].lemma_ in BESIDE_QUOTES else None


def _says_by_place(frame: Frame, verb: Token, own: list[Token], end: int) -> bool:
    """Whether a verb that is none of saying reports by where it stands: "“We,” she paused, “are done”"."""
    person = len(own) == 1 and frame.figure(own[0]) is not None
    rest = [token for token in frame.doc[verb.i + 1 : end] if token.is_alpha]
    return person and verb.tag_ in ("VBD", "VBZ") and len(rest) <= LONGEST_MANNER


def signature(frame: Frame, tail: Tokens) -> Token | None:
    """The name that signs a quotation: "“…” — Ana Ruiz"."""
    start, end = tail
    while start < end and (frame.doc[start].is_space or frame.doc[start].text in '",.'):
        start += 1
    if start >= end or frame.doc[start].text not in ("—", "-", "--", "~"):
        return None
    names = [token for token in frame.doc[start + 1 : end] if token.is_alpha]
    if not names or len(names) > LONGEST_SIGNATURE or names[0].pos_ != "PROPN":
        return None
    last = names[0]
    while last.i + 1 < end and frame.doc[last.i + 1].pos_ == "PROPN":
        last = frame.doc[last.i + 1]
    return last

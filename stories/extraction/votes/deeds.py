"""What a word does to a motion, who does it, and the start of an event from it."""

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from stories.extraction.votes import bodies, clauses, matters, tallies
from stories.extraction.votes import lexicon as lex
from stories.extraction.votes.scene import Event, Scene

REACH = 160  # characters from a verb to the count told of it
LOOK_BACK = 40  # tokens before a sentence in which a reading may be told of


def kind_of(word: Token) -> str | None:
    """What a word does to a motion: decide, pass, fail, delay, cancel; a noun may tell of a vote."""
    lemma = lex.lemma(word)
    if elliptic(word):
        return "noun"
    if lemma not in lex.TELLING and word.lower_ != "votes":
        return None
    if word.pos_ in ("NOUN", "PROPN"):
        if word.lower_ == "votes" and (word.dep_ == "ROOT" or left_body(word) is not None):
            return "decide" if left_body(word) is not None else None
        if word.lower_ in ("passes", "fails") and word.dep_ == "ROOT":
            return "pass" if word.lower_ == "passes" else "fail"  # the tagger took the verb for a plural
        return "noun" if lemma == "vote" or (lemma in lex.APPROVALS | lex.COUNTS and word.pos_ == "NOUN") else None
    if word.pos_ not in ("VERB", "AUX") or (word.pos_ == "AUX" and lemma != "be"):
        return None
    if (phrasal := with_particle(word)) is not None:
        return phrasal
    if lemma == "pick" and any(child.lower_ == "up" for child in word.rights):
        return None
    if lemma in lex.GETTING:
        return "pass" if consent(word) is not None else None
    if (lemma in ("put", "place") and shelved(word)) or (
        lemma == "hold" and "until" in (child.lower_ for child in word.children)
    ):
        return "delay"
    if lemma in lex.MOVING and moves_a_vote(word):
        return "delay"
    return next((kind for kind, words in lex.KINDS if lemma in words), None)


def elliptic(word: Token) -> bool:
    """ "It needs two readings, and the second is set for Monday": an ordinal that stands for a reading or vote."""
    if word.lower_ not in lex.ORDINALS or word.dep_ not in ("nsubj", "nsubjpass"):
        return False
    before_it = word.doc[max(0, word.sent.start - LOOK_BACK) : word.i]
    return any(lex.lemma(one) in ("reading", "vote") for one in before_it)


def moves_a_vote(word: Token) -> bool:
    """Whether what is moved is a vote or meeting, or a pronoun for one that is moved to a day."""
    things = [child for child in word.children if child.dep_ in ("dobj", "nsubjpass")]
    if clauses.passive(word) and (subject := clauses.subject(word)) is not None:
        things.append(subject)
    stands_in = any(thing.lower_ in lex.STAND_INS for thing in things) and to_a_day(word)
    return stands_in or any(lex.lemma(thing) in lex.VOTED_ON for thing in things)


def to_a_day(word: Token) -> bool:
    """Whether a verb goes on with "to May 5" or "until Monday"."""
    tos = (child for child in word.rights if child.lower_ in ("to", "until", "till"))
    return any(matters.calendar(inner) for to in tos for inner in to.children)


def with_particle(word: Token) -> str | None:
    """ "Turn down", "put off", "sign off": what the pair does."""
    pairs = ((lex.lemma(word), child.lower_) for child in word.rights if child.dep_ in ("prt", "advmod", "prep"))
    return next((lex.PARTICLES[pair] for pair in pairs if pair in lex.PARTICLES), None)


def consent(word: Token) -> Token | None:
    """ "Approval", "the nod" and so on, where a verb gives or gets it."""
    return next((child for child in word.children if child.dep_ == "dobj" and lex.lemma(child) in lex.CONSENTS), None)


def shelved(word: Token) -> bool:
    """ "Put the matter on hold"."""
    return any(
        child.lower_ == "on" and any(inner.lower_ in ("hold", "ice") for inner in child.children)
        for child in word.children
    )


def before(word: Token) -> Token | None:
    return word.doc[word.i - 1] if word.i else None


def who(scene: Scene, word: Token) -> str | None:
    """The body whose deed it is, in the story's words; "" where a pronoun or nobody is named; None for a person."""
    subject = clauses.subject(word)
    by = clauses.agent(word) if clauses.passive(word) else None
    own = left_body(word) if word.dep_ == "conj" and not clauses.has_subject(word) else None
    for candidate in (own, by, subject):
        if bodies.is_body(candidate):
            assert candidate is not None
            return bodies.full_name(scene, bodies.phrase(candidate))
    if (front := put_before(word)) is not None:
        return bodies.full_name(scene, bodies.phrase(front))
    if lex.lemma(word) in lex.WINNING and (won := won_over(scene, word)) is not None:
        return won
    if lex.lemma(word) in lex.GETTING and (given := consent(word)) is not None:
        source = next((token for token in given.subtree if token.i > given.i and bodies.is_body(token)), None)
        return bodies.full_name(scene, bodies.phrase(source)) if source is not None else ""
    if subject is not None and subject.lower_ in lex.PRONOUNS:
        return named_before(scene, subject) if subject.lower_ != "it" or acts(word) else None
    beside = left_body(word)
    if beside is not None:
        return bodies.full_name(scene, bodies.phrase(beside))
    if by is not None and lex.lemma(by) not in ("vote", "margin", "tally"):
        return None  # done by somebody else
    voting = bodies.is_place(subject) and lex.lemma(word) == "vote"
    return "" if subject is None or clauses.passive(word) or voting else None


def named_before(scene: Scene, pronoun: Token) -> str:
    """ "The Water Board goes first: it votes Monday": the body that is the subject earlier in the sentence."""
    earlier = pronoun.doc[pronoun.sent.start : pronoun.i]
    bodily = [word for word in earlier if word.dep_ in clauses.SUBJECTS and bodies.is_body(word)]
    return bodies.full_name(scene, bodies.phrase(bodily[-1])) if bodily else ""


def won_over(scene: Scene, word: Token) -> str | None:
    """The body that a matter cleared; "" where it survived a vote or reading; None where neither is told."""
    for child in word.children:
        if bodies.is_body(child) and child.dep_ != "conj":
            return bodies.full_name(scene, bodies.phrase(child))
        if child.dep_ == "dobj" and lex.lemma(child) in ("vote", "reading"):
            return ""
    return None


def put_before(word: Token) -> Token | None:
    """The body that a matter "goes before", "is back before" or "comes back to"."""
    if lex.lemma(word) not in ("go", "come", "be", "land", "head"):
        return None
    near = (token for token in word.doc[word.i + 1 : word.i + 4] if token.dep_ == "prep")
    leads = ("before",) if lex.lemma(word) in ("be", "land", "head") else ("before", "to")
    nouns = (inner for child in near if child.lower_ in leads for inner in child.children)
    return next((noun for noun in nouns if bodies.is_body(noun)), None)


def acts(word: Token) -> bool:
    """Whether "it" can be a body here: it decides, or does something to a matter ("it passed" is the matter)."""
    return (
        lex.lemma(word) in lex.DECIDING
        or with_particle(word) == "decide"
        or any(child.dep_ in ("dobj", "xcomp") for child in word.children)
    )


def left_body(word: Token) -> Token | None:
    """The body right before the verb, where the parse missed that it is the subject."""
    at = word.i - 1
    while at >= 0 and word.i - at < 9:
        near = word.doc[at]
        if bodies.is_body(near):
            return None if near.dep_ == "pobj" and not bodies.is_body(near.head.head) else near
        numbered = near.pos_ == "NUM" or (near.lower_ == "of" and word.doc[at + 1].pos_ == "NUM")
        if near.pos_ not in ("AUX", "ADV", "PART") and near.tag_ != "VBN" and not numbered:
            return None
        at -= 1
    return None


def new(scene: Scene, sentence: Tokens, word: Token, status: str, rule: str) -> Event:
    """An event with what every kind has: its sentence as evidence, its matter and classification."""
    paragraph = scene.document.paragraph_at(sentence.start_char)
    start = max(sentence.start_char, paragraph.body) if paragraph else sentence.start_char
    event = Event(word, status, rule, min(start, word.idx), sentence.end_char)
    event.matter = won(word) or matters.matter(word)
    event.classification = matters.classification(sentence.text)
    return event


def won(word: Token) -> str:
    """ "The bill passed the House", "the plan won approval": the matter is the subject."""
    subject = clauses.subject(word)
    over = next((child for child in word.children if child.dep_ == "dobj"), None)
    if subject is None or over is None or subject.pos_ != "NOUN" or lex.lemma(word) not in lex.WINNING:
        return ""
    told = bodies.is_body(over) or lex.lemma(over) in lex.CONSENTS
    return matters.words(subject) if told and not bodies.is_body(subject) else ""


def tally_for(scene: Scene, sentence: Tokens, word: Token) -> tallies.Tally | None:
    """The count in the sentence that is this verb's: no other verb of deciding stands nearer before it."""
    found = tallies.find(scene.document.plain, sentence.start_char, sentence.end_char)
    verbs = [other for other in sentence if other.pos_ in ("VERB", "AUX") and kind_of(other)]
    group = [word, *clauses.chain(word), *(child for child in word.children if child.dep_ == "xcomp")]
    own = [one for one in found if not scene.spoken(one.start) and owner(one, verbs) in (*group, None)]
    return min(own, key=lambda one: abs(one.start - word.idx), default=None)


def owner(tally: tallies.Tally, verbs: list[Token]) -> Token | None:
    """The verb a count belongs to: the last before it, or the first after it."""
    earlier = [verb for verb in verbs if verb.idx < tally.start and tally.start - verb.idx < REACH]
    later = [verb for verb in verbs if verb.idx > tally.start]
    return earlier[-1] if earlier else later[0] if later else None

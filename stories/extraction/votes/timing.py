"""Which date phrase of a sentence tells when a decision is made."""

import re

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from stories.extraction.dates.finder import DatePhrase, find
from stories.extraction.dates.grammar import Tense
from stories.extraction.dates.words import wordset
from stories.extraction.findings import Window
from stories.extraction.votes import clauses
from stories.extraction.votes import lexicon as lex
from stories.extraction.votes.scene import Event, Scene

MEETINGS = wordset("meeting session agenda")
OTHER_EVENTS = wordset("election ballot hearing rally deadline primary referendum runoff parade forum cutoff")
FINITE = wordset("VBD VBZ VBP VB")
SETTING = wordset("schedule set expect plan")
FAR = 12  # words between a verb and its date where the parse does not tie them
NOT_A_TIME = re.compile(
    r"(?:\b(?:since|until|till|through|from|to|after|starting|beginning|effective|dated|of)|-)\s*$", re.IGNORECASE
)
RELATIVE = re.compile(
    r"\b(?:minutes|moments|hours|shortly) (?:later|earlier|before|after)\b|\b(?:that|the same) "
    r"(?:night|day|evening|meeting)\b",
    re.IGNORECASE,
)
NO_DATE = re.compile(lex.NO_DATE, re.IGNORECASE)


def choose(
    scene: Scene, sentence: Tokens, verb: Token, tense: Tense, within: range | None = None
) -> tuple[DatePhrase, Window] | None:
    """The phrase that belongs to the verb most surely, with its window in that tense."""
    best: tuple[float, DatePhrase, Window] | None = None
    for phrase in scene.phrases(sentence):
        if within is not None and phrase.start not in within:
            continue
        found = fitting(scene, sentence, verb, phrase, tense)
        if found is not None:
            sure = found[0] + 0.2 * (found[1].earliest is not None)
            best = (sure, phrase, found[1]) if best is None or sure > best[0] else best
    if best is None and tense == "future" and verb.sent.start == sentence.start:
        return heading_day(scene, sentence) or opening_day(scene, sentence, verb)
    return (best[1], best[2]) if best else None


def heading_day(scene: Scene, sentence: Tokens) -> tuple[DatePhrase, Window] | None:
    """ "March 24: School board votes on the calendar", as calendars have it."""
    paragraph = scene.document.paragraph_at(sentence.start_char)
    if paragraph is None:
        return None
    phrase = next(find(scene.document.plain, paragraph.body, min(paragraph.end, paragraph.body + 40)), None)
    if phrase is None or phrase.start != paragraph.body or scene.document.plain[phrase.end : phrase.end + 1] != ":":
        return None
    found = scene.window(phrase, "future")
    return (phrase, found) if found is not None and in_time(scene, found, "future") else None


def opening_day(scene: Scene, sentence: Tokens, verb: Token) -> tuple[DatePhrase, Window] | None:
    """ "Come Tuesday, the wait ends: the board will vote": the day a sentence opens with holds for all of it."""
    phrase = next(iter(scene.phrases(sentence)), None)
    if phrase is None or phrase.start - sentence.start_char > len("Come ") or scene.spoken(verb.idx):
        return None
    if any(word.tag_ == "VBD" for word in sentence if word.idx < verb.idx):
        return None
    found = scene.window(phrase, "future")
    return (phrase, found) if found is not None and found.earliest and in_time(scene, found, "future") else None


def following(scene: Scene, sentence: Tokens, word: Token) -> tuple[DatePhrase, Window] | None:
    """The first past date after a word, before the next comma."""
    comma = next(
        (token.idx for token in sentence if token.i > word.i and token.lower_ in (",", ";")), sentence.end_char
    )
    for phrase in scene.phrases(sentence):
        found = scene.window(phrase, "past")
        if word.idx < phrase.start < comma and found is not None and in_time(scene, found, "past"):
            return phrase, found
    return None


def fitting(
    scene: Scene, sentence: Tokens, verb: Token, phrase: DatePhrase, tense: Tense
) -> tuple[float, Window] | None:
    """How surely a phrase times a verb, with its window; None where it does not."""
    before = scene.document.plain[sentence.start_char : phrase.start]
    tokens = scene.document.tokens(phrase.start, phrase.end)
    if not len(tokens) or scene.spoken(phrase.start) != scene.spoken(verb.idx):
        return None
    if (NOT_A_TIME.search(before) or (tense == "past" and before.endswith(" for "))) and not reaches(verb, tokens):
        return None
    found = scene.window(phrase, tense)
    if found is None or not in_time(scene, found, tense):
        return None
    tie = hold(verb, tokens)
    if tie <= 0 or ((tie < 2 or tense == "future") and far_off(scene, phrase, tense)):
        return None
    distance = min(abs(tokens[0].i - verb.i), abs(tokens[-1].i - verb.i))
    return tie - distance / 100, found


def reaches(verb: Token, tokens: Tokens) -> bool:
    """ "Since March 3, when it passed ...": the clause hangs on the date."""
    top = clauses.chain(verb)[-1]
    if top.dep_ == "ccomp" and lex.lemma(top.head) in lex.REPORTING:
        top = top.head  # "when trustees say they will vote"
    if top.dep_ != "relcl" or top.head.pos_ not in ("NOUN", "PROPN"):
        return False
    return top.head in tokens or (lex.lemma(top.head) in MEETINGS and any(token.head == top.head for token in tokens))


def in_time(scene: Scene, found: Window, tense: Tense) -> bool:
    today = scene.reading.today if scene.reading else None
    if found.earliest is None or found.latest is None or today is None:
        return tense == "future"
    return found.earliest <= today if tense == "past" else found.latest >= today


def far_off(scene: Scene, phrase: DatePhrase, tense: Tense) -> bool:
    """Whether the phrase is nearer in the other direction ("on May 6" said in February of a deed that is done)."""
    here, there = scene.window(phrase, tense), scene.window(phrase, "future" if tense == "past" else "past")
    if here is None or there is None or here == there or not (here.earliest and there.earliest and scene.reading):
        return False
    today = scene.reading.today
    return abs((here.earliest - today).days) > 120 and abs((there.earliest - today).days) < abs(
        (here.earliest - today).days
    )


def hold(verb: Token, tokens: Tokens) -> float:
    """How the parse ties a date to a verb: 3 directly, 2 by a verb of the same deed, 1 by nearness, 0 not at all."""
    group = clauses.chain(verb)
    completed = [child for child in verb.children if child.dep_ in ("xcomp", "ccomp", "advcl", "acl")]
    if reaches(verb, tokens):
        return 3
    word = tokens.root
    for _ in range(12):
        if word in group:
            return 3
        if word.dep_ == "ROOT" or word.head is word:
            break
        word = word.head
        if word in group:
            return 3
        if lex.lemma(word) in OTHER_EVENTS and word not in tokens:
            return 0
        if word.pos_ in ("VERB", "AUX"):
            return governed(verb, word, group, completed, tokens)
    return near(verb, tokens)


def governed(verb: Token, word: Token, group: list[Token], completed: list[Token], tokens: Tokens) -> float:
    """The tie through another verb, which the parse says the date belongs to."""
    if lex.lemma(word) in lex.REPORTING and word not in completed:
        farther = abs(tokens.root.i - word.i) > abs(tokens.root.i - verb.i)
        return near(verb, tokens) if farther or (parted(tokens, word) and not parted(tokens, verb)) else 0
    if word in completed or (word.head in group and word.dep_ in ("acl", "relcl", "conj", "xcomp")):
        return 1.5 if abs(tokens[0].i - verb.i) < 12 else 1
    if word.head in group or word in (top.head for top in group):
        return near(verb, tokens)
    return near(verb, tokens)


def parted(tokens: Tokens, word: Token) -> bool:
    """Whether a comma stands between."""
    first, last = (tokens[-1].i, word.i) if tokens[-1].i < word.i else (word.i, tokens[0].i)
    return any(between.lower_ == "," for between in word.doc[first + 1 : last])


def near(verb: Token, tokens: Tokens) -> float:
    """Close to the verb, with no other verb of its own between."""
    first, last = sorted((tokens[0].i, verb.i))
    between = verb.doc[first + 1 : last]
    other = any(word.tag_ in FINITE and lex.lemma(word) not in SETTING for word in between)
    return 0 if other or len(between) > FAR else 1


def set_time(event: Event, phrase: DatePhrase, found: Window) -> None:
    event.phrase, event.phrase_at, event.window = phrase.text, (phrase.start, phrase.end), found
    event.clock = event.clock or phrase.clock


def relative(scene: Scene, sentence: Tokens) -> re.Match[str] | None:
    """ "Minutes later", "that night": the day of what was told before."""
    return RELATIVE.search(scene.document.plain, sentence.start_char, sentence.end_char)


def same_day(scene: Scene, sentence: Tokens, verb: Token, chosen: tuple[DatePhrase, Window] | None) -> bool:
    """Whether "that night" or the like stands nearer to the verb than a date does."""
    found = relative(scene, sentence)
    return found is not None and (chosen is None or abs(found.start() - verb.idx) < abs(chosen[0].start - verb.idx))

"""Votes to come: "is expected to vote", "will decide at its Nov. 12 meeting", "a vote is set for"."""

import re
from collections.abc import Iterator

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from stories.extraction.dates.words import wordset
from stories.extraction.dates.finder import DatePhrase
from stories.extraction.dates.grammar import read
from stories.extraction.findings import Window
from stories.extraction.votes import bodies, clauses, deeds, tallies, timing
from stories.extraction.votes import lexicon as lex
from stories.extraction.votes.scene import Event, Scene

SETTING = wordset("schedule set slate plan expect anticipate hold take come place due likely calendar")
FORMERLY = wordset("originally initially previously first once")
HEDGES = wordset("expect anticipate likely could may might should possible tentatively hope plan")


def verb_event(scene: Scene, sentence: Tokens, word: Token, body: str | None, mood: str) -> Iterator[Event]:
    """A body that will vote; it needs a time, in words at least."""
    if body is None or (lex.lemma(word) not in lex.DECIDING | lex.STRONG_PASSING and deeds.kind_of(word) != "decide"):
        return
    chosen = timing.choose(scene, sentence, word, "future")
    if chosen is None:
        chosen = has_until(scene, sentence, word)
    without = timing.NO_DATE.search(scene.document.plain, sentence.start_char, sentence.end_char)
    same = timing.same_day(scene, sentence, word, chosen)
    if chosen is None and without is None and not same and not again(sentence):
        return
    event = deeds.new(scene, sentence, word, status(mood, chosen[1] if chosen else None, chosen), because(word, mood))
    event.body = body
    event.anaphoric = again(sentence)
    if same:
        event.same_day, event.status = True, "expected"
    elif chosen:
        timing.set_time(event, *chosen)
    elif without:
        event.phrase, event.undated_words = without[0], True
    else:
        event.strength = 0
    yield event


ASKED = re.compile(r"\b(?:when|how soon)\b[^?]*\?|\bwhat(?:'s| happens| comes) next\b", re.IGNORECASE)


def answered(scene: Scene, question: Tokens, answer: Tokens) -> Iterator[Event]:
    """ "When do they vote?" "In two weeks.": a question on the vote, and an answer that starts with a date."""
    if not ASKED.search(question.text) or not any(deeds.kind_of(word) in ("decide", "noun") for word in question):
        return
    phrase = next(iter(scene.phrases(answer)), None)
    found = scene.window(phrase, "future") if phrase else None
    if (
        phrase is None
        or found is None
        or phrase.start - answer.start_char > 12
        or not timing.in_time(scene, found, "future")
    ):
        return
    event = deeds.new(scene, answer, answer[0], "expected", "the answer to when the vote will be")
    event.matter, event.anaphoric = "", True
    timing.set_time(event, phrase, found)
    yield event


def again(sentence: Tokens) -> bool:
    return "again" in sentence.text.lower() or any(word.lower_ in ("it", "that") for word in sentence)


def status(mood: str, window: Window | None, chosen: object) -> str:
    """Scheduled when stated flatly for a day or a named meeting, else expected."""
    if mood != "flat" or window is None:
        return "expected"
    phrase = getattr(chosen[0], "text", "").lower() if isinstance(chosen, tuple) else ""  # type: ignore[index]
    hedged = phrase.startswith(("by ", "before ", "as soon", "as early", "no later"))
    named = "meeting" in phrase or "session" in phrase
    return "scheduled" if (window.precision == "day" or named) and not hedged else "expected"


def has_until(scene: Scene, sentence: Tokens, word: Token) -> tuple[DatePhrase, Window] | None:
    """ "The commission has until June 1 to vote" says by when."""
    if clauses.chain(word)[-1].lemma_ != "have" or scene.reading is None:
        return None
    for phrase in scene.phrases(sentence):
        if scene.document.plain[: phrase.start].rstrip().lower().endswith("until") and phrase.start < word.idx:
            found = read(f"by {phrase.words}", scene.reading)
            return (phrase, found) if found is not None and found.earliest else None
    return None


def because(word: Token, mood: str) -> str:
    group = " ".join(part.lower_ for part in sorted(clauses.chain(word), key=lambda part: part.i))
    return f"'{group}' told as {'fixed' if mood == 'flat' else 'likely'}"


def noun_events(scene: Scene, sentence: Tokens, word: Token) -> Iterator[Event]:
    """ "A vote is expected in May", "ahead of Tuesday's vote", "the 7-4 vote"."""
    light = word.head if word.dep_ == "dobj" and word.head.pos_ == "VERB" else None
    if light is not None and deeds.kind_of(light) in ("cancel", "delay"):
        return
    if light is not None and light.lemma_ == "cast" and word.tag_ == "NN":
        yield from lone_ballot(scene, sentence, word, light)
        return
    tally = counted(scene, word)
    if tally is not None:
        yield from tallied(scene, sentence, word, tally)
        return
    if lex.lemma(word) != "vote" and not fixes(word):
        return
    if light is not None and light.lemma_ in (
        "take",
        "hold",
        "have",
        "schedule",
        "set",
        "plan",
        "call",
        "need",
        "face",
        "cast",
    ):
        yield from light_verb(scene, sentence, word, light)
        return
    yield from set_vote(scene, sentence, word)


def fixes(word: Token) -> bool:
    """Whether "approval", "reading", "decision" is itself set for a time ("final approval is expected in May")."""
    return word.dep_ in ("nsubj", "nsubjpass") and lex.lemma(word.head) in SETTING | {"be"}


def counted(scene: Scene, word: Token) -> tallies.Tally | None:
    """The count that belongs to the noun: "the 7-4 vote", "a vote of 5 to 2"."""
    start = max(0, word.idx - 12)
    found = [one for one in tallies.find(scene.document.plain, start, word.idx + 24) if one.yes is not None]
    return next((one for one in found if one.end >= word.idx - 2 or one.start > word.idx), None)


def tallied(scene: Scene, sentence: Tokens, word: Token, tally: tallies.Tally) -> Iterator[Event]:
    """A count that stands as a noun recalls a vote that the story tells elsewhere; alone it makes one."""
    event = deeds.new(scene, sentence, word, "held", "a count before 'vote'")
    event.counted, event.yes, event.no, event.strength, event.tally_at = True, tally.yes, tally.no, 0, tally.start
    event.outcome = "failed" if tally.tied or (tally.yes or 0) < (tally.no or 0) else "passed"
    owner = next((child for child in word.children if child.dep_ == "poss"), None)
    if bodies.is_body(owner) and owner is not None:
        event.body = bodies.full_name(scene, bodies.phrase(owner))
    if chosen := timing.choose(scene, sentence, word, "past"):
        timing.set_time(event, *chosen)
    yield event


def lone_ballot(scene: Scene, sentence: Tokens, word: Token, light: Token) -> Iterator[Event]:
    """ "Who cast the only vote against starting the study last fall": a vote taken, one against."""
    lone = next(
        (
            one
            for one in tallies.find(scene.document.plain, light.idx, sentence.end_char)
            if one.no == 1 and one.yes is None
        ),
        None,
    )
    chosen = timing.choose(scene, sentence, light, "past") or timing.following(scene, sentence, word)
    if lone is None or chosen is None or clauses.mood(light) != "held":
        return
    event = deeds.new(scene, sentence, word, "held", "'cast the only vote'")
    event.counted, event.no, event.outcome = True, 1, "passed"
    timing.set_time(event, *chosen)
    yield event


def light_verb(scene: Scene, sentence: Tokens, word: Token, light: Token) -> Iterator[Event]:
    """ "Take a final vote", "hold a vote", "have set a vote for"."""
    mood = clauses.mood(light)
    body = deeds.who(scene, light)
    if light.lemma_ in ("schedule", "set", "plan", "call") and mood == "held":
        mood = "flat"
    if body is None and mood != "flat":
        return
    if mood in ("flat", "hedged") and light.lemma_ not in ("need", "face"):
        chosen = timing.choose(scene, sentence, light, "future") or timing.choose(scene, sentence, word, "future")
        if chosen:
            event = deeds.new(scene, sentence, word, status(mood, chosen[1], chosen), because(light, mood))
            event.body = body or ""
            timing.set_time(event, *chosen)
            yield event


def set_vote(scene: Scene, sentence: Tokens, word: Token) -> Iterator[Event]:
    """A vote whose time is told: by a verb of setting, a participle, or right beside the noun."""
    setter = setting_verb(word)
    mood = setter_mood(setter) if setter is not None else "flat"
    if mood in ("superseded", "none"):
        return
    anchor = setter if setter is not None else word
    without = timing.NO_DATE.search(scene.document.plain, sentence.start_char, sentence.end_char)
    chosen = timing.choose(scene, sentence, anchor, "future")
    if setter is None and chosen and not beside(word, scene.document.tokens(chosen[0].start, chosen[0].end)):
        chosen = None
    if chosen is None and not (without and word.dep_ in ("nsubj", "nsubjpass")):
        return
    event = deeds.new(
        scene, sentence, word, status(mood, chosen[1] if chosen else None, chosen), f"'vote' with '{anchor.lower_}'"
    )
    event.anaphoric = any(child.lower_ in ("new", "second", "another", "next") for child in word.children)
    if chosen:
        timing.set_time(event, *chosen)
        event.strength = 2 if setter is not None else 1
    elif without:
        event.phrase, event.undated_words = without[0], True
    yield event


def setting_verb(word: Token) -> Token | None:
    """The verb that gives the noun its time."""
    for child in word.children:
        if child.dep_ in ("acl", "relcl", "amod") and lex.lemma(child) in SETTING:
            return child
    head = word.head
    if (
        word.dep_ in ("nsubj", "nsubjpass")
        and head.pos_ in ("VERB", "AUX")
        and (lex.lemma(head) in SETTING | {"be", "have", "go"})
    ):
        return head
    if (
        word.dep_ == "pobj"
        and head.lower_ in ("for", "to", "up")
        and head.head.lemma_ in ("come", "bring", "return", "go", "head", "put", "send", "schedule", "set")
    ):
        return head.head
    return None


def setter_mood(setter: Token) -> str:
    lemma = lex.lemma(setter)
    helpers = {word.lower_ for word in clauses.auxiliaries([setter])}
    if clauses.negated([setter]) or clauses.conditional([setter]):
        return "none"
    if any(child.lower_ in FORMERLY for child in setter.children):
        return "superseded"
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


def beside(word: Token, tokens: Tokens) -> bool:
    """ "Tuesday's vote", "a Nov. 12 vote", "a vote Tuesday"."""
    return -4 <= word.i - tokens[-1].i <= 3 or 0 < tokens[0].i - word.i <= 2

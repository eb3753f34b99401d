"""Votes to come: "is expected to vote", "will decide at its May 5 meeting", "a vote is set for"."""

import re
from collections.abc import Iterator

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from stories.extraction.dates.finder import DatePhrase
from stories.extraction.dates.grammar import read
from stories.extraction.findings import Window
from stories.extraction.votes import clauses, deeds, timing
from stories.extraction.votes import lexicon as lex
from stories.extraction.votes.scene import Event, Scene


def verb_event(scene: Scene, sentence: Tokens, word: Token, body: str | None, mood: str) -> Iterator[Event]:
    """A body that will vote; it needs a time, in words at least."""
    if mood == "superseded":
        yield from planned(scene, sentence, word, body)
        return
    if body is None or (lex.lemma(word) not in lex.DECIDING | lex.STRONG_PASSING and deeds.kind_of(word) != "decide"):
        return
    chosen = timing.choose(scene, sentence, word, "future")
    chosen = until(scene, sentence, word) or chosen
    without = timing.NO_DATE.search(scene.document.plain, sentence.start_char, sentence.end_char)
    same = timing.same_day(scene, sentence, word, chosen)
    if chosen is None and without is None and not same and not again(sentence):
        return
    mood = "hedged" if perhaps(word) else mood
    event = deeds.new(scene, sentence, word, status(mood, chosen[1] if chosen else None, chosen), because(word, mood))
    event.body = body
    event.anaphoric, event.again = again(sentence), "again" in sentence.text.lower()
    if same:
        event.same_day, event.status = True, "expected"
    elif chosen:
        timing.set_time(event, *chosen)
    elif without:
        event.phrase, event.undated_words = without[0], True
    else:
        event.strength = 0
    yield event


def perhaps(word: Token) -> bool:
    """ "Takes up, and could decide, the permit": only taking it up is sure."""
    later = (child for child in word.rights if child.dep_ == "conj" and deeds.kind_of(child) == "decide")
    return any(helper.lower_ in lex.EXPECTING_MODALS for verb in later for helper in clauses.auxiliaries([verb]))


FOLLOWS = re.compile(
    r"(?:That|It|This)(?: vote)? (will|could|may|might|should|is expected to)(?: (?:probably|likely|now))? "
    r"(?:happen|take place|be held|be taken)\b"
)
ASKED = re.compile(r"\b(?:when|how soon)\b[^?]{0,400}\?|\bwhat(?:'s| happens| comes) next\b", re.IGNORECASE)


def answered(scene: Scene, question: Tokens, answer: Tokens) -> Iterator[Event]:
    """ "When do they vote?" "In two weeks.": a question on the vote, and an answer that starts with a date."""
    if FOLLOWS.match(answer.text) and any(lex.lemma(word) == "vote" and word.pos_ == "NOUN" for word in question):
        yield from happening(scene, answer)
        return
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
    event.matter, event.anaphoric, event.again = "", True, True
    timing.set_time(event, phrase, found)
    yield event


def happening(scene: Scene, answer: Tokens) -> Iterator[Event]:
    """ "The contract needs its own vote. That will probably happen in three weeks."."""
    verb = next((word for word in answer if word.pos_ == "VERB"), None)
    chosen = timing.choose(scene, answer, verb, "future") if verb is not None else None
    if verb is None or chosen is None:
        return
    event = deeds.new(scene, answer, verb, status(clauses.mood(verb), chosen[1], chosen), "a vote that 'will happen'")
    event.matter, event.anaphoric = "", True
    timing.set_time(event, *chosen)
    yield event


def again(sentence: Tokens) -> bool:
    return "again" in sentence.text.lower() or any(word.lower_ in ("it", "that") for word in sentence)


def status(mood: str, window: Window | None, chosen: object) -> str:
    """Scheduled when stated flatly for a day or a named meeting, else expected."""
    if mood != "flat" or window is None:
        return "expected"
    phrase = getattr(chosen[0], "text", "").lower() if isinstance(chosen, tuple) else ""
    hedged = phrase.startswith(("by ", "before ", "as soon", "as early", "no later"))
    named = "meeting" in phrase or "session" in phrase
    return "scheduled" if (window.precision == "day" or named) and not hedged else "expected"


def planned(scene: Scene, sentence: Tokens, word: Token, body: str | None) -> Iterator[Event]:
    """What was to be voted on: it gives its day to a vote called off in the next sentences, and is no vote itself."""
    chosen = nearest(scene, [timing.choose(scene, sentence, word, tense) for tense in ("past", "future")])
    if body is not None:
        event = deeds.new(scene, sentence, word, "planned", "once planned")
        event.body, event.strength = body, 0
        if chosen is not None:
            timing.set_time(event, *chosen)
        yield event


def nearest(scene: Scene, choices: list[tuple[DatePhrase, Window] | None]) -> tuple[DatePhrase, Window] | None:
    """The day nearest to publication: "was to vote Thursday", said on a Tuesday, means the one to come."""
    dated = [one for one in choices if one is not None and one[1].earliest is not None]
    if scene.reading is None or not dated:
        return next((one for one in choices if one is not None), None)
    today = scene.reading.today
    return min(dated, key=lambda one: abs(((one[1].earliest or today) - today).days))


def until(scene: Scene, sentence: Tokens, word: Token) -> tuple[DatePhrase, Window] | None:
    """ "Has until June 1 to vote" says by when, "won't vote until June" in what month."""
    verbs = clauses.chain(word)
    late = clauses.negated(verbs)
    if scene.reading is None or not (late or verbs[-1].lemma_ == "have"):
        return None
    for phrase in scene.phrases(sentence):
        if before(scene, phrase) == "until" and (late or phrase.start < word.idx):
            found = scene.window(phrase, "future") if late else read(f"by {phrase.words}", scene.reading)
            return (phrase, found) if found is not None and found.earliest else None
    return None


def before(scene: Scene, phrase: DatePhrase) -> str:
    """The word before a date phrase."""
    words = scene.document.plain[max(0, phrase.start - 20) : phrase.start].lower().split()
    return words[-1] if words else ""


def because(word: Token, mood: str) -> str:
    group = " ".join(part.lower_ for part in sorted(clauses.chain(word), key=lambda part: part.i))
    return f"'{group}' told as {'fixed' if mood == 'flat' else 'likely'}"

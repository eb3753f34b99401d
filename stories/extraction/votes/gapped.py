"""Decisions that share one verb: "passed the House 61-37 and the Senate 31-18", "first March 23 and second April 6"."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from stories.extraction.dates.words import wordset
from stories.extraction.votes import bodies, matters, timing
from stories.extraction.votes.scene import Event, Scene
from stories.extraction.votes.tallies import Tally

LINKS = wordset("and , ; then on in by at for from the a an of with")
VOTING = wordset("vote reading")
NAMING = ("NOUN", "PROPN")


def shares_of(scene: Scene, tally: Tally, tallies: list[Tally]) -> tuple[str, str]:
    """The body and the matter told between the count before and this one; "" where none is, or a verb is."""
    start = max((one.end for one in tallies if one.end <= tally.start), default=None)
    if start is None:
        return "", ""
    between = scene.document.tokens(start, tally.start)
    nouns = [word for word in between if word.pos_ in NAMING]
    if not nouns or any(word.pos_ in ("VERB", "AUX") for word in between):
        return "", ""
    head = nouns[-1]
    if bodies.is_body(head):
        return bodies.full_name(scene, bodies.phrase(head)), ""
    first = next(word.i for word in between if word.lower_ not in LINKS and not word.is_punct)
    return "", between.doc[first : head.i + 1].text


def more_days(scene: Scene, sentence: Tokens, event: Event) -> Iterator[Event]:
    """The same deed on a second day, of another body, matter or reading, joined by "and" with no verb of its own."""
    phrases = scene.phrases(sentence)
    place = next((n for n, one in enumerate(phrases) if event.phrase_at == (one.start, one.end)), None)
    if place is None or place + 1 >= len(phrases):
        return
    first, second = phrases[place], phrases[place + 1]
    found = scene.window(second, "future")
    between = list(scene.document.tokens(first.end, second.start))
    joint = next((n for n, word in enumerate(between) if word.lower_ == "and"), None)
    if joint is None or found is None or found.precision != "day" or not timing.in_time(scene, found, "future"):
        return
    after = between[joint + 1 :]
    after = [word for word in after if word.lower_ not in LINKS]
    if any(word.pos_ in ("VERB", "AUX") for word in between) or not of_a_vote(after):
        return
    named = matter_after(scene, sentence, second.end)
    body = next((bodies.full_name(scene, bodies.phrase(word)) for word in after if bodies.is_body(word)), event.body)
    if body == event.body and not after and not named:
        return
    again = replace(event, body=body, matter=named or event.matter, status="scheduled", clock=None)
    timing.set_time(again, second, found)
    yield again


def of_a_vote(words: list[Token]) -> bool:
    """Whether the words between two days name a body, a vote or a reading, or are none."""
    nouns = [word for word in words if word.pos_ in NAMING]
    return not words or (bool(nouns) and (bodies.is_body(nouns[-1]) or nouns[-1].lemma_ in VOTING))


def matter_after(scene: Scene, sentence: Tokens, start: int) -> str:
    """The matter right after a day: "on the fee"."""
    word = next(iter(scene.document.tokens(start, sentence.end_char)), None)
    return matters.words_of(word) if word is not None and word.dep_ == "prep" else ""

"""Finds the decisions that one sentence tells of, made or to come."""

from collections.abc import Iterator

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from stories.extraction.votes import called_off, clauses, coming, done, gapped, moved, nouns, tallies
from stories.extraction.votes.deeds import kind_of, owner, who
from stories.extraction.votes.scene import Event, Scene

LONGEST = 300  # tokens of a sentence; beyond it is a list or noise
TELLING = frozenset(("VERB", "AUX", "NOUN", "PROPN", "ADJ"))


def events_in(scene: Scene, sentence: Tokens) -> Iterator[Event]:
    """The decisions of one sentence; verbs first, which know more of a count than nouns do."""
    if len(sentence) > LONGEST:
        return
    telling = [(word, kind) for word in sentence if word.pos_ in TELLING and (kind := kind_of(word)) is not None]
    used: set[int] = set()
    counts: set[int] = set()
    for word, kind in sorted(telling, key=lambda pair: pair[0].pos_ == "NOUN"):
        if word.i in used or scene.spoken(word.idx):
            continue
        found = [event for event in verb_events(scene, sentence, word, kind) if event.tally_at not in counts]
        counts.update(event.tally_at for event in found if event.tally_at is not None)
        if found:
            used.update(child.i for child in word.children if child.dep_ in ("xcomp", "dobj"))
            used.update(top.i for top in clauses.chain(word)[1:])
        yield from found
        for event in found:
            if event.status == "scheduled":
                yield from gapped.more_days(scene, sentence, event)
    yield from only_counted(scene, sentence, counts)


def only_counted(scene: Scene, sentence: Tokens, counts: set[int]) -> Iterator[Event]:
    """A count that no verb of deciding took: whatever a body did with it was a vote ("opposed the plan, 4-3")."""
    known = tallies.find(scene.document.plain, sentence.start_char, sentence.end_char)
    for tally in known:
        if tally.yes is None or tally.start in counts or scene.spoken(tally.start):
            continue
        acts = [word for word in sentence if word.pos_ == "VERB" and who(scene, word) and clauses.mood(word) == "held"]
        if (word := owner(tally, acts)) is not None:
            counts.add(tally.start)
            event = done.counted(scene, sentence, word, tally)
            body, matter = gapped.shares_of(scene, tally, known)
            event.body, event.matter = body or event.body, matter or event.matter
            yield event


def verb_events(scene: Scene, sentence: Tokens, word: Token, kind: str) -> Iterator[Event]:
    if kind == "noun":
        yield from nouns.noun_events(scene, sentence, word)
        return
    body = who(scene, word)
    mood = "flat" if word.pos_ in ("NOUN", "PROPN") else clauses.mood(word)
    if kind == "cancel":
        yield from called_off.cancelled(scene, sentence, word, body, mood)
    elif kind == "delay" and mood in ("held", "none"):
        yield from moved.delayed(scene, sentence, word, body, mood)
    elif mood == "held" or (mood == "flat" and done.live(scene, sentence, word, kind)):
        yield from done.held(scene, sentence, word, body, kind)
    elif mood in ("flat", "hedged", "superseded"):
        yield from coming.verb_event(scene, sentence, word, body, mood)

"""Votes told by a noun: "a vote is expected in May", "ahead of Tuesday's vote", "the 7-4 vote"."""

from collections.abc import Iterator

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from stories.extraction.dates.words import wordset
from stories.extraction.votes import bodies, clauses, deeds, tallies, timing
from stories.extraction.votes import lexicon as lex
from stories.extraction.votes.coming import because, status
from stories.extraction.votes.scene import Event, Scene

SETTING = wordset("schedule set slate plan expect anticipate hold take come place due likely calendar")
FORMERLY = wordset("originally initially previously first once")
BRINGING = wordset("come bring return go head put send schedule set")
SETS = wordset("schedule set plan hold")
DECISIONS = wordset("decision ruling determination recommendation")
HEDGES = wordset("expect anticipate likely could may might should possible tentatively hope")


def noun_events(scene: Scene, sentence: Tokens, word: Token) -> Iterator[Event]:
    """ "A vote is expected in May", "ahead of Tuesday's vote", "the 7-4 vote"."""
    if any(child.dep_ == "det" and child.lower_ == "no" for child in word.children):
        return
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
    if light is not None and light.lemma_ in ("make", "reach", "render", "issue") and lex.lemma(word) in DECISIONS:
        yield from light_verb(scene, sentence, word, light)
        return
    if light is not None and light.lemma_ in SETS and lex.lemma(word) == "reading":
        yield from light_verb(scene, sentence, word, light)
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
        "force",
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
        event.strength = 1
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
    of = next((child for prep in word.children if prep.lower_ == "of" for child in prep.children), None)
    if bodies.is_body(of) and of is not None:
        body = bodies.full_name(scene, bodies.phrase(of))
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
    moods = [(setter_mood(verb), verb) for verb in setting_verbs(word)]
    mood, setter = next((pair for pair in moods if pair[0] != "superseded"), ("superseded" if moods else "flat", None))
    if mood in ("superseded", "none"):
        return
    anchor = setter if setter is not None else word
    without = timing.NO_DATE.search(scene.document.plain, sentence.start_char, sentence.end_char)
    chosen = timing.choose(scene, sentence, anchor, "future")
    if setter is None and chosen and passed_by(scene, word):
        return
    if setter is None and chosen and not beside(word, scene.document.tokens(chosen[0].start, chosen[0].end)):
        chosen = None
    if chosen is None and not (without and word.dep_ in ("nsubj", "nsubjpass")):
        return
    event = deeds.new(
        scene, sentence, word, status(mood, chosen[1] if chosen else None, chosen), f"'vote' with '{anchor.lower_}'"
    )
    if any(other == "superseded" for other, _ in moods) and chosen:
        event.status = "postponed"
    event.anaphoric = event.again = any(child.lower_ in ("new", "second", "another", "next") for child in word.children)
    if chosen:
        timing.set_time(event, *chosen)
        event.strength, event.bare = (2, False) if setter is not None else (1, True)
    elif without:
        event.phrase, event.undated_words = without[0], True
    yield event


def setting_verbs(word: Token) -> list[Token]:
    """The verbs that give the noun its time, the main one first."""
    head, found = word.head, []
    if word.dep_ in ("nsubj", "nsubjpass"):
        verbs = [head, *(child for child in head.children if child.dep_ == "conj" and not clauses.has_subject(child))]
        found = [verb for verb in verbs if lex.lemma(verb) in SETTING | {"be", "have", "go"}]
    elif word.dep_ == "pobj" and head.lower_ in ("for", "to", "up") and head.head.lemma_ in BRINGING:
        found = [head.head]
    return found + [
        child for child in word.children if child.dep_ in ("acl", "relcl", "amod") and lex.lemma(child) in SETTING
    ]


def setter_mood(setter: Token) -> str:
    lemma = lex.lemma(setter)
    helpers = {word.lower_ for word in clauses.auxiliaries([setter])}
    if clauses.negated([setter]) or clauses.conditional([setter]):
        return "none"
    if any(child.lower_ in FORMERLY for child in setter.children):
        return "superseded"
    if any(child.lower_ in lex.TENTATIVE for child in setter.children):
        return "hedged"
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


def passed_by(scene: Scene, word: Token) -> bool:
    """Whether the noun stands in a clause about what is done, and not after "before" or "ahead of"."""
    lead = scene.document.plain[max(0, word.left_edge.idx - 12) : word.left_edge.idx].lower().split()
    if lead and lead[-1] in ("before", "until", "of", "to"):
        return False
    verb = next((above for above in word.ancestors if above.pos_ in ("VERB", "AUX")), None)
    return (
        verb is not None
        and word.dep_ not in ("nsubj", "nsubjpass")
        and verb.lemma_ != "follow"
        and clauses.mood(verb) == "held"
    )


def beside(word: Token, tokens: Tokens) -> bool:
    """ "Tuesday's vote", "a Nov. 12 vote", "a vote Tuesday"."""
    return -4 <= word.i - tokens[-1].i <= 3 or 0 < tokens[0].i - word.i <= 2

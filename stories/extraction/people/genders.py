"""He or she, as the story itself tells: of those whose names don't, by the pronouns that can be nobody else's."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span

from stories.extraction.document import Document
from stories.extraction.people.cast import Figure, Gender

PRONOUNS: dict[str, Gender] = {
    "he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "hers": "she", "herself": "she",
}  # fmt: skip
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
NAME = 2  # pronouns that a name or title weighs
PLAIN = 8  # names at most in a sentence that may tell of anybody
CLEAR = 2  # times as much as speaks for the other

Named = Sequence[tuple[int, int, int]]
"""Where somebody is named, from and to, and who, in the order of the text."""


def told(document: Document, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, each he or she by name and title and by the pronouns that are plainly theirs."""
    votes: list[Counter[Gender]] = [Counter({who.gender: NAME} if who.gender else {}) for who in figures]
    for number, gender in _votes(document, figures):
        votes[number][gender] += 1
    return tuple(
        who if who.gender == (gender := _clear(votes[number], who.gender)) else replace(who, gender=gender)
        for number, who in enumerate(figures)
    )


def _clear(votes: Counter[Gender], named: Gender) -> Gender:
    he, she = votes["he"], votes["she"]
    if max(he, she) < CLEAR * min(he, she) or he == she:
        return named
    return "he" if he > she else "she"


def _votes(document: Document, figures: Sequence[Figure]) -> Iterator[tuple[int, Gender]]:
    """Each pronoun that only one of those named in its sentence, or the subject of the one before, can be."""
    named = sorted(
        (mention.start, mention.end, number) for number, who in enumerate(figures) for mention in who.mentions
    )
    bearers: dict[str, list[int]] = {}
    for number, who in enumerate(figures):
        bearers.setdefault(who.surname, []).append(number)
    whole = {mention.start for who in figures for mention in who.mentions if mention.form == "full"}
    before: Named = ()
    at, paragraph = 0, None
    for sentence in document.sentences:
        here: list[tuple[int, int, int]] = []
        while at < len(named) and named[at][0] < sentence.end_char:
            here.append(named[at])
            at += 1
        if document.paragraph_at(sentence.start_char) is not paragraph:
            before, paragraph = (), document.paragraph_at(sentence.start_char)
        plain = len(here) <= PLAIN
        for start, number, gender in _in_sentence(document, sentence, here, before, figures) if plain else ():
            bearer = number if start in whole else _bearer(figures, bearers[figures[number].surname], gender)
            if bearer is not None:
                yield bearer, gender
        before = here[:PLAIN] or before


def _bearer(figures: Sequence[Figure], sharing: Sequence[int], gender: Gender) -> int | None:
    """Of those who share a bare surname the only one whom the pronoun fits."""
    fitting = [number for number in sharing if figures[number].gender in {gender, ""}] if len(sharing) > 1 else sharing
    return fitting[0] if len(fitting) == 1 else None


def _in_sentence(
    document: Document, sentence: Span, here: Named, before: Named, figures: Sequence[Figure]
) -> Iterator[tuple[int, int, Gender]]:
    """Where somebody is named who alone comes before a pronoun in its sentence, or in the one before, as subject."""
    for token in sentence:
        gender = PRONOUNS.get(token.lower_)
        if gender is None or document.quoted_at(token.idx) is not None:
            continue
        earlier = [one for one in here if one[0] < token.idx]
        if not earlier and token.i == sentence.start and token.dep_ in SUBJECTS:
            earlier = list(before)
        if len({number for _, _, number in earlier}) > 1:
            earlier = [one for one in earlier if figures[one[2]].gender in {gender, ""}]
        if len({number for _, _, number in earlier}) == 1 and _is_subject(document, earlier):
            yield earlier[-1][0], earlier[-1][2], gender


def _is_subject(document: Document, named: Named) -> bool:
    return any(document.tokens(start, end).root.dep_ in SUBJECTS for start, end, _ in named)

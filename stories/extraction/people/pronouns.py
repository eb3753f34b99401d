"""Whom he, she, him, her and who stand for: the fitting figure that is freshest in the reader's mind."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Token

from stories.extraction.document import Document
from stories.extraction.people.cast import Figure, Mention
from stories.extraction.people.genders import PRONOUNS
from stories.extraction.people.salience import SUBJECT, SUBJECTS, Places, Trace, speaks

PRONOUN = re.compile(rf"\b(?:{'|'.join(PRONOUNS)}|who|whose)\b", re.IGNORECASE)
FARTHEST = 6  # sentences
PER_SENTENCE, PER_PARAGRAPH = 1.0, 0.4
AGAIN = 0.15  # added for each further mention
UNSURE, ROLELESS = 0.4, 0.3  # taken off where the gender isn't known, and where no role is
SPOKE_LAST = 0.5  # added for the last speaker where the pronoun speaks
OWN_WORDS = 1.5  # taken off whoever is named in what the pronoun says
RECENT = 12  # mentions before a pronoun that are weighed
NAMESAKES = 4  # bearers of one surname at most that it brings to mind
REACH = 2_000  # characters from a pronoun that its own words are looked for in
ENOUGH = -5.0
NOBODY = -2  # no token's index, and not that of a mention without one


def resolve(document: Document, tokens: Mapping[int, Token], figures: Sequence[Figure]) -> dict[int, int]:
    """For the start of each pronoun outside quotation marks, an index into `figures`; what is unclear is left out."""
    places = Places(document, tokens)
    mentions = _mentions(figures)
    traces: list[Trace] = []
    found: dict[int, int] = {}
    upcoming = 0
    for token in _pronouns(document, tokens):
        while upcoming < len(mentions) and mentions[upcoming][0].start < token.idx:
            mention, who = mentions[upcoming]
            traces.append(places.trace(mention, who))
            upcoming += 1
        if token.lower_ in {"who", "whose"}:
            chosen = _who(token, traces, figures)
        else:
            chosen = _he_or_she(token, traces, figures, places, _named_in_own_words(document, token, mentions))
        if chosen is None:
            continue
        found[token.idx] = chosen
        if token.lower_ in PRONOUNS:
            traces.append(places.trace_of(token, chosen))
    return found


def _mentions(figures: Sequence[Figure]) -> list[tuple[Mention, int]]:
    own = ((mention, number) for number, who in enumerate(figures) for mention in who.mentions)
    pairs = [*_namesakes(figures), *own]  # at the same place, the one who is named comes last
    return sorted(pairs, key=lambda pair: pair[0].start)


def _namesakes(figures: Sequence[Figure]) -> Iterator[tuple[Mention, int]]:
    """A bare surname brings to mind whoever else bore it before: "she" after "Cole" is Ann Cole, not Abe."""
    bearers: dict[str, list[int]] = {}
    for number, who in enumerate(figures):
        bearers.setdefault(who.surname, []).append(number)
    for number, who in enumerate(figures):
        if len(bearers[who.surname]) > NAMESAKES:
            continue
        for other in bearers[who.surname]:
            if other == number or figures[other].gender == who.gender:
                continue
            first = figures[other].mentions[0].start
            yield from (
                (mention, other) for mention in who.mentions if mention.form == "surname" and mention.start > first
            )


def _pronouns(document: Document, tokens: Mapping[int, Token]) -> Iterator[Token]:
    for match in PRONOUN.finditer(document.plain):
        token = tokens.get(match.start())
        whole = (
            token is not None and token.lower_ == match[0].lower()
        )  # "she~1" of a bad scan is one token, and no word
        if token is not None and whole and document.quoted_at(token.idx) is None:
            yield token


def _who(token: Token, traces: Sequence[Trace], figures: Sequence[Figure]) -> int | None:
    """Whoever is named right before a relative "who"."""
    if not traces:
        return None
    last = traces[-1]
    end = next((mention.end for mention in figures[last.who].mentions if mention.start == last.start), -1)
    return last.who if 0 <= token.idx - end <= 2 else None


def _he_or_she(
    token: Token, traces: Sequence[Trace], figures: Sequence[Figure], places: Places, own: frozenset[int]
) -> int | None:
    scores = _scores(token, traces, figures, places, own)
    if not scores:
        return None
    best = max(scores, key=lambda who: scores[who])
    return best if scores[best] > ENOUGH else None


def _scores(
    token: Token, traces: Sequence[Trace], figures: Sequence[Figure], places: Places, own: frozenset[int]
) -> dict[int, float]:
    """How much each of those whom the pronoun can stand for is in mind."""
    gender, barred = PRONOUNS[token.lower_], _own_subject(token)
    sentence, paragraph = places.sentence(token.idx), places.paragraph(token.idx)
    near = [
        trace
        for trace in traces[-RECENT:][::-1]
        if sentence - trace.sentence <= FARTHEST and figures[trace.who].gender in {gender, ""} and trace.token != barred
    ]
    scores: dict[int, float] = {}
    for trace in near:
        score = trace.weight - PER_SENTENCE * (sentence - trace.sentence)
        score -= PER_PARAGRAPH * (paragraph - trace.paragraph)
        score -= UNSURE * (not figures[trace.who].gender) + ROLELESS * (figures[trace.who].kind == "named")
        scores[trace.who] = max(scores[trace.who], score) + AGAIN if trace.who in scores else score
    speaker = _last_speaker(near) if speaks(token) else -1
    for who in scores:
        scores[who] += SPOKE_LAST * (who == speaker) - OWN_WORDS * (who in own)
    return scores


def _last_speaker(near: Sequence[Trace]) -> int:
    """Who spoke in the last sentence that is about somebody; -1 where nobody did. The nearest trace comes first."""
    about = next((trace.sentence for trace in near if trace.weight >= SUBJECT), -1)
    there = [trace for trace in near if trace.sentence == about]
    foremost = max(there, key=lambda trace: trace.weight, default=None)
    return foremost.who if foremost is not None and foremost.speaks else -1


def _own_subject(token: Token) -> int:
    """The subject of an object's own verb, which it can't stand for: "Ott swore him in"."""
    if token.dep_ not in {"dobj", "dative", "pobj"} or token.lower_.endswith("self"):
        return NOBODY
    verb = token.head.head if token.dep_ == "pobj" else token.head
    return next((child.i for child in verb.children if child.dep_ in SUBJECTS), NOBODY)


def _named_in_own_words(document: Document, token: Token, mentions: Sequence[tuple[Mention, int]]) -> frozenset[int]:
    """Who is named in what the pronoun is said to say: "he said Cole left", "“Cole left,” he said"."""
    if not speaks(token):
        return frozenset()
    paragraph = document.paragraph_at(token.idx)
    if paragraph is None:
        return frozenset()
    verb = token.head
    said = [child for child in verb.children if child.dep_ in {"ccomp", "xcomp", "dobj"}]
    ranges = [(child.left_edge.idx, child.right_edge.idx + len(child.right_edge)) for child in said]
    own = []
    first = bisect_left(mentions, token.idx - REACH, key=lambda pair: pair[0].start)
    last = bisect_left(mentions, token.idx + REACH, key=lambda pair: pair[0].start)
    for mention, who in mentions[first:last]:
        inside = any(start <= mention.start < end for start, end in ranges)
        quoted = paragraph.start <= mention.start < paragraph.end and document.quoted_at(mention.start)
        if inside or quoted:
            own.append(who)
    return frozenset(own)

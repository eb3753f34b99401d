"""Whose words they are, as claimed: words of the story, in quotation marks where they are word for word."""

import re

from stories.extraction.findings import Quote, QuoteType, Span
from stories.extraction.grounding.claims import Dropped, Speech
from stories.extraction.grounding.facts import Facts

WORDS = re.compile(r"\w")
# What turns round the words that follow.
UNSAID = re.compile(
    r"(?:\bden(?:y|ie[sd]|ying|ial)|\bdisput\w+|\brefut\w+|\b(?:claims?|rumou?rs?|reports?|notions?|ideas?)"
    r"|(?:n't|\bnot|\bnever) (?:\w+ )?(?:say|said|claim|suggest|mean|believe|think))\b[^.;]{0,40}$",
    re.IGNORECASE,
)


def quotes(facts: Facts) -> tuple[Quote, ...]:
    """Return the words that stand in the story and whose speaker is named beside them."""
    return facts.kept(facts.claims.quotes, lambda claim: _quote(facts, claim))


def _quote(facts: Facts, claim: Speech) -> Quote:
    span = _whole(facts, facts.places.only(claim.words, "words"))
    speaker, named = None, None
    if claim.speaker:
        speaker, _ = facts.person(claim.speaker)
        named = _named(facts, claim.speaker, speaker, span)
    kind = _type(facts, span)
    cue = _cue(facts, claim.cue, span)
    doubts = [] if kind == claim.type else ["marks and claim differ on whether it is word for word"]
    doubts += _others(facts, speaker, span, cue) if facts.is_read else ["the rules don't read its language"]
    confidence, because = facts.worth(doubts)
    return Quote(
        start=span.start,
        end=span.end,
        text=span.text,
        type=kind,
        speaker=speaker,
        spans=((span.start, span.end),),
        speaker_span=named,
        cue=cue,
        confidence=confidence,
        because=because,
        rule=f"{facts.by}: {kind}",
    )


def _whole(facts: Facts, span: Span) -> Span:
    """The span. Raises Dropped where it is cut so that it may say something else: words between marks begin and end as
    the stretch between them, or as its sentences, and no denial stands right before others.
    """
    if not facts.is_read:
        return span
    start, end = facts.sentences(span)
    plain = facts.document.plain
    if (stretch := facts.document.quoted_at(span.start)) is not None:
        first, last = max(start, stretch.start), min(end, stretch.end)
        if WORDS.search(plain, first, span.start) or WORDS.search(plain, span.end, last):
            raise Dropped("words cut out of their sentence")
    elif UNSAID.search(plain[start : span.start]):
        raise Dropped("words cut from a denial")
    return span


def _others(facts: Facts, speaker: str | None, span: Span, cue: Span | None) -> list[str]:
    """Doubts by what the rules make of the same words."""
    alike = [one for one in facts.said if one.start < span.end and span.start < one.end]
    doubts = ["the rules have another speaker"] if alike and speaker not in {one.speaker for one in alike} else []
    return doubts if alike or cue else ["no word of saying beside it"]


def _type(facts: Facts, span: Span) -> QuoteType:
    """What the marks say: all of it stands in them, some, or none."""
    stretch = facts.document.quoted_at(span.start)
    if stretch is not None and span.end <= stretch.end + 1:
        return "direct"
    text = facts.document.plain[span.start : span.end]
    if not facts.is_read and facts.document.plain[span.start - 1 : span.start] == '"':
        return "direct"
    return "mixed" if '"' in text else "indirect"


def _named(facts: Facts, called: str, speaker: str, span: Span) -> Span | None:
    """Where the speaker is named in the paragraph of the words. Raises Dropped where only others are."""
    text = facts.document.text
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    end = len(text) if end < 0 else end
    inside = [spot for spot in facts.places.all(called) if start <= spot.start < end]
    if inside:
        return min(inside, key=lambda spot: min(abs(spot.start - span.end), abs(span.start - spot.end)))
    meant = {who.name for at in facts.cast.pronouns if start <= at < end and (who := facts.cast.antecedent(at))}
    if speaker in meant or any(
        one.speaker == speaker and one.start < span.end and span.start < one.end for one in facts.said
    ):
        return None
    others = {who.name for who in facts.cast.figures_in(start, end)} - {speaker}
    if others:
        raise Dropped("words beside another name")
    return None


def _cue(facts: Facts, cue: str | None, span: Span) -> Span | None:
    start, end = facts.sentences(span)
    spots = [spot for spot in facts.places.all(cue or "") if start <= spot.start and spot.end <= end]
    return spots[0] if len(spots) == 1 else None

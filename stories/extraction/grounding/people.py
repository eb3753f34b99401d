"""Who somebody is, as claimed: a person of the story, with an office, role or body in the story's words."""

from stories.extraction.findings import Official, OtherSpeaker, RosterEntry, Span
from stories.extraction.grounding.claims import Dropped, Person
from stories.extraction.grounding.facts import Facts
from stories.extraction.people.cast import Figure

NEAR = 160  # characters between a name and what its bearer is


def officials(facts: Facts) -> tuple[Official, ...]:
    """Return those who hold public office."""
    return facts.kept((one for one in facts.claims.people if one.office), lambda claim: _official(facts, claim))


def speakers(facts: Facts) -> tuple[OtherSpeaker, ...]:
    """Return those without office who speak or stand for something; who is only named is nobody to be shown."""
    heard = {one.speaker for one in facts.claims.quotes} | {one.actor for one in facts.claims.positions}
    others = (one for one in facts.claims.people if not one.office and one.name in heard)
    return facts.kept(others, lambda claim: _speaker(facts, claim))


def _official(facts: Facts, claim: Person) -> Official:
    name, figure = facts.person(claim.name)
    mentions = _mentions(facts, name, figure)
    title = _beside(facts, claim.office, mentions) or (figure.title if figure else "")
    if not title:
        raise Dropped("office not word for word beside the name")
    body = facts.body(claim.body) or (figure.body if figure else "")
    known = _known(facts, name) if figure is None else None
    doubts = [] if figure and figure.kind == "official" else ["the rules know no office"]
    if figure and figure.title and title.casefold() not in figure.title.casefold():
        doubts.append("the rules have another office")
    if figure and figure.body and body != figure.body:
        doubts.append("the rules have another body")
    confidence, because = facts.worth(doubts)
    return Official(
        name=name,
        title=title,
        body=body,
        mentions=mentions,
        confidence=confidence,
        because=because,
        rule=f"{facts.by}: office",
        roster_key=figure.roster_key if figure else known.key if known else None,
        ambiguous=bool(figure and figure.ambiguous),
    )


def _speaker(facts: Facts, claim: Person) -> OtherSpeaker:
    name, figure = facts.person(claim.name)
    if figure is not None and figure.kind == "official":
        raise Dropped("name of an official, claimed to be none")
    mentions = _mentions(facts, name, figure)
    confidence, because = facts.worth([])
    return OtherSpeaker(
        name=name,
        role=_beside(facts, claim.role, mentions) or (figure.role if figure else None),
        organization=_beside(facts, claim.organization, mentions) or (figure.organization if figure else None),
        mentions=mentions,
        confidence=confidence,
        because=because,
        rule=f"{facts.by}: role",
    )


def _mentions(facts: Facts, name: str, figure: Figure | None) -> tuple[Span, ...]:
    if figure is not None:
        return tuple(facts.document.span(one.start, one.end) for one in figure.mentions)
    return tuple(facts.places.all(name))


def _beside(facts: Facts, words: str | None, mentions: tuple[Span, ...]) -> str | None:
    """Return the words as the story has them beside one of the mentions; None where they stand nowhere near."""
    for spot in facts.places.all(words or ""):
        if any(spot.end > one.start - NEAR and spot.start < one.end + NEAR for one in mentions):
            return " ".join(spot.text.split())
    return None


def _known(facts: Facts, name: str) -> RosterEntry | None:
    """Return the roster's one entry of exactly this name, of those who serve when the story appears."""
    story = facts.document.story
    day = story.published_at.date() if story.published_at else None
    fitting = [
        entry
        for entry in story.roster
        if name in (entry.name, *entry.aliases)
        and (day is None or ((not entry.since or entry.since <= day) and (not entry.until or day <= entry.until)))
    ]
    return fitting[0] if len(fitting) == 1 else None

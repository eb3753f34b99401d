"""`find`: everybody in a story, as a `Cast`."""

from collections.abc import Iterator, Mapping, Sequence

from stories.extraction.document import Document
from stories.extraction.people.after import clause
from stories.extraction.people.cast import Cast, Figure
from stories.extraction.people.claims import Claim
from stories.extraction.people.clusters import Clusters, Person
from stories.extraction.people.figures import figure
from stories.extraction.people.genders import told as genders_told
from stories.extraction.people.holders import titles_used, with_titles
from stories.extraction.people.offices import Offices
from stories.extraction.people.pronouns import resolve
from stories.extraction.people.reading import Reading
from stories.extraction.people.roster import matched
from stories.extraction.people.seated import seat
from stories.extraction.people.setting import Setting
from stories.extraction.people.words import position


def find(document: Document) -> Cast:
    """The people of a story; a story in another language has none."""
    if not document.paragraphs:
        return Cast()
    reading = Reading.of(document)
    people = Clusters(reading).gather()
    offices = Offices(reading.bodies, reading.context.titles, reading.context.words)
    figures = _figures(people, reading, offices)
    pronouns = resolve(document, reading.tokens, figures)
    if later := list(_told_of_pronouns(reading, pronouns)):
        for number, claim in later:
            people[number].claims.append(claim)
        figures = _figures(people, reading, offices)
    published = document.story.published_at
    day, setting = published.date() if published else None, Setting(document, reading.tokens)
    return _cast(matched(figures, document.story.roster, day, setting), pronouns, reading)


def _figures(people: Sequence[Person], reading: Reading, offices: Offices) -> tuple[Figure, ...]:
    named = [figure(person, reading, offices, seat(reading, person)) for person in people]
    figures = with_titles(named, reading, set(titles_used(reading)))
    return genders_told(reading.document, figures)


def _told_of_pronouns(reading: Reading, pronouns: Mapping[int, int]) -> Iterator[tuple[int, Claim]]:
    """ "He holds the District 5 seat", "She also chairs the Streets Committee": an office told of a pronoun."""
    words = reading.context.words
    for start, number in pronouns.items():
        at = position(words, start)
        if words[at].low not in {"he", "she"}:
            continue
        at += 1 + (words[at + 1].low in {"also", "now", "currently"})
        yield from ((number, claim) for claim in clause(reading.context, at))


def _cast(figures: tuple[Figure, ...], pronouns: Mapping[int, int], reading: Reading) -> Cast:
    index = sorted(
        (mention.start, mention.end, number) for number, who in enumerate(figures) for mention in who.mentions
    )
    return Cast(
        figures=figures,
        pronouns=pronouns,
        bodies=reading.bodies.phrases,
        main_body=reading.bodies.main or None,
        place=reading.bodies.place or None,
        _index=tuple(index),
    )

"""`find`: everybody in a story, as a `Cast`."""


from stories.extraction.document import Document
from stories.extraction.people.cast import Cast, Figure
from stories.extraction.people.clusters import Clusters, Person
from stories.extraction.people.figures import figure
from stories.extraction.people.lists import in_roll_call
from stories.extraction.people.offices import Offices
from stories.extraction.people.pronouns import resolve
from stories.extraction.people.reading import Reading


def find(document: Document) -> Cast:
    """The people of a story; a story in another language has none."""
    if not document.paragraphs:
        return Cast()
    reading = Reading.of(document)
    people = Clusters(reading.context, reading.names, reading.claims, reading.bodies).gather(reading.listed, reading.in_headings)
    offices = Offices(reading.bodies, reading.context.titles)
    figures = tuple(figure(person, reading, offices, _votes(reading, person)) for person in people)
    return _cast(figures, reading)


def _cast(figures: tuple[Figure, ...], reading: Reading) -> Cast:
    index = sorted((mention.start, mention.end, number) for number, who in enumerate(figures) for mention in who.mentions)
    return Cast(
        figures=figures,
        pronouns=resolve(reading.document, figures),
        bodies=reading.bodies.phrases,
        main_body=reading.bodies.main or None,
        place=reading.bodies.place or None,
        _index=tuple(index),
    )


def _votes(reading: Reading, person: Person) -> bool:
    """Whether a sentence that tells votes names the person, in a list or as who voted."""
    for number, _ in person.names:
        sentence = reading.document.sentence_at(reading.names[number].start)
        voted = any(claim.votes for claim in reading.claims[number])
        if voted or (number in reading.listed and sentence is not None and in_roll_call(sentence.text)):
            return True
    return False



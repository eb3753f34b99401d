"""From names to people: which names of a story are one person's."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from stories.extraction.people.bodies import Bodies
from stories.extraction.people.cast import Form
from stories.extraction.people.claims import Claim, Context
from stories.extraction.people.evidence import is_person, lone_surnames
from stories.extraction.people.given import fold, same_given
from stories.extraction.people.names import Name


@dataclass(slots=True)
class Person:
    """The names that are one person's, by index and form, and all that is claimed of them."""

    given: tuple[str, ...]
    surname: str
    names: list[tuple[int, Form]] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def fullest(self, names: Sequence[Name]) -> str:
        """The longest form, in mixed case where there is one."""
        texts = [names[number].text for number, _ in self.names]
        texts = [text for text in texts if not text.isupper()] or texts
        return max(texts, key=lambda text: (len(text.split()), len(text)))


class Clusters:
    """Gathers the names of one story into people, in three passes: full names, titled surnames, the rest."""

    def __init__(self, context: Context, names: Sequence[Name], claims: Sequence[list[Claim]], bodies: Bodies) -> None:
        self.context, self.names, self.claims = context, names, claims
        self.counts = lone_surnames(context.words, names)
        self.places = {bodies.place, bodies.county, *(body.place for body in bodies.found)} - {""}
        self.people: list[Person] = []
        self.by_surname: dict[str, list[Person]] = defaultdict(list)
        self.by_given: dict[str, list[Person]] = defaultdict(list)

    def gather(self, listed: Collection[int], headings: Collection[int]) -> list[Person]:
        """All people, in order of first full mention; names in headings and lists are given by index."""
        for number, name in enumerate(self.names):
            if name.full and number not in headings and self._accepted(number, number in listed):
                self._full(number)
        for number, name in enumerate(self.names):
            if not name.full and number not in headings and _titled(self.claims[number]):
                self._titled_surname(number)
        self._rest()
        self.people.sort(key=lambda person: min(number for number, _ in person.names))
        return self.people

    def _accepted(self, number: int, listed: bool) -> bool:
        name = self.names[number]
        known = any(same_person(name, person) for person in self.by_surname.get(name.surname, ()))
        return known or is_person(self.context.words, name, self.claims[number], self.counts, self.places, listed)

    def _full(self, number: int) -> None:
        name = self.names[number]
        fitting = [person for person in self.by_surname[name.surname] if same_person(name, person)]
        person = fitting[0] if fitting else self._new(name)
        if len(name.given) > len(person.given):
            person.given = name.given
        self._add(person, number, "full")

    def _new(self, name: Name) -> Person:
        person = Person(name.given, name.surname)
        self.people.append(person)
        self.by_surname[name.surname].append(person)
        if name.given:
            self.by_given[name.given[0]].append(person)
        return person

    def _add(self, person: Person, number: int, form: Form) -> None:
        person.names.append((number, form))
        person.claims += self.claims[number]

    def _titled_surname(self, number: int) -> None:
        """"Mayor Johnson": one of that surname, or somebody new whose given name the story doesn't tell."""
        name = self.names[number]
        same = self.by_surname.get(name.surname, [])
        heads = {claim.title.head for claim in self.claims[number] if claim.title is not None}
        fitting = [person for person in same if heads & {claim.title.head for claim in person.claims if claim.title is not None}]
        if not same and name.surname in self.by_given and len(self.by_given[name.surname]) == 1:
            self._add(self.by_given[name.surname][0], number, "first")
            return
        chosen = fitting or same
        person = self._nearest(chosen, number) if chosen else self._new(name)
        self._add(person, number, "surname")

    def _rest(self) -> None:
        """Surnames and given names on their own, in order, so that "Bell" is the Bell last spoken of."""
        done = {number for person in self.people for number, _ in person.names}
        for number, name in enumerate(self.names):
            if number in done or name.full:
                continue
            if same := self.by_surname.get(name.surname):
                self._add(self._nearest(same, number), number, "surname")
            elif (same := self.by_given.get(name.surname)) and self.context.words[name.first - 1].low != "the":
                self._add(self._nearest(same, number), number, "first")

    def _nearest(self, people: Sequence[Person], number: int) -> Person:
        """Whoever of these was named last before a name, else first after it."""
        if len(people) == 1:
            return people[0]

        def distance(person: Person) -> tuple[bool, int]:
            before = [number - one for one, _ in person.names if one < number]
            after = [one - number for one, _ in person.names if one > number]
            return (not before, min(before or after or [0]))

        return min(people, key=distance)


def same_person(name: Name, person: Person) -> bool:
    """Whether a full name can be that of someone already known by the same surname."""
    if not name.given or not person.given:
        return True
    if same_given(name.given[0], person.given[0]) or name.given[0] in person.given or person.given[0] in name.given:
        return True
    return fold(name.text) == " ".join((*person.given, person.surname))


def _titled(claims: Sequence[Claim]) -> bool:
    return any(claim.title is not None and claim.strength > 0.95 and not claim.title.plural for claim in claims)

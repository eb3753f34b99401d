"""From names to people: which names of a story are one person's."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from stories.extraction.people import lexicon as lex
from stories.extraction.people.cast import Form, Gender
from stories.extraction.people.claims import Claim
from stories.extraction.people.evidence import PLACED, is_person, lone_surnames
from stories.extraction.people.given import fold, gender_of, is_given, same_given
from stories.extraction.people.names import Name
from stories.extraction.people.reading import Reading
from stories.extraction.people.words import Words

COURTESY: dict[str, Gender] = {"mr.": "he", "mrs.": "she", "ms.": "she", "miss": "she"}
COURTESIES = frozenset(COURTESY) | {"mx."}
AGE = re.compile(r", \d{1,2},")
SPOKE = frozenset(["said", "says", "asked", "added", "recalled", "joked", "replied", "told", "wrote"])
SETTLED = 2  # times a bare surname was used, after which a namesake must be spoken about to be meant by it


@dataclass(slots=True)
class Person:
    """The names that are one person's, by index and form, and all that is claimed of them."""

    given: tuple[str, ...]
    surname: str
    names: list[tuple[int, Form]] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def fullest(self, names: Sequence[Name]) -> str:
        """The longest form, in mixed case where there is one; a name told in capitals only is put in small letters."""
        texts = [names[number].text for number, _ in self.names]
        mixed = [text for text in texts if not text.isupper()]
        longest = max(mixed or texts, key=lambda text: (len(text.split()), len(text)))
        return longest if mixed or len(longest) < 4 else longest.title().replace("'S", "'s")


class Clusters:
    """Gathers the names of one story into people, in three passes: full names, titled surnames, the rest."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.names, self.claims, self.words = (
            reading,
            reading.names,
            reading.claims,
            reading.context.words,
        )
        self.counts = lone_surnames(self.words, self.names)
        bodies = reading.bodies
        self.places = {bodies.place, bodies.county, *(body.place for body in bodies.found)} - {""}
        self.lone = _lone_given(self.words, self.names) - {place.casefold() for place in self.places}
        self.people: list[Person] = []
        self.by_surname: dict[str, list[Person]] = defaultdict(list)
        self.by_given: dict[str, list[Person]] = defaultdict(list)

    def gather(self) -> list[Person]:
        """All people, in order of first mention; headings bring in nobody new."""
        headings = self.reading.in_headings
        for number, name in enumerate(self.names):
            if name.full and number not in headings and self._accepted(number):
                self._full(number)
        for number, name in enumerate(self.names):
            told = _titled(self.claims[number]) or self.words[name.first - 1].low in COURTESIES
            told = told or (number in self.reading.listed and _member(self.claims[number]))
            if not name.full and number not in headings and told and not self._known(name):
                self._add(self._new(name), number, "surname")
        for number, name in enumerate(self.names):
            if number not in headings and name.surname in self.lone and not self._known(name):
                self._add(self._new(name), number, "first")
        self._rest()
        self.people.sort(key=lambda person: min(number for number, _ in person.names))
        return self.people

    def _known(self, name: Name) -> bool:
        return name.surname in self.by_surname or name.surname in self.by_given

    def _accepted(self, number: int) -> bool:
        name = self.names[number]
        if any(same_person(name, person) for person in self.by_surname.get(name.surname, ())):
            return True
        listed = number in self.reading.among_people
        after = self.reading.document.plain[name.end : name.end + 110]
        if AGE.match(after):
            return True
        return is_person(self.words, name, self.claims[number], self.counts, self.places, listed, after)

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

    def _rest(self) -> None:
        """Surnames and given names on their own, in order, so that "Bell" is the Bell last spoken of."""
        owners = {number: person for person in self.people for number, _ in person.names}
        recent: dict[str, Person] = {}
        established: Counter[str] = Counter()
        for number, name in enumerate(self.names):
            person = owners.get(number)
            if person is None and not name.full:
                person, form = self._bearer(number, recent)
                if person is not None:
                    self._add(person, number, form)
                    established[name.surname] += 1
            known = person is not None and established[person.surname] < SETTLED and not self._aside(number, owners)
            if person is not None and (known or self._takes_over(name)):
                recent[person.surname] = person
                recent.update(dict.fromkeys(person.given[:1], person))

    def _takes_over(self, name: Name) -> bool:
        """Whether a story may go on about somebody by the surname that was another's so far.

        "Cole said" after "Ann Cole left", not after "Bob Cole left with his wife, Ann Cole".
        """
        if self.reading.document.quoted_at(name.start) is not None:
            return False
        token = self._head(name)
        return token is None or token.dep_ in {"nsubj", "nsubjpass", "ROOT"}

    def _head(self, name: Name) -> Token | None:
        """The token of a name that the rest of the sentence hangs on."""
        token = self.reading.tokens.get(name.start)
        while token is not None and token.head != token and name.start <= token.head.idx < name.end:
            token = token.head
        return token

    def _aside(self, number: int, owners: Mapping[int, Person]) -> bool:
        """Whether somebody is brought in by a sentence about a namesake: "Ann Cole and her husband, Bob Cole"."""
        here = self._head(self.names[number])
        for earlier in range(number - 1, -1, -1):
            token = self._head(self.names[earlier])
            if here is None or token is None or token.sent != here.sent:
                return False
            other = owners.get(earlier)
            namesake = other is not None and other is not owners.get(number)
            if namesake and self.names[earlier].surname == self.names[number].surname:
                return token.dep_ in {"nsubj", "nsubjpass"}
        return False

    def _bearer(self, number: int, recent: Mapping[str, Person]) -> tuple[Person | None, Form]:
        """Whose name a single word is: of several people the last one named, or who has the title before it."""
        name = self.names[number]
        if same := self.by_surname.get(name.surname):
            fitting = self._told_apart(number, same) if len(same) > 1 else []
            if len(fitting) == 1:
                return fitting[0], "surname"
            return recent.get(name.surname, same[0]), "surname"
        same = self.by_given.get(name.surname, [])
        if same and self.words[name.first - 1].low != "the":
            return recent.get(name.surname, same[0]), "first"
        return None, "surname"

    def _told_apart(self, number: int, same: Sequence[Person]) -> list[Person]:
        """Those of one surname who have the title before it, or whom the "Mr." or "Ms." before it fits."""
        heads = {claim.title.head for claim in self.claims[number] if claim.title is not None}
        gender = COURTESY.get(self.words[self.names[number].first - 1].low)
        if gender is not None:
            return [person for person in same if person.given and gender_of(person.given[0]) == gender]
        return [person for person in same if heads and heads & _heads(person)]


def _heads(person: Person) -> set[str]:
    return {claim.title.head for claim in person.claims if claim.title is not None}


def same_person(name: Name, person: Person) -> bool:
    """Whether a full name can be that of someone already known by the same surname."""
    if not name.given or not person.given:
        return True
    if same_given(name.given[0], person.given[0]) or name.given[0] in person.given or person.given[0] in name.given:
        return True
    return fold(name.text) == " ".join((*person.given, person.surname))


def _lone_given(words: Words, names: Sequence[Name]) -> set[str]:
    """Given names of those whom the story calls by no other: they speak more than once, and nothing is "in" them."""
    spoke: Counter[str] = Counter()
    placed = set()
    for name in names:
        if name.full or not is_given(name.text):
            continue
        before, after = words[name.first - 1], words[name.last]
        spoke[name.surname] += after.low in SPOKE or before.low in SPOKE
        if before.low in PLACED or (before.kind == "word" and before.cap):
            placed.add(name.surname)
    return {name for name, times in spoke.items() if times > 1} - placed


def _member(claims: Sequence[Claim]) -> bool:
    """ "Council Members Ng, Halloway and Brandt": surnames in a list of members, or in a roll call."""
    members = lex.MEMBERS | lex.OFFICES
    return any(
        claim.votes or (claim.title is not None and claim.title.plural and claim.title.head in members)
        for claim in claims
    )


def _titled(claims: Sequence[Claim]) -> bool:
    return any(claim.title is not None and claim.strength > 0.95 and not claim.title.plural for claim in claims)

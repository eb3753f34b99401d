"""The people of one story: who they are, where they are named, and who "she" or "the mayor" is."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

from stories.extraction.findings import Official, OtherSpeaker, Span

Kind = Literal["official", "other", "journalist", "named"]
Form = Literal["full", "surname", "first", "title"]
Gender = Literal["he", "she", ""]


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a figure is named; `text` takes in a title before the name, `name_start` skips it."""

    start: int
    end: int
    text: str
    form: Form
    name_start: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A named person of the story.

    `name` is the fullest form in the story, without titles. `kind`: `official` holds public office or a public post,
    `other` has a role or an organisation, `journalist` is a reporter or host, `named` is all else; a `contact` speaks
    for somebody by trade. `title` and `body` are an official's, `role` and `organization` anybody else's.
    """

    name: str
    kind: Kind
    mentions: tuple[Mention, ...]
    title: str = ""
    body: str = ""
    role: str | None = None
    organization: str | None = None
    gender: Gender = ""
    confidence: float = 0.5
    because: str = ""
    roster_key: str | None = None
    ambiguous: bool = False
    contact: bool = False

    @property
    def surname(self) -> str:
        """The last word of the name, suffixes left out."""
        words = [word for word in self.name.split() if word.rstrip(".").casefold() not in SUFFIXES]
        return words[-1].rstrip(",") if words else self.name


SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class Cast:
    """All figures of a story, in order of first mention.

    `pronouns` maps the start of a pronoun to an index into `figures`; a pronoun that is not there is open.
    `bodies` maps a plain phrase ("the council", casefolded, no article) to the body's full name.
    """

    figures: tuple[Figure, ...] = ()
    pronouns: Mapping[int, int] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)
    main_body: str | None = None
    place: str | None = None
    _index: tuple[tuple[int, int, int], ...] = ()

    def figures_in(self, start: int, end: int) -> tuple[Figure, ...]:
        """The figures named between two offsets, in order, each once."""
        first = bisect_left(self._index, (start, 0, 0))
        last = bisect_right(self._index, (end, 0, 0))
        if first and self._index[first - 1][1] > start:
            first -= 1
        return tuple(self.figures[i] for i in dict.fromkeys(who for _, _, who in self._index[first:last]))

    def figure_at(self, start: int, end: int) -> Figure | None:
        """The one figure that a span names (by name, surname or title); None for nobody or several."""
        found = self.figures_in(start, end)
        return found[0] if len(found) == 1 else None

    def antecedent(self, start: int) -> Figure | None:
        """Whom the he, she, they or who that starts at `start` stands for; None where left open."""
        index = self.pronouns.get(start)
        return None if index is None else self.figures[index]

    def named(self, name: str) -> Figure | None:
        """The figure with this canonical name."""
        return next((figure for figure in self.figures if figure.name == name), None)

    def body(self, phrase: str) -> str | None:
        """The full name of a public body that a phrase such as "the council" speaks of in this story."""
        words = phrase.casefold().split()
        return self.bodies.get(" ".join(words[1:] if words[:1] in (["the"], ["a"], ["its"], ["their"]) else words))

    def officials(self) -> tuple[Official, ...]:
        """Those who hold public office, as findings."""
        return tuple(
            Official(
                name=who.name,
                title=who.title,
                body=who.body,
                mentions=_spans(who),
                confidence=who.confidence,
                because=who.because,
                roster_key=who.roster_key,
                ambiguous=who.ambiguous,
            )
            for who in self.figures
            if who.kind == "official"
        )

    def others(self, speakers: Collection[str]) -> tuple[OtherSpeaker, ...]:
        """Those without office who are contacts or whose canonical name is among `speakers`."""
        return tuple(
            OtherSpeaker(
                name=who.name,
                role=who.role,
                organization=who.organization,
                mentions=_spans(who),
                confidence=who.confidence,
                because=who.because,
            )
            for who in self.figures
            if who.kind in {"other", "named"} and (who.name in speakers or who.contact)
        )


def _spans(who: Figure) -> tuple[Span, ...]:
    return tuple(Span(mention.start, mention.end, mention.text) for mention in who.mentions)

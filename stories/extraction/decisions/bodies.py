"""Which body decides: the words that the tagger points at, in full as the story has it; open rather than guessed."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from stories.extraction.decisions.draft import Draft
from stories.extraction.decisions.scene import Scene
from stories.extraction.tagger.tags import Tags

TIED = 0.4
MOST_WORDS = 9
# What kind of body a word stands for; "members" and "officials" are of any.
SAYINGS = {
    "council": "council councilors councillors councilmembers aldermen alders alderpersons",
    "commission": "commission commissioners",
    "board": "board supervisors trustees directors regents selectmen selectboard freeholders",
    "committee": "committee subcommittee panel",
    "court": "court magistrates",
    "jury": "jury jurors",
    "senate": "senate senators",
    "house": "house representatives",
    "legislature": "legislature lawmakers legislators",
    "assembly": "assembly", "cabinet": "cabinet", "authority": "authority", "district": "district",
    "department": "department", "parliament": "parliament",
}  # fmt: skip
KINDS = {word: kind for kind, words in SAYINGS.items() for word in words.split()}
GENERIC = frozenset(
    """the a an its their his her our this that these each same both all full new other whole and of for at in
    city county town village borough parish township
    state local school governing elected member members leaders officials""".split()
) | frozenset(KINDS)
UNITS = frozenset("city county town village state school parish township".split())
TITLED = re.compile(
    r"\b(?:councilman|councilwoman|councilmember|commissioner|supervisor|trustee|alderman|cr|cllr)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Named:
    """A body as the story writes it somewhere."""

    start: int
    text: str

    @property
    def kind(self) -> str:
        return next((KINDS[word] for word in reversed(_words(self.text)) if word in KINDS), "")

    @property
    def full(self) -> bool:
        """Whether it has a name and not only a kind: a capital word that is not generic, beside what kind it is."""
        telling = [word for word in re.findall(r"[^\s,]+", self.text) if word[:1].isupper()]
        return bool(self.kind) and any(
            word.lower().removesuffix("’s").removesuffix("'s") not in GENERIC for word in telling
        )

    @property
    def bare(self) -> bool:
        """Whether nothing but the kind is said: "the board", "commissioners", "city council"."""
        return all(word in GENERIC for word in _words(self.text))


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower().replace("’s", "").replace("'s", ""))


@dataclass
class Bodies:
    """All bodies of a story that the tagger points at."""

    scene: Scene
    tags: Tags

    @cached_property
    def named(self) -> Sequence[Named]:
        return self.between(0, len(self.scene.document.text))

    @cached_property
    def main(self) -> str | None:
        """The body named most often in full; the one that the story's people sit on where none is."""
        told = Counter(one.text for one in self.named if one.full)
        return max(told, key=lambda text: told[text]) if told else self.scene.cast.main_body

    def between(self, start: int, end: int) -> list[Named]:
        """The bodies named between two offsets."""
        told = self.tags.stretches("body", start, end, TIED)
        found = (Named(one.start, clean(self.scene.document.text[one.start : one.end])) for one in told)
        return [one for one in found if one.text and not TITLED.search(one.text)]

    def full(self, one: Named) -> str:
        """The name in full behind "the board": the last of its kind before, else after, else the only one told."""
        if one.full or not one.bare:
            return one.text
        units = UNITS & set(_words(one.text))
        alike = [
            other
            for other in self.named
            if other.full and (not one.kind or other.kind == one.kind) and units <= set(_words(other.text))
        ]
        before = [other for other in alike if other.start < one.start]
        if alike:
            return (before[-1:] or alike[:1])[0].text
        known = {self.scene.cast.main_body or "", *self.scene.cast.bodies.values()}
        fitting = {name for name in known if one.kind and one.kind in name.lower() and units <= set(_words(name))}
        others = {other.text for other in self.named if other.full} or fitting
        return others.pop() if len(others) == 1 and not units else one.text

    def set_body(self, draft: Draft, before: Sequence[Draft]) -> None:
        """Give a draft the body of its sentence, else of those before, else the story's main one."""
        told = self.between(draft.sentence.start_char, draft.sentence.end_char)
        if told:
            draft.body = self.full(min(told, key=lambda one: abs(one.start - draft.at)))
            return
        last = next((one for one in reversed(before) if one.body), None)
        near = [one for one in self.named if one.start < draft.sentence.start_char]
        if near and (last is None or near[-1].start > last.sentence.end_char):
            draft.body = self.full(near[-1])
        else:
            draft.body = last.body if last else self.main


def clean(text: str) -> str:
    """A body's words without article, possessive ending and what follows the name."""
    words = " ".join(text.split())
    words = re.sub(r"^(?:the|a|an|its|their|his|her|our|both|all)\s+", "", words, flags=re.IGNORECASE)
    words = re.sub(r"(?:'s|’s|s’)?[\s,.;:]*$", lambda end: "s" if end[0].startswith("s") else "", words)
    return " ".join(words.split()[:MOST_WORDS])

"""Which body decides: the names of bodies by rule, which of them it is by the tagger; open rather than guessed."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from stories.extraction.dates.words import SHORT_DAYS
from stories.extraction.decisions.draft import Draft
from stories.extraction.decisions.scene import Scene
from stories.extraction.tagger.tags import Tags

# From how likely on a name is the deciding body's, and what a subject's place adds to it.
TIED, SUBJECT, TO = 0.2, 0.25, 0.7
ASIDE = frozenset("to with from for against between before on".split())
SURE = 1.0  # so likely the own body of a sentence is the one
POINTED = 0.6  # the share of what the tagger points at that settles a question
FAR = 400  # characters that weigh as much as a tagger's certainty
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
    "house": "house",
    "legislature": "legislature lawmakers legislators",
    "assembly": "assembly",
    "cabinet": "cabinet",
    "authority": "authority",
    "parliament": "parliament",
}
KINDS = {word: kind for kind, words in SAYINGS.items() for word in words.split()}
UNITS = frozenset("city county town village state school parish township".split())
GENERIC = (
    frozenset(
        """the a an its their his her our this that these each same both all full new other whole and of for at in
        borough local governing elected member members leaders officials""".split()
    )
    | frozenset(KINDS)
    | UNITS
)
# Words that belong to a body's name without a capital.
COMMON = UNITS | frozenset(
    """plan planning zoning finance library health water transit housing parks budget education select ordinance public
    works safety economic development full joint general borough""".split()
)
TITLE = re.compile(
    r"(?:mayor|councilman|councilwoman|commissioner|supervisor|trustee|chair\w*|sheriff|president)s?", re.I
)
PRIVATE = re.compile(
    r"\b(?:white house|editorial|company|corporate|union|bargaining|search|grand|circuit|supreme|federal|high)\b", re.I
)
# "The council member", "a board chair": words of a person and no body.
NOT_BODIES = frozenset(
    "member chair chairman chairwoman president vice candidate candidates seat seats race clerk".split()
)


@dataclass(frozen=True, slots=True)
class Named:
    """A body as the story writes it somewhere, and how likely it is one that decides."""

    start: int
    text: str
    likely: float = 0.0

    @property
    def kind(self) -> str:
        return next((KINDS[word] for word in reversed(_words(self.text)) if word in KINDS), "")

    @property
    def full(self) -> bool:
        """Whether it has a name and not only a kind: a capital word that is not generic."""
        told = (re.sub(r"['’]s$", "", word) for word in re.findall(r"[^\s,]+", self.text) if word[:1].isupper())
        return any(word.lower() not in GENERIC for word in told)

    @property
    def bare(self) -> bool:
        """Whether nothing but the kind is said: "the board", "commissioners", "city council"."""
        return all(word in GENERIC for word in _words(self.text))


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", re.sub(r"['’]s\b", "", text.lower()))


@dataclass
class Bodies:
    """All bodies of a story."""

    scene: Scene
    tags: Tags

    @cached_property
    def named(self) -> Sequence[Named]:
        """Every body that the story names, in order."""
        return [one for token in self.scene.document.doc if token.lower_ in KINDS and (one := self._at(token))]

    @cached_property
    def main(self) -> str | None:
        """The body named most often in full; the one that the story's people sit on where none is."""
        told = Counter(one.text for one in self.named if one.full)
        return max(told, key=lambda text: told[text]) if told else self.scene.cast.main_body

    def between(self, start: int, end: int) -> list[Named]:
        """The bodies named between two offsets that may decide."""
        return [one for one in self.named if start <= one.start < end and one.likely >= TIED]

    def full(self, one: Named) -> str:
        """The name in full behind "the board": the last of its kind before, else after, else where the people sit."""
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
        return self.main if self.main and one.kind and Named(0, self.main).kind == one.kind else one.text

    def set_body(self, draft: Draft, before: Sequence[Draft]) -> None:
        """Give a draft the body that the tagger points at, else that of its sentence, of those before, of the story."""
        told = self.between(draft.sentence.start_char, draft.sentence.end_char)
        surest = max(told, key=lambda one: one.likely, default=None)
        if surest is not None and surest.likely >= SURE:
            told = [surest]
        elif pointed := self._pointed(draft):
            draft.body = pointed
            return
        if told:
            draft.body = self.full(max(told, key=lambda one: one.likely - abs(one.start - draft.at) / FAR))
            return
        last = next((one for one in reversed(before) if one.body), None)
        near = [one for one in self.named if one.start < draft.sentence.start_char and one.likely >= TIED]
        if near and (last is None or near[-1].start > last.sentence.end_char):
            draft.body = self.full(near[-1])
        else:
            draft.body = last.body if last else self.main or self._next(draft)

    def _next(self, draft: Draft) -> str | None:
        """The body first named behind a draft, where the story names none in full."""
        found = next((one for one in self.named if one.start > draft.sentence.end_char), None)
        return found.text if found else None

    def _pointed(self, draft: Draft) -> str | None:
        """The body in full that is pointed at most, all its namings together; None where none clearly is."""
        pointing = self.tags.where(draft.number, draft.group, "body")
        if pointing is None:
            return None
        shares: dict[str, float] = defaultdict(float)
        for one in self.named:
            shares[self.full(one)] += pointing.share(one.start, one.start + len(one.text))
        best = max(shares, key=lambda text: shares[text], default=None)
        return best if best is not None and shares[best] >= POINTED else None

    def _at(self, token: Token) -> Named | None:
        first, last = _around(token)
        start, end = token.doc[first].idx, token.doc[last].idx + len(token.doc[last])
        text = clean(self.scene.document.text[start:end])
        if not text or PRIVATE.search(text) or (last + 1 < len(token.doc) and token.doc[last + 1].lower_ in NOT_BODIES):
            return None
        likely = max((piece.belongs for piece in self.tags.between("body", start, end)), default=0.0)
        # "School board members" are the board; in "school board elections" nobody decides.
        word = token.head if token.dep_ == "compound" and token.head.lower_ == "members" else token
        aside = (word.dep_ == "pobj" and word.head.lower_ in ASIDE) or (
            word.dep_ == "compound" and word.head.lower_ not in KINDS
        )
        subject = word.dep_ in ("nsubj", "nsubjpass")
        return Named(start, text, likely + SUBJECT * subject - TO * aside)


def _around(token: Token) -> tuple[int, int]:
    """The first and last word of the name that a kind of body stands in: "the Elm Park Board of Selectmen"."""
    doc, first, last = token.doc, token.i, token.i
    while first > token.sent.start and _belongs(doc[first - 1]):
        first -= 1
    end = token.sent.end
    if last + 2 < end and doc[last + 1].lower_ == "of":
        after = last + 3 if doc[last + 2].lower_ == "the" else last + 2
        at = after
        while at < end and (doc[at].text[:1].isupper() or doc[at].lower_ in KINDS):
            at += 1
        last = at - 1 if at > after else last
    return first, last


def _belongs(word: Token) -> bool:
    """Whether a word before a kind of body is of its name."""
    if word.is_space or word.lower_ in ("the", "a", "an") or word.lower_.rstrip(".") in SHORT_DAYS:
        return False
    capital = word.text[:1].isupper() and word.pos_ in ("PROPN", "ADJ", "NOUN") and not TITLE.fullmatch(word.text)
    return capital or word.lower_ in COMMON or word.text in ("&", "'s", "’s")


def clean(text: str) -> str:
    """A body's words without article, possessive ending and what follows the name."""
    words = " ".join(text.split())
    words = re.sub(r"^(?:the|a|an|its|their|his|her|our|both|all|'s|’s|&)\s+", "", words, flags=re.IGNORECASE)
    words = re.sub(r"(?:'s|’s|s’)?[\s,.;:]{0,9}$", lambda end: "s" if end[0].startswith("s") else "", words)
    return " ".join(words.split()[:MOST_WORDS])

"""The public bodies and places of a story: which town, which council, and what "the board" stands for."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from stories.extraction.people import lexicon as lex
from stories.extraction.people.places import PLACE_OF, count
from stories.extraction.people.titles import Title
from stories.extraction.people.words import Words, text_of

ANCHORS = frozenset("council commission board committee court legislature senate assembly authority jury selectboard".split())
DECIDING = ANCHORS - {"committee"}
UNITS = frozenset("city town village borough county parish township nation tribe".split())
# Words that belong to the kind of body, not to the place before it.
GENERIC = (
    UNITS | ANCHORS | lex.PUBLIC | lex.NEUTRAL
    | frozenset("common unified independent consolidated regional joint union central public select metro commissioners' commissioners appeals".split())
) - frozenset("river national union central".split())  # fmt: skip


GEOGRAPHIC = frozenset("harbor port park river fort lake forest falls beach".split())
SURE_PLACE = 3  # below this a capitalised word after "in" may be anything


@dataclass(frozen=True, slots=True)
class Body:
    """A public body as written: the place before it, what kind it is, and the noun its name turns on."""

    place: str
    kind: str
    anchor: str
    at: int

    @property
    def full(self) -> str:
        return f"{self.place} {self.kind}".strip()


@dataclass(frozen=True, slots=True)
class Bodies:
    """`place` is the town or county the story is about, `unit` what it is (City, Village, County...)."""

    found: tuple[Body, ...]
    place: str
    unit: str
    county: str
    district: str
    phrases: dict[str, str]
    main: str

    def of_anchor(self, *anchors: str) -> str:
        """The story's body of one of these kinds, fully named; empty where there is none."""
        return next((self.phrases[anchor] for anchor in anchors if anchor in self.phrases), "")

    def named(self, *words: str) -> str:
        """The first body whose name holds all these words; empty where there is none."""
        wanted = {word.casefold() for word in words}
        full = next((body.full for body in self.found if wanted <= set(body.full.casefold().split())), "")
        return self.phrases.get(full.casefold(), full)


def read(words: Words, titles: Sequence[Title], surnames: Collection[str], headline: str, text: str) -> Bodies:
    """All bodies of a story and the place they belong to; `surnames` are of its people, not places."""
    found = tuple(_bodies(words))
    named_after = [body.place for body in found if body.place and body.anchor not in {"library", "committee"}]
    places = count(words, titles, named_after, surnames, headline, text)
    places = Counter({place: score for place, score in places.items() if score >= SURE_PLACE})
    town = next((place for place, _ in places.most_common() if not place.endswith((" County", " Parish"))), "")
    county = next((place for place, _ in places.most_common() if place.endswith((" County", " Parish"))), "")
    unit = _unit(found, titles, text)
    district = next((body.full for body in found if body.anchor == "district" and body.place), "")
    authority = next((body.full for body in found if body.anchor == "authority" and body.place), "")
    phrases = _phrases(found, town, county, unit)
    if district and "board" in phrases and phrases["board"].casefold().endswith((" board", "school board")):
        trustees = any(title.head == "trustee" for title in titles)
        phrases["board"] = f"{district} Board of Trustees" if trustees else f"{district} Board"
    elif authority and phrases.get("board", "").casefold() in {"board", f"{town} board".casefold()}:
        phrases["board"] = f"{authority} Board"
    main = _main(phrases, words)
    if town and re.search(rf"\b{re.escape(town)} City(?! (?:[A-Z]|council|council's))\b", text):
        town = f"{town} City"
    of_county = bool(county) and (main.startswith(county) or not town or (not main and places[county] > 2 * places[town]))
    return Bodies(
        found=found,
        place=county if of_county else town,
        unit="County" if of_county else unit,
        county=county,
        district=district,
        phrases=phrases,
        main=main,
    )


def _bodies(words: Words) -> Iterable[Body]:
    number = 0
    while number < len(words):
        word = words[number]
        if word.kind == "word" and (word.low in ANCHORS or (word.cap and word.low in {"district", "department", "library", "schools", "office", "utilities"})):
            body, number = _body_at(words, number)
            if body is not None:
                yield body
        else:
            number += 1


def _body_at(words: Words, anchor: int) -> tuple[Body | None, int]:
    first, last = anchor, anchor + 1
    while first > 0 and anchor - first < 8 and _joins(words, first - 1, anchor):
        first -= 1
    while first < anchor and (words[first].low in {"of", "and", "&", "'s", "the"} or words[first].low in lex.NO_NAME - GENERIC):
        first += 1
    if words[last].low == "of" and (words[last + 1].cap or words[last + 1].low == "the" and words[last + 2].cap):
        last = _of_end(words, last + 1)
    split = first
    while split < anchor and words[split].cap and (words[split].low not in GENERIC or _starts_place(words, first, split, anchor)):
        split += 1
    if split > first and words[split].low in {"county", "parish", "township"} and split < anchor:
        split += 1
    if words[split].text == "'s":
        split += 1
    place = text_of(words, first, split)
    kind = text_of(words, split, last)
    if words[anchor].low == "office" and "sheriff" not in kind.casefold():
        return None, last
    return Body(place.removesuffix("'s"), kind[:1].upper() + kind[1:] if words[anchor].cap else kind.title(), _anchor(words, anchor, last), words[first].start), last


def _starts_place(words: Words, first: int, at: int, anchor: int) -> bool:
    """"Port Ellery City Council", "Mill Harbor council": a word that could be of a kind of body, but is the place's."""
    if not words[anchor].cap:
        return True
    if words[at].low in GEOGRAPHIC and words[at + 1].low in UNITS | {"council", "school", "common", "police", "board"}:
        return at > first
    return at == first and at + 1 < anchor and words[at + 1].cap and words[at + 1].low not in GENERIC


def _anchor(words: Words, anchor: int, last: int) -> str:
    return "court" if words[anchor].low == "court" else words[anchor].low


def _joins(words: Words, at: int, anchor: int) -> bool:
    """Whether the word at `at` belongs to the name of the body whose noun comes later."""
    word, after = words[at], words[at + 1]
    if word.kind == "mark":
        return word.text in {"'s", "'"} and words[at - 1].cap
    if word.kind != "word":
        return False
    if word.low in {"of", "and", "&", "the"}:
        return words[anchor].cap and words[at - 1].cap and after.cap and word.low != "the" and words[at - 1].low in GENERIC
    if not word.cap:
        return word.low in UNITS | {"school", "planning", "zoning", "library", "parks", "health", "select", "water", "transit", "district"} and not words[anchor].cap
    return word.low not in lex.NO_NAME - GENERIC and word.low not in lex.HEADS - {"sheriff"} and (not word.opens or after.cap)


def _of_end(words: Words, at: int) -> int:
    end = at
    while words[end].cap or (words[end].low in {"the", "and", "of", "&"} and words[end + 1].cap):
        end += 1
    return end


def _unit(found: Sequence[Body], titles: Sequence[Title], text: str) -> str:
    counts: Counter[str] = Counter()
    for words in [body.kind for body in found] + [" ".join(title.core) for title in titles]:
        for unit in ("city", "town", "village", "borough", "township"):
            counts[unit] += unit in words.casefold().split()
    for match in PLACE_OF.finditer(text):
        counts[match[1].casefold()] += 3
    unit, count = counts.most_common(1)[0] if counts else ("city", 0)
    return unit.title() if count else "City"


def _phrases(found: Sequence[Body], town: str, county: str, unit: str) -> dict[str, str]:
    """What each plain phrase stands for: the fullest name with the same ending, else one made with the place."""
    counts = Counter(body.full for body in found if body.place)
    kinds = Counter(body.kind for body in found if " " in body.kind)
    phrases: dict[str, str] = {}
    for body in found:
        full = body.full if body.place else _fullest(body, counts, kinds, town, county, unit)
        phrases.setdefault(body.full.casefold(), full)
        phrases.setdefault(body.kind.casefold(), full)
    for anchor in DECIDING | {"committee"}:
        same = [phrases[body.full.casefold()] for body in found if body.anchor == anchor]
        if same:
            specific = [name for name in same if name.casefold() != anchor and " " in name] or same
            phrases[anchor] = Counter(specific).most_common(1)[0][0]
    return phrases


def _fullest(body: Body, counts: Counter[str], kinds: Counter[str], town: str, county: str, unit: str) -> str:
    ending = " " + body.kind.casefold()
    full = [name for name, _ in counts.most_common() if name.casefold().endswith(ending)]
    if full:
        return full[0]
    longer = [kind for kind, _ in kinds.most_common() if body.anchor in kind.casefold().split() and " " not in body.kind]
    kind = longer[0] if longer and body.anchor != "committee" else body.kind
    if body.anchor == "committee" or not (town or county):
        return kind
    if "county" in kind.casefold() or (county and not town):
        bare = county.removesuffix(" County") if "county" in kind.casefold() else county
        return f"{bare} {kind}".strip()
    return f"{town} {unit} Council" if kind == "Council" else f"{town} {kind}"


def _main(phrases: dict[str, str], words: Words) -> str:
    """The deciding body that the story speaks of most."""
    counts: Counter[str] = Counter()
    for word in words:
        if word.low in DECIDING and word.low in phrases:
            counts[phrases[word.low]] += 1
    return counts.most_common(1)[0][0] if counts else ""

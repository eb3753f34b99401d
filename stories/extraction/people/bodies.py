"""The public bodies and places of a story: which town, which council, and what "the board" stands for."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from stories.extraction.findings import Story
from stories.extraction.people.body_names import DECIDING, Body, scan
from stories.extraction.people.lexicon import vocabulary
from stories.extraction.people.places import PLACE_OF, count
from stories.extraction.people.titles import Title
from stories.extraction.people.words import Words

# Where those sit who bear a title, by the noun that the body's name turns on.
SITTING = (
    dict.fromkeys(["councilman", "councilwoman", "councilmember", "councilor", "councillor"], ("council",))
    | dict.fromkeys(["alderman", "alderwoman", "alderperson", "alder"], ("council", "board"))
    | dict.fromkeys(["trustee", "supervisor", "selectman", "selectwoman", "selectperson"], ("board", "selectboard"))
    | dict.fromkeys(["councilperson", "elder"], ("council",))
    | {"commissioner": ("commission", "court", "board"), "magistrate": ("court",), "legislator": ("legislature",)}
    | {"director": ("board",), "juror": ("jury",), "delegate": ("council", "assembly"), "freeholder": ("board",)}
)
NAMED_AFTER = {
    "commissioner": "commissioners", "trustee": "trustees", "supervisor": "supervisors", "alderman": "aldermen",
    "alderwoman": "aldermen", "freeholder": "freeholders", "director": "directors",
}  # fmt: skip
NO_COMMISSIONERS = vocabulary("school library hospital appeals council board") - {"board"}
WIDER = (" County", " Parish", " Township")
NEAR, NEAR_BODIES = 800, 12  # characters, and bodies among them, that are looked back over
SURE_PLACE = 3  # below this a capitalised word after "in" may be anything


@dataclass(frozen=True, slots=True)
class Bodies:
    """`place` is the town or county the story is about, `unit` what it is (City, Village, County...).

    `agency` is the district or authority that the deciding body governs, where it governs one.
    """

    found: tuple[Body, ...]
    place: str
    unit: str
    county: str
    district: str
    agency: str
    phrases: dict[str, str]
    main: str
    spots: tuple[tuple[int, str, str], ...] = ()

    def near(self, at: int, *anchors: str) -> str:
        """The body of one of these kinds that was spoken of last before a place in the text; empty where none was."""
        number = bisect_right(self.spots, at, key=lambda spot: spot[0])
        for start, anchor, full in self.spots[max(0, number - NEAR_BODIES) : number][::-1]:
            if at - start > NEAR:
                break
            if anchor in anchors:
                return full
        return ""

    def seat(self, head: str, at: int) -> str:
        """The body on which someone with a member's title sits; empty where the story names none."""
        if head in NAMED_AFTER and (named := self.named(NAMED_AFTER[head])):
            return named
        anchors = SITTING.get(head, ())
        for name in (self.near(at, *anchors), self.of_anchor(*anchors), self.main):
            if name and not (head == "commissioner" and set(name.casefold().split()) & NO_COMMISSIONERS):
                return name
        return ""

    def of_anchor(self, *anchors: str) -> str:
        """The story's body of one of these kinds, fully named; empty where there is none."""
        return next((self.phrases[anchor] for anchor in anchors if anchor in self.phrases), "")

    def named(self, *words: str) -> str:
        """The first body whose name holds all these words; empty where there is none."""
        wanted = {word.casefold() for word in words}
        full = next((body.full for body in self.found if wanted <= set(body.full.casefold().split())), "")
        return self.phrases.get(full.casefold(), full)


def read(words: Words, titles: Sequence[Title], surnames: Collection[str], story: Story, text: str) -> Bodies:
    """All bodies of a story and the place they belong to; `surnames` are of its people, not places."""
    found = tuple(scan(words))
    named_after = [body.place for body in found if body.place and body.anchor not in {"library", "committee"}]
    places = count(words, titles, named_after, surnames, story.title, text)
    if story.place:
        places[story.place] += SURE_PLACE
    places = Counter({place: score for place, score in places.items() if score >= SURE_PLACE})
    deciding = {body.place for body in found if body.anchor in DECIDING and body.place.endswith(" Township")}
    ranked = [place for place, _ in places.most_common()]
    town = next((place for place in ranked if not place.endswith(WIDER) or place in deciding), "")
    town = town or next((place for place in ranked if place.endswith(" Township")), "")
    county = next((place for place, _ in places.most_common() if place.endswith((" County", " Parish"))), "")
    unit = _unit(found, titles, text)
    district, authority = _most(found, "district"), _most(found, "authority")
    phrases = _phrases(found, town, county, unit)
    _name_boards(phrases, found, titles, district, authority)
    main = _main(phrases, found, titles)
    if town and re.search(rf"\b{re.escape(town)} City(?! (?:[A-Z]|council|council's))\b", text):
        town = f"{town} City"
    of_county = bool(county) and (
        main.startswith(county) or not town or (not main and places[county] > 2 * places[town])
    )
    return Bodies(
        found=found,
        place=county if of_county else town,
        unit="County" if of_county else unit,
        county=county,
        district=district,
        agency=next((agency for agency in (district, authority) if agency and main.startswith(agency)), ""),
        phrases=phrases,
        main=main,
        spots=tuple(_spots(found, phrases)),
    )


def _most(found: Sequence[Body], anchor: str) -> str:
    """The body of a kind that is named most, in its longest form; only bodies with a place of their own."""
    counts = Counter(body.full for body in found if body.anchor == anchor and body.place)
    best = counts.most_common(1)[0][0] if counts else ""
    return max((full for full in counts if full.startswith(best)), key=len, default="")


def _name_boards(
    phrases: dict[str, str], found: Sequence[Body], titles: Sequence[Title], district: str, authority: str
) -> None:
    """Tell what "the board" and "the school board" are, where they govern a district or authority."""
    if "selectboard" in phrases:
        phrases["board"] = phrases["selectboard"]
    elif district and any(word in district for word in ("School", "Unified", "Schools")):
        kind = next(
            (
                body.kind
                for body in found
                if body.anchor == "board" and " of " in body.kind and "Appeals" not in body.kind
            ),
            "",
        )
        trustees = any(title.head == "trustee" for title in titles)
        kind = kind.split(" Board of ")[-1].removeprefix("Board of ") or ("Trustees" if trustees else "Education")
        for phrase, full in phrases.items():
            if full.endswith((" School Board", f"Board of {kind}")) or phrase in {"board", "school board"}:
                phrases[phrase] = f"{district} Board of {kind}"
    elif agency := authority or district:
        sorts = {word.casefold() for word in agency.split()} | {"board"}
        for phrase, full in phrases.items():
            if (full.endswith(" Board") and set(phrase.split()) <= sorts) or phrase == "board":
                phrases[phrase] = f"{agency} Board"


def _spots(found: Sequence[Body], phrases: dict[str, str]) -> Iterator[tuple[int, str, str]]:
    """Where each body is spoken of; a plain "the board" is the board last named in full."""
    last: dict[str, str] = {}
    for body in found:
        plain = body.full.casefold() == body.anchor
        full = last.get(body.anchor) if plain else phrases[body.full.casefold()]
        full = full or phrases.get(body.anchor, phrases[body.full.casefold()])
        last[body.anchor] = full
        yield body.at, body.anchor, full


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
    for phrase in [phrase for phrase in phrases if phrase.endswith("school committee")][:1]:
        phrases["committee"] = phrases[phrase]
    for anchor in DECIDING | ({"committee"} - phrases.keys()):
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
    longer = [
        kind for kind, _ in kinds.most_common() if body.anchor in kind.casefold().split() and " " not in body.kind
    ]
    kind = longer[0] if longer and body.anchor != "committee" else body.kind
    full = [name for name, _ in counts.most_common() if name.casefold().endswith(f" {kind.casefold()}")]
    if full:
        return full[0]
    if body.anchor == "committee" or not (town or county):
        return kind
    if county and (not town or kind.casefold().split()[-1] in {"supervisors", "commissioners", "court"}):
        return f"{county} {kind}"
    if "county" in kind.casefold():
        bare = county.removesuffix(" County") if "county" in kind.casefold() else county
        return f"{bare} {kind}".strip()
    if kind == "Council":
        return f"{town} {unit} Council"
    return kind if town in kind else f"{town} {kind}"


def _main(phrases: dict[str, str], found: Sequence[Body], titles: Sequence[Title]) -> str:
    """The deciding body that the story and its titles speak of most."""
    counts = Counter(phrases[body.full.casefold()] for body in found if body.anchor in DECIDING)
    for title in titles:
        anchors = SITTING.get(title.head, ())
        if name := next((phrases[anchor] for anchor in anchors if anchor in phrases), ""):
            counts[name] += 1
    return counts.most_common(1)[0][0] if counts else ""

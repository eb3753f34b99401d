"""Which public body a decision is the deed of."""

from spacy.tokens import Token

from stories.extraction.dates.words import wordset
from stories.extraction.votes import lexicon as lex
from stories.extraction.votes.scene import Scene

INSIDE = wordset("compound nmod amod poss case nummod punct")
PLURAL = wordset("members leaders officials directors trustees commissioners supervisors magistrates lawmakers")


MEMBERS = {
    "commissioners": "commission", "supervisors": "supervisors", "trustees": "trustees", "aldermen": "alderm",
    "councilors": "council", "councillors": "council", "councilmembers": "council", "legislators": "legislature",
    "lawmakers": "legislature", "regents": "regents", "selectmen": "select", "directors": "board", "members": "council",
    "jurors": "jury", "delegates": "assembly", "freeholders": "commissioners",
}  # fmt: skip
GENERIC = wordset(
    "city town village county common council board commission committee planning plan zoning of appeals "
    "aldermen trustees commissioners supervisors selectmen finance budget public safety works traffic "
    "transportation parks park recreation library health school education downtown development authority "
    "economic housing historic preservation and the full"
)


def is_body(word: Token | None) -> bool:
    """Whether a noun can stand for a public body: "council", "trustees", "members"."""
    if word is None or word.pos_ not in ("NOUN", "PROPN"):
        return False
    text = word.lower_
    if any(child.lower_ in lex.PRIVATE for child in word.lefts) or (text == "house" and not word.is_title):
        return False
    if any(child.lower_ in lex.PRIVATE for of in word.rights if of.lower_ == "of" for child in of.children):
        return False
    if text in ("court", "panel") and any(child.lower_ in lex.JUDICIAL for child in word.lefts):
        return False
    if text == "jury":  # Louisiana's parishes are run by police juries
        return "police jury" in word.doc.text.lower()
    return text in lex.BODIES and (text not in PLURAL or word.tag_ in ("NNS", "NNPS") or text.endswith("s"))


def is_place(word: Token | None) -> bool:
    """Whether a noun stands for a government by its place: "the city approved"."""
    return word is not None and word.lower_ in lex.PLACES and word.pos_ in ("NOUN", "PROPN")


def phrase(word: Token) -> str:
    """The body's words around its head: "Alder Creek City Council", "Trustees of the Alder Creek district"."""
    first = word.i
    doc = word.doc
    while first > 0 and doc[first - 1].head.i >= first - 1 and belongs(doc[first - 1], doc[first]):
        first -= 1
    last = word.i
    following = doc[word.i + 1 : word.i + 2]
    if (
        len(following)
        and following[0].lower_ == "of"
        and any(child.ent_type_ or child.is_title for child in following[0].children)
    ):
        last = (
            max(child.right_edge.i for child in following[0].children)
            if any(True for _ in following[0].children)
            else last
        )
    text = doc[first : last + 1].text
    return text.removeprefix("the ").removeprefix("The ")


def belongs(word: Token, following: Token) -> bool:
    """Whether a word before the head is part of the name."""
    if word.is_space or word.is_punct:
        return False
    return word.is_title or word.lower_ in (
        "school",
        "city",
        "county",
        "planning",
        "town",
        "finance",
        "hospital",
        "full",
    )


def full_name(scene: Scene, words: str) -> str:
    """The body's full name as the story gives it; a name that any town could have gets the story's place before it."""
    name = scene.cast.body(words) or words
    if sum(part[:1].isupper() for part in name.split()) < 2:
        return of_members(scene, name)
    if not set(name.lower().split()) <= GENERIC:
        return name
    parent = scene.cast.main_body or ""
    if name.lower().endswith("committee") and parent.lower().endswith(("council", "board", "commission")):
        own = [word for word in name.split() if word not in parent.split()]
        return f"{parent} {' '.join(own)}"
    return f"{scene.cast.place} {name}" if scene.cast.place else name


def of_members(scene: Scene, words: str) -> str:
    """The full name behind "the council" or "commissioners": the main body if it is of that kind, else one that is."""
    last = words.lower().split()[-1] if words else ""
    kind = MEMBERS.get(last, last)
    known = [scene.cast.main_body or "", *sorted(set(scene.cast.bodies.values()))]
    fitting = next((name for name in known if kind and kind in name.lower()), "")
    sitting = last in MEMBERS or last in ("officials", "leaders")
    return fitting or (scene.cast.main_body if sitting else None) or words

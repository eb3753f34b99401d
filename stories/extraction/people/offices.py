"""From what a story says of a person to an office: public or not, the title in full, and the body."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stories.extraction.people import lexicon as lex
from stories.extraction.people.bodies import Bodies
from stories.extraction.people.body_names import DECIDING, UNITS
from stories.extraction.people.claims import Claim
from stories.extraction.people.governing import CHAIRS, VICES, Governing
from stories.extraction.people.kinds import capitals, is_private, is_public, plain
from stories.extraction.people.lexicon import vocabulary
from stories.extraction.people.members import Members
from stories.extraction.people.titles import Title
from stories.extraction.people.words import Words, position

# Posts that are public without another word when they stand, capitalised, right before a name.
BARE = (
    CHAIRS
    | VICES
    | vocabulary("chief director clerk administrator treasurer secretary auditor recorder constable marshal controller")
)
# Officers who are not rank and file.
HIGH_OFFICERS = vocabulary("""chief health elections fiscal finance budget administrative executive""")
OFFICERS = CHAIRS | VICES | vocabulary("treasurer secretary")
NOUNS = frozenset(["council", "board", "commission", "committee", "authority"])
# Nouns that say nothing on their own.
NEEDY = frozenset(["member", "leader", "head", "attorney", "counsel"])
CLERKS = vocabulary(
    """attorney clerk manager administrator treasurer auditor engineer planner solicitor counsel accountant"""
)


@dataclass(frozen=True, slots=True)
class Office:
    """A public office as read from one claim; `rank` says how telling the title is."""

    title: str
    body: str
    seat: str
    rank: float
    because: str
    head: str
    sure: bool = True


class Offices:
    """Reads claims in the light of one story's bodies and of the titles it uses."""

    def __init__(self, bodies: Bodies, titles: Sequence[Title], words: Words) -> None:
        self.bodies = bodies
        self.words = words
        self.members = Members(bodies, titles, words)
        self.governing = Governing(bodies)

    def read(self, claim: Claim) -> Office | None:
        """The public office that a claim gives; None where it gives none, or one held no more."""
        title = claim.title
        if title is None:
            return self._led(claim)
        if title.sort in {"other", "reporter"} or title.past:
            return None
        if title.sort == "seat":
            return self._office(self.members.title(self.bodies.main), self.bodies.main, claim, 0.5)
        if not self._public(title, claim):
            return None
        sure = title.sort == "office" or self._has_public_word(title) or is_public((*title.of, *claim.org))
        return self._office(
            self._wording(title, claim), self.governing.body(title, claim), claim, _rank(title, claim), sure=sure
        )

    def member(self, at: int, because: str, claims: Sequence[Claim] = ()) -> Office:
        """A seat on the body whose vote is told at a place in the text; "our treasurer" keeps the title."""
        body = self.members.body_at(at)
        titles = (claim.title for claim in claims if claim.title is not None and not claim.title.past)
        officer = next((title.head for title in titles if title.head in OFFICERS and not title.of), "")
        return Office(officer.title() or self.members.title(body), body, "", 0.1, because, "member")

    def _office(self, title: str, body: str, claim: Claim, rank: float, *, sure: bool = True) -> Office:
        head = claim.title.head if claim.title is not None else claim.head
        return Office(title, body, claim.seat, rank, claim.because, head, sure)

    def _led(self, claim: Claim) -> Office | None:
        """ "who chairs the Finance Committee": an office where the organisation is public."""
        if claim.head == "legislator":
            return self._office("Legislator", "", claim, 0.3)
        if claim.head not in {"chair", "co-chair", "director", "head"} or not is_public(claim.org):
            return None
        org = " ".join(word for word in claim.org if word != "the")
        committee = "committee" in org.casefold()
        title = f"{org} {claim.head.title()}" if committee else claim.head.title()
        return self._office(title, self.bodies.main if committee else org, claim, 0.25)

    def _public(self, title: Title, claim: Claim) -> bool:
        """Whether the post is a public one."""
        org, low = (*title.of, *claim.org), {word.casefold() for word in title.core}
        if is_private(org) or is_private(title.place) or low & lex.PRIVATE_FOR_SURE:
            return False
        if title.head == "secretary" and low & {"press", "communications"}:
            return False  # one who speaks for others
        known = self._has_public_word(title) or is_public(org)
        if title.sort == "office":
            return title.cap or title.head not in {"representative", "delegate", "supervisor"} or known
        if title.head == "officer" and not low & HIGH_OFFICERS:
            return False
        if title.head in NEEDY and not title.core[:-1] and not title.seat:
            return is_public(org) or self._plain_member(title, claim, org)
        return known or self._by_place_or_case(title, claim, org)

    def _plain_member(self, title: Title, claim: Claim, org: Sequence[str]) -> bool:
        """ "members Ann Roe and Bo Dean" in a story about a body's vote."""
        told = title.head == "member" and claim.strength > 0.9 and not org and bool(self.bodies.main)
        told = told and (not title.place or " ".join(title.place) == self.bodies.place)
        # "The vote of member Ann Roe", but not "gang member Bo Dean".
        bare = self.words[title.first - 1].tag not in {"NN", "NNS", "NNP", "NNPS", "JJ"}
        return told and (title.plural or title.cap or (bare and title.last - title.first == 1))

    def _by_place_or_case(self, title: Title, claim: Claim, org: Sequence[str]) -> bool:
        """Posts without a public word: those with a capital right before a name, or told of a body just named."""
        if title.place and " ".join(title.place) != self.bodies.place:
            return False  # "Rovers President"
        if title.head in {"manager", "director", "administrator"} and title.cap and len(title.core) > 1 and not org:
            return claim.strength > 0.95 and bool(self.bodies.main)
        if self._definite(title, claim) or self._entry(title, claim):
            return True
        if title.head == "officer":
            return title.cap and title.core[0].casefold() == "chief" and "Executive" not in title.core
        if title.head == "president" and " " not in self.bodies.main:
            return False  # a country's or a club's, where the story names no council or board
        return title.head in BARE and title.cap and not title.of and (claim.strength > 0.95 or not title.core[:-1])

    def _definite(self, title: Title, claim: Claim) -> bool:
        """ "The acting general manager, Ann Roe," or "its chairman, Bo Dean," right after a public body."""
        heads = CHAIRS | VICES | CLERKS | {"director", "chief", "executive"}
        near = self.bodies.near(claim.at, *DECIDING, "district", "department")
        return claim.definite and title.head in heads and bool(near)

    def _entry(self, title: Title, claim: Claim) -> bool:
        """ "Ann Roe, treasurer. Against." as a guide to a body's members has it."""
        opens = claim.after and self.words[position(self.words, claim.at)].kind == "break"
        alone = self.words[title.last].text in {".", ":", "—"} and len(title.core) == 1
        return opens and alone and title.head in OFFICERS and bool(self.members.called)

    def _has_public_word(self, title: Title) -> bool:
        words = {word.casefold() for word in title.core[:-1]}
        if title.of and all(plain(word) for word in title.of):
            words |= {word.casefold() for word in title.of}
        own = set(f"{self.bodies.main} {self.bodies.district}".casefold().split()) & lex.NEUTRAL - {"of", "the", "and"}
        return bool(words & (lex.PUBLIC | own) - {"general", "works"} or {"public", "works"} <= words or title.seat)

    def _wording(self, title: Title, claim: Claim) -> str:
        core = [lex.FULL_WORDS.get(word.casefold(), word) for word in title.core if word.casefold() != "the"]
        words = " ".join(core)
        if title.head == "member" and len(core) == 1:
            anchor = _anchor_word((*title.of, *claim.org))
            return f"{anchor} Member" if anchor else self.members.title(self.members.body_at(claim.at))
        if title.head == "justice" and title.of[-1:] in {("Peace",), ("peace",)}:
            return "Justice of the Peace"
        if title.head in CHAIRS | VICES and len(core) <= 2 and not _has_anchor(core):
            words = self._chaired(title, claim, words)
        elif title.of and all(plain(word) for word in title.of) and title.of[0].casefold() != "the":
            words = f"{words} of {' '.join(title.of)}"
        elif len(core) == 1 and title.head in CLERKS and (unit := _unit_word(claim.org)):
            words = f"{unit} {words}"
        return capitals(words) + ("-elect" if title.elect else "")

    def _chaired(self, title: Title, claim: Claim, words: str) -> str:
        """What someone is chair or president of, where the title itself doesn't say."""
        org = [word for word in (*claim.org, *title.of) if word.casefold() != "the"]
        if any(word.casefold() == "committee" for word in org):
            return f"{' '.join(org)} {words}"
        anchor = _anchor_word(org)
        if not anchor and title.head in {"president", "vice-president"}:
            anchor = _anchor_word(self.bodies.main.split())
        return f"{anchor} {words}" if anchor else words


def _rank(title: Title, claim: Claim) -> float:
    """A telling title beats a plain one, an elected office a committee's chair."""
    committee = any(word.casefold() == "committee" for word in title.core)
    return claim.strength + 0.1 * (title.head not in lex.MEMBERS) + 0.05 * len(title.core) - 0.6 * committee


def _unit_word(words: Sequence[str]) -> str:
    return words[0].casefold() if len(words) == 1 and words[0].casefold() in UNITS | NOUNS else ""


def _anchor_word(words: Iterable[str]) -> str:
    return next((word.title() for word in words if word.casefold() in NOUNS), "")


def _has_anchor(words: Iterable[str]) -> bool:
    return any(word.casefold() in lex.PUBLIC - {"us"} for word in words)

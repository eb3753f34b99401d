"""From what a story says of a person to an office: public or not, the title in full, and the body."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stories.extraction.people import lexicon as lex
from stories.extraction.people.bodies import Bodies
from stories.extraction.people.body_names import DECIDING, UNITS
from stories.extraction.people.claims import Claim
from stories.extraction.people.lexicon import vocabulary
from stories.extraction.people.members import Members
from stories.extraction.people.titles import Title
from stories.extraction.people.words import Words

CHAIRS = vocabulary("chair chairman chairwoman chairperson president moderator speaker")
VICES = vocabulary("""vice-chair vice-chairman vice-chairwoman vice-president vice-mayor vice-chief""")
# Posts that are public without another word when they stand, capitalised, right before a name.
BARE = (
    CHAIRS
    | VICES
    | {
        "chief",
        "director",
        "clerk",
        "administrator",
        "treasurer",
        "auditor",
        "recorder",
        "constable",
        "marshal",
        "controller",
    }
)
SCHOOLING = vocabulary("""superintendent schools school district interim deputy assistant associate acting supt.""")
# Officers who are not rank and file.
HIGH_OFFICERS = vocabulary("""chief health elections fiscal finance budget administrative executive""")
COUNCIL = vocabulary("""councilman councilwoman councilmember councilperson councilor councillor""")
ALDER = vocabulary("alderman alderwoman alderperson alder")
CLERKS = vocabulary("""attorney clerk manager administrator treasurer auditor engineer planner solicitor counsel""")
SELECT = vocabulary("selectman selectwoman selectperson selectmember")
BOARDS = dict.fromkeys(ALDER, "Board of Aldermen") | dict.fromkeys(SELECT, "Select Board")
BOARDS |= {"trustee": "Board of Trustees", "regent": "Board of Regents", "supervisor": "Board of Supervisors"}
# Commissioners of these run a department and sit on no commission.
DEPARTMENTS = vocabulary("""police road health fire finance works insurance highway labor agriculture""")


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


def is_private(words: Iterable[str]) -> bool:
    """Whether an organisation's words say that it is not a public body."""
    low = {word.casefold() for word in words}
    if low & lex.PRIVATE_FOR_SURE:
        return True
    return bool(low & lex.PRIVATE_NOUNS) and not low & lex.PUBLIC_ORG


def is_public(words: Iterable[str]) -> bool:
    """Whether an organisation's words say that it is a public body."""
    low = {word.casefold() for word in words}
    return bool(low & lex.PUBLIC_ORG) and not low & lex.PRIVATE_FOR_SURE


class Offices:
    """Reads claims in the light of one story's bodies and of the titles it uses."""

    def __init__(self, bodies: Bodies, titles: Sequence[Title], words: Words) -> None:
        self.bodies = bodies
        self.members = Members(bodies, titles, words)

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
        return self._office(self._wording(title, claim), self.body(title, claim), claim, _rank(title, claim), sure=sure)

    def member(self, at: int, because: str) -> Office:
        """A seat on the body whose vote is told at a place in the text."""
        body = self.members.body_at(at)
        return Office(self.members.title(body), body, "", 0.1, because, "member")

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
        org = (*title.of, *claim.org)
        if (
            is_private(org)
            or is_private(title.place)
            or {word.casefold() for word in title.core} & lex.PRIVATE_FOR_SURE
        ):
            return False
        if title.sort == "office":
            return (
                title.cap
                or title.head not in {"representative", "delegate", "supervisor"}
                or self._has_public_word(title)
                or is_public(org)
            )
        if title.head == "officer" and not {word.casefold() for word in title.core} & HIGH_OFFICERS:
            return False
        if (
            title.head == "member"
            and claim.strength > 0.9
            and not org
            and bool(self.bodies.main)
            and (title.plural or title.seat or title.cap)
        ):
            return True
        if title.head in {"member", "leader", "head", "attorney", "counsel"} and not title.core[:-1] and not title.seat:
            return is_public(org)
        if self._has_public_word(title) or is_public(org):
            return True
        if title.place and " ".join(title.place) != self.bodies.place:
            return False  # "Millers President"
        if title.head in {"manager", "director", "administrator"} and title.cap and len(title.core) > 1 and not org:
            return claim.strength > 0.95 and bool(self.bodies.main)
        if self._definite(title, claim):
            return True
        if title.head == "officer":
            return (
                title.cap
                and title.core[0].casefold() == "chief"
                and not {"executive"} & {word.casefold() for word in title.core}
            )
        return title.head in BARE and title.cap and not title.of and (claim.strength > 0.95 or not title.core[:-1])

    def _definite(self, title: Title, claim: Claim) -> bool:
        """ "The acting general manager, Ann Roe," or "its chairman, Bo Dean," right after a public body."""
        heads = CHAIRS | VICES | CLERKS | {"director", "chief", "executive"}
        return (
            claim.definite
            and title.head in heads
            and bool(self.bodies.near(claim.at, *DECIDING, "district", "department"))
        )

    def _has_public_word(self, title: Title) -> bool:
        words = {word.casefold() for word in title.core[:-1]}
        if title.of and all(_plain(word) for word in title.of):
            words |= {word.casefold() for word in title.of}
        own = set(f"{self.bodies.main} {self.bodies.district}".casefold().split()) & lex.NEUTRAL - {"of", "the", "and"}
        return bool(words & (lex.PUBLIC | own) - {"general", "works"} or {"public", "works"} <= words or title.seat)

    def _wording(self, title: Title, claim: Claim) -> str:
        core = [lex.FULL_WORDS.get(word.casefold(), word) for word in title.core if word.casefold() != "the"]
        words = " ".join(core)
        if title.head == "member" and len(core) == 1:
            body = (*title.of, *claim.org)
            return (
                f"{_anchor_word(body)} Member"
                if _anchor_word(body)
                else self.members.title(self.members.body_at(claim.at))
            )
        if title.head in CHAIRS | VICES and len(core) <= 2 and not _has_anchor(core):
            words = self._chaired(title, claim, words)
        elif (title.of and is_public(title.of) is False and all(_plain(word) for word in title.of)) or (
            title.of and all(_plain(word) for word in title.of) and title.of[0].casefold() != "the"
        ):
            words = f"{words} of {' '.join(title.of)}"
        elif len(core) == 1 and title.head in CLERKS and (unit := _unit_word(claim.org)):
            words = f"{unit} {words}"
        return _capitals(words) + ("-elect" if title.elect else "")

    def _chaired(self, title: Title, claim: Claim, words: str) -> str:
        """What someone is chair or president of, where the title itself doesn't say."""
        org = [word for word in (*claim.org, *title.of) if word.casefold() != "the"]
        if any(word.casefold() == "committee" for word in org):
            return f"{' '.join(org)} {words}"
        anchor = _anchor_word(org) or (
            _anchor_word(self.bodies.main.split()) if title.head in {"president", "vice-president"} else ""
        )
        return f"{anchor} {words}" if anchor else words

    def body(self, title: Title, claim: Claim) -> str:
        """The full name of the body that a title belongs to, as the story lets one say it."""
        named = " ".join(word for word in (*title.of, *claim.org) if word.casefold() not in {"the", "of"})
        place = " ".join(title.place) or self.bodies.place
        low = {word.casefold() for word in title.core}
        return self._sitting(title, low, place, named, claim) or self._running(title, low, place, named)

    def _sitting(self, title: Title, low: set[str], place: str, named: str, claim: Claim) -> str:
        """The body of those who sit and vote on one; empty for everybody else."""
        bodies, head, at = self.bodies, title.head, claim.at
        own = " ".join(title.core[:-1]).casefold()
        if title.core[-2:-1] and title.core[-2].casefold() in {"board", "commission", "committee"} and " " in own:
            return bodies.phrases.get(own) or f"{place} {_capitals(own)}".strip()
        if head in {"trustee", "commissioner"} and low & {
            "library",
            "port",
            "park",
            "parks",
            "water",
            "fire",
            "hospital",
        }:
            return f"{place} {_capitals(own)} {'Board' if head == 'trustee' else 'Commission'}".strip()
        if head in COUNCIL or "council" in low:
            return bodies.near(at, "council") or bodies.of_anchor("council") or f"{place} {bodies.unit} Council".strip()
        if head == "supervisor" and title.place and not bodies.named("supervisors"):
            return f"{place} Township" if "township" in low else f"Town of {place}"
        if (
            head in SELECT
            or head in ALDER
            or head in {"trustee", "regent"}
            or (head == "supervisor" and "township" not in low)
        ):
            return bodies.seat(head, at) or f"{place} {BOARDS[head]}".strip()
        if head == "commissioner" and not low & DEPARTMENTS:
            own = bodies.named("planning", "commission") or f"{place} Planning Commission".strip()
            return own if "planning" in low else bodies.seat(head, at) or f"{bodies.county or place} Commission".strip()
        if (head in {"director", "magistrate", "legislator", "delegate"} and len(low) == 1) or low & {
            "majority",
            "minority",
        }:
            return bodies.seat(head, at) or bodies.main
        if low & {"planning", "zoning", "school"} and low & {"board", "commission", "member"}:
            return bodies.named(*(low & {"planning", "zoning", "school", "board", "commission"})) or bodies.of_anchor(
                "board"
            )
        if head in CHAIRS | VICES | {"member"} and not low & {"village", "borough"}:
            if title.core[0].casefold() == "committee" and "advisory" in bodies.of_anchor("committee").casefold():
                return bodies.of_anchor("committee")
            own = named if "committee" in named.casefold() and not bodies.main else ""
            kinds = low & {"board", "commission"}
            return own or bodies.near(at, *(kinds or DECIDING)) or bodies.of_anchor(*kinds) or bodies.main or named
        return ""

    def _running(self, title: Title, low: set[str], place: str, named: str) -> str:
        """The town, county, department or district that someone runs or works for."""
        bodies, head = self.bodies, title.head
        if head == "judge-executive":
            return bodies.county or f"{place} County"
        if head in {"sheriff", "undersheriff"}:
            county = f"{place} County" if "county" in low else (bodies.county or f"{place} County")
            return bodies.named("sheriff") or f"{county} Sheriff's Office"
        if (head == "chief" and low & {"police", "fire"}) or (head == "chief" and len(low) == 1):
            return f"{place} {'Fire' if 'fire' in low else 'Police'} Department".strip()
        if (
            (head == "superintendent" and low <= SCHOOLING)
            or ("district" in low and head != "attorney")
            or ("business" in low and head == "officer")
        ):
            return bodies.district or named or f"{place} School District"
        if head.startswith("assembly"):
            return "State Assembly"
        if head in {"senator", "representative", "governor"} or low & {"state"}:
            return {"senator": "U.S. Senate" if low & {"u.s.", "us"} else "State Senate", "governor": "State"}.get(
                head, "U.S. House" if low & {"u.s.", "us"} else "State House" if head == "representative" else "State"
            )
        if "library" in low:
            library = bodies.named("library")
            return (library if " " in library else f"{place} Library").strip()
        if named and not title.place and is_public(named.split()) and named[0].isupper():
            return named
        if "county" in low and head != "mayor":
            return f"{' '.join(title.place)} County" if title.place else bodies.county or "County"
        if "township" in low:
            return f"{place} Township" if not place.endswith("Township") else place
        if bodies.agency and not low & UNITS and head not in {"mayor", "judge"}:
            return bodies.agency
        if bodies.unit == "County" and head != "mayor" and not low & {"city", "town", "village"}:
            return bodies.place
        unit = bodies.unit if bodies.unit != "County" else "City"
        return place if not place or (place.endswith(unit) and unit != "City") else f"{unit} of {place}"


def _rank(title: Title, claim: Claim) -> float:
    """A telling title beats a plain one, an elected office a committee's chair."""
    plain = title.head in lex.MEMBERS
    return (
        claim.strength
        + 0.1 * (not plain)
        + 0.05 * len(title.core)
        - 0.6 * ("committee" in {word.casefold() for word in title.core})
    )


def _unit_word(words: Sequence[str]) -> str:
    return words[0].casefold() if len(words) == 1 and words[0].casefold() in UNITS else ""


def _anchor_word(words: Iterable[str]) -> str:
    return next(
        (
            word.title()
            for word in words
            if word.casefold() in {"council", "board", "commission", "committee", "authority"}
        ),
        "",
    )


def _has_anchor(words: Iterable[str]) -> bool:
    return any(word.casefold() in lex.PUBLIC - {"us"} for word in words)


def _plain(word: str) -> bool:
    return word.casefold() in lex.PUBLIC or word.casefold() in lex.NEUTRAL


def _capitals(words: str) -> str:
    """Title case that leaves "of" and "and" small and inner capitals alone."""
    small = {"of", "and", "the", "for", "at"}
    return " ".join(
        word if word in small or not word.islower() else "-".join(part.capitalize() for part in word.split("-"))
        for word in words.split()
    )

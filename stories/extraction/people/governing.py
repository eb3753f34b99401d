"""Which body a title belongs to: the council someone sits on, the department or town someone runs."""

from stories.extraction.people.bodies import Bodies
from stories.extraction.people.body_names import DECIDING, UNITS
from stories.extraction.people.claims import Claim
from stories.extraction.people.kinds import capitals, is_public, plain
from stories.extraction.people.lexicon import vocabulary
from stories.extraction.people.titles import Title

CHAIRS = vocabulary("chair chairman chairwoman chairperson president moderator speaker")
VICES = vocabulary("vice-chair vice-chairman vice-chairwoman vice-president vice-mayor vice-chief")
COUNCIL = vocabulary("councilman councilwoman councilmember councilperson councilor councillor")
BOARDS = (
    dict.fromkeys(vocabulary("alderman alderwoman alderperson alder"), "Board of Aldermen")
    | dict.fromkeys(vocabulary("selectman selectwoman selectperson selectmember"), "Select Board")
    | {"trustee": "Board of Trustees", "regent": "Board of Regents", "supervisor": "Board of Supervisors"}
)
# Commissioners of these run a department and sit on no commission.
DEPARTMENTS = vocabulary("police road health fire finance works insurance highway labor agriculture")
# Trustees and commissioners of these have a board or commission of their own.
OWN_BOARDS = vocabulary("library port park parks water fire hospital")
SCHOOLING = vocabulary("superintendent schools school district interim deputy assistant associate acting supt.")


class Governing:
    """Names the bodies of one story's titles as far as the story lets one say them."""

    def __init__(self, bodies: Bodies) -> None:
        self.bodies = bodies

    def body(self, title: Title, claim: Claim) -> str:
        """The full name of the body that a title belongs to; empty where the story tells none."""
        post = Post(title, claim, self.bodies)
        return (
            self._own_board(post)
            or self._members(post)
            or self._chaired(post)
            or self._safety(post)
            or self._schools_and_state(post)
            or self._named(post)
            or self._town(post)
        )

    def _own_board(self, post: "Post") -> str:
        """ "parks board member", "port commissioner": the title names the board itself."""
        own, core = post.own, post.title.core
        if core[-2:-1] and core[-2].casefold() in {"board", "commission", "committee"} and " " in own:
            return self.bodies.phrases.get(own) or f"{post.place} {capitals(own)}".strip()
        if post.head in {"trustee", "commissioner"} and post.low & OWN_BOARDS and not post.low & DEPARTMENTS - {"fire"}:
            return f"{post.place} {capitals(own)} {'Board' if post.head == 'trustee' else 'Commission'}".strip()
        return ""

    def _members(self, post: "Post") -> str:
        """The body of those who sit and vote on one."""
        bodies, head, at = self.bodies, post.head, post.claim.at
        if head.startswith("committee"):
            return bodies.named("school", "committee") or bodies.near(at, "board", "committee")
        if head in COUNCIL or "council" in post.low:
            known = bodies.near(at, "council") or bodies.of_anchor("council")
            return known or f"{post.place} {bodies.unit} Council".strip()
        if head == "supervisor" and post.title.place and not bodies.named("supervisors"):
            return f"{post.place} Township" if "township" in post.low else f"Town of {post.place}"
        if head in BOARDS and not (head == "supervisor" and "township" in post.low):
            return bodies.seat(head, at) or f"{post.place} {BOARDS[head]}".strip()
        if head == "commissioner" and "planning" in post.low:
            return bodies.named("planning", "commission") or f"{post.place} Planning Commission".strip()
        if head == "commissioner" and not post.low & DEPARTMENTS:
            known = bodies.seat(head, at)
            elsewhere = "county" in post.low and "County" not in known
            return f"{bodies.county or 'County'} Commission" if elsewhere or not known else known
        alone = (
            head in {"director", "magistrate", "legislator", "delegate"} and len(post.low) == 1 and not post.title.of
        )
        return bodies.seat(head, at) if alone or post.low & {"majority", "minority"} else ""

    def _chaired(self, post: "Post") -> str:
        """The body of a chair, president or plain member."""
        bodies, low, at = self.bodies, post.low, post.claim.at
        kinds = low & {"board", "commission"}
        if sorts := low & {"planning", "zoning", "school"}:
            return (bodies.named(*sorts, *kinds) or bodies.of_anchor("board")) if kinds or "member" in low else ""
        if post.head not in CHAIRS | VICES | {"member"} or low & {"village", "borough"}:
            return ""
        committee = bodies.of_anchor("committee")
        if post.title.core[0].casefold() == "committee" and "advisory" in committee.casefold():
            return committee
        if "committee" in post.named.casefold() and not bodies.main:
            return post.named
        return bodies.near(at, *(kinds or DECIDING)) or bodies.of_anchor(*kinds) or bodies.main or post.named

    def _safety(self, post: "Post") -> str:
        """Sheriffs, police and fire chiefs, county judges."""
        bodies, head, low = self.bodies, post.head, post.low
        county = f"{post.place} County" if "county" in low and post.title.place else bodies.county
        if head == "judge-executive":
            return county or f"{post.place} County"
        if head in {"sheriff", "undersheriff"}:
            return bodies.named("sheriff") or f"{county or f'{post.place} County'} Sheriff's Office".strip()
        if head == "chief" and (low & {"police", "fire"} or len(low) == 1):
            return f"{post.place} {'Fire' if 'fire' in low else 'Police'} Department".strip()
        return ""

    def _schools_and_state(self, post: "Post") -> str:
        bodies, head, low = self.bodies, post.head, post.low
        business = "business" in low and head == "officer"
        if (head == "superintendent" and low <= SCHOOLING) or ("district" in low and head != "attorney") or business:
            return bodies.district or post.named or f"{post.place} School District".strip()
        if head.startswith("assembly"):
            return "State Assembly"
        chamber = "U.S." if low & {"u.s.", "us"} else "State"
        if head in {"senator", "representative"}:
            return f"{chamber} {'Senate' if head == 'senator' else 'House'}"
        return "State" if head == "governor" or "state" in low else ""

    def _named(self, post: "Post") -> str:
        """The organisation that the title names, or the county, township or agency of the story."""
        bodies, low = self.bodies, post.low
        if "library" in low:
            library = bodies.named("library")
            return (library if " " in library else f"{post.place} Library").strip()
        if post.named[:1].isupper() and not post.title.place and is_public(post.named.split()):
            return post.named
        if post.head in {"mayor", "judge"}:
            return ""
        if "county" in low:
            return f"{' '.join(post.title.place)} County" if post.title.place else bodies.county or "County"
        if "township" in low:
            return post.place if post.place.endswith("Township") else f"{post.place} Township"
        return bodies.agency if not low & UNITS else ""

    def _town(self, post: "Post") -> str:
        bodies, place = self.bodies, post.place
        if bodies.unit == "County":
            return (
                f"City of {place}" if post.head == "mayor" or post.low & {"city", "town", "village"} else bodies.place
            )
        if not place or (place.endswith(bodies.unit) and bodies.unit != "City"):
            return place
        return f"{bodies.unit} of {place}"


class Post:
    """A title with the parts of it that tell its body."""

    def __init__(self, title: Title, claim: Claim, bodies: Bodies) -> None:
        self.title, self.claim, self.head = title, claim, title.head
        self.low = {word.casefold() for word in title.core}
        self.own = " ".join(title.core[:-1]).casefold()
        self.place = " ".join(title.place or (title.of if title.head == "mayor" else ())) or bodies.place
        named = (*(() if all(plain(word) for word in title.of) else title.of), *claim.org)
        self.named = " ".join(word for word in named if word.casefold() not in {"the", "of"})

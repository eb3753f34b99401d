"""Who stands where on an issue: those who vote on it, other officials, everyone else, and who was not heard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from officials.models import Body, Person
from stories.evidence.book import Book
from stories.models import Quote
from stories.public.board import Board
from stories.public.queries import SHOWN
from stories.public.seats import Deciders
from stories.public.stances import QuoteClaim, Stand, chains, is_held, shown_role
from stories.public.tally import Count, Tally
from votes.models import Position, Vote
from votes.models.issues import Basis, Stance

# Silence is no stance, and a deed is shown as the deed, not counted for a side.
GROUPS = {
    Stance.SUPPORT: "Support",
    Stance.OPPOSE: "Oppose",
    Stance.MIXED: "Back part, fight part",
    Stance.UNDECIDED: "Undecided",
    Stance.NO_POSITION: "Take no side",
    "deed": "Known by what they did",
    "quoted": "Quoted, without taking a side",
    "no_answer": "Asked, but gave no answer",
    "nothing": "Nothing found",
}


@dataclass(frozen=True)
class OnMatter:
    """Those of a group who stand on the same thing, in the story's words; "" where it is the issue itself."""

    matter: str
    stands: list[Stand]


@dataclass(frozen=True)
class StandGroup:
    """The people who stand alike; `key` and `title` as in `GROUPS`."""

    key: str
    title: str
    stands: list[Stand]

    def __len__(self) -> int:
        return len(self.stands)

    @property
    def by_matter(self) -> list[OnMatter]:
        """Return the stands by what they are on, so that this is said once: first the issue itself, then the matter of
        most of them.
        """
        matters: dict[str, list[Stand]] = {}
        for stand in self.stands:
            matters.setdefault(stand.matter.casefold(), []).append(stand)
        most = sorted(matters.values(), key=lambda stands: (stands[0].matter != "", -len(stands)))
        return [OnMatter(stands[0].matter, stands) for stands in most]

    @property
    def matter(self) -> str:
        """Return what all of them stand on; "" where that is the issue, or not the same thing."""
        matters = self.by_matter
        return matters[0].matter if len(matters) == 1 else ""

    @property
    def counted(self) -> Count:
        """Return the group for a tally, which says too how many of these stands have conditions, and how many of these
        people said how they will vote, or voted.
        """
        heads = [stand.head.position for stand in self.stands if stand.head]
        some = sum(head.conditional for head in heads)
        conditions = f"{'' if some == len(self) else f'{some} '}with conditions"
        intend, voted = (sum(head.basis == basis for head in heads) for basis in (Basis.VOTE_INTENT, Basis.PAST_VOTE))
        return Count(self.key, f"{self.title}, {conditions}" if some else self.title, len(self), intend, voted)


@dataclass(frozen=True)
class Circle:
    """Those who vote on it, other officials, or everyone else, in their groups in order, none empty."""

    key: str
    title: str
    groups: list[StandGroup]

    @property
    def stands(self) -> list[Stand]:
        return [stand for group in self.groups for stand in group.stands]


@dataclass(frozen=True)
class Standing:
    """The circles in order, none empty; `tally` counts the first of them, None where no body is to decide. `looked` is
    when we last looked for word of those of whom nothing was found.
    """

    circles: list[Circle]
    tally: Tally | None
    looked: dt.datetime | None = None

    @property
    def stands(self) -> list[Stand]:
        return [stand for circle in self.circles for stand in circle.stands]

    @property
    def heard(self) -> list[Person]:
        """Return by name those with a page who said or did something on it."""
        stands = (stand for circle in self.circles for stand in circle.stands if stand.claims or stand.quotes)
        return sorted((s.person for s in stands if s.person.has_page), key=lambda person: person.name)

    @property
    def positions(self) -> list[Position]:
        """Return those whose words are shown: not the earlier ones, from which a link leads there."""
        return [claim.position for stand in self.stands for claim in stand.claims if claim not in stand.earlier]

    @property
    def quotes(self) -> list[Quote]:
        """Return those that are shown."""
        return [claim.quote for stand in self.stands for claim in stand.quotes]


def standing(
    board: Board, book: Book, today: dt.date, decided: Deciders | None = None, ahead: Vote | None = None
) -> Standing:
    """Return the people by whether they vote on it or hold another office, and there in their groups.

    Of each person the newest `SHOWN` of each sort are kept. Where another body `decided` than the issue's, whoever had
    said how they would vote has a note. `ahead` is the vote that the issue's body is to take next.
    """
    issue = board.issue
    stands = {stand.person.pk: stand for stand in chains(board.positions, book)}
    for role in board.voting.values():
        stands.setdefault(role.person_id, Stand(role.person))
    for stand in stands.values():
        stand.cut(SHOWN)
    for quote in board.quotes:
        assert quote.person
        stand = stands.setdefault(quote.person.pk, Stand(quote.person))
        stand.left_out += quote.of_person - SHOWN if len(stand.quotes) == SHOWN - 1 else 0  # type: ignore[attr-defined]
        stand.quotes.append(QuoteClaim(quote, book))
    for pk, stand in stands.items():
        stand.role = board.voting.get(pk) or shown_role(stand.person, issue.body_id, today)
        stand.until = stand.role.until if stand.role and not is_held(stand.role, today) else None
        stand.affiliation = board.affiliations.get(pk, "")
        stand.note = decided.note(stand.person) if decided and stand.has_said_how else ""
    circles = _circles(sorted(stands.values(), key=lambda stand: stand.person.name), board.voting, issue.body)
    looked = board.last_looked if any(stand.group == "nothing" for stand in stands.values()) else None
    if issue.body is None:
        return Standing(circles, None, looked)
    counts = [group.counted for circle in circles if circle.key == "members" for group in circle.groups]
    return Standing(circles, Tally(issue.body, counts, issue.body.seats, ahead), looked)


def _circles(stands: Sequence[Stand], voting: Collection[int], body: Body | None) -> list[Circle]:
    """Return those of `voting` (ids), other officials and everyone else, each in their groups."""
    members = [stand for stand in stands if stand.person.pk in voting]
    others = [stand for stand in stands if stand.person.pk not in voting]
    sorts = (
        ("members", f"Voting members of the {body}", members),
        ("officials", "Other officials" if members else "Officials", [stand for stand in others if stand.role]),
        ("others", "Everyone else", [stand for stand in others if not stand.role]),
    )
    return [Circle(key, title, _groups(circle)) for key, title, circle in sorts if circle]


def _groups(stands: Sequence[Stand]) -> list[StandGroup]:
    grouped = (StandGroup(key, title, [s for s in stands if s.group == key]) for key, title in GROUPS.items())
    return [group for group in grouped if group.stands]

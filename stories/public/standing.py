"""Who stands where on an issue: those who vote on it, other officials, everyone else, and who was not heard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from officials.models import Body, Person, Role
from stories.evidence.book import Book
from stories.models import Quote
from stories.public.queries import quotes_beside
from stories.public.seats import Deciders
from stories.public.stances import QuoteClaim, Stand, chains, is_held, shown_role
from stories.public.tally import Count, Tally
from votes.models import Issue, Position
from votes.models.issues import Stance

# Silence is no stance, and a deed is shown as the deed, not counted for a side.
GROUPS = {
    Stance.SUPPORT: "Support",
    Stance.OPPOSE: "Oppose",
    Stance.MIXED: "Back part, fight part",
    Stance.UNDECIDED: "Undecided",
    Stance.NO_POSITION: "Take no side",
    "deed": "Known by what they did",
    "quoted": "Quoted, without a stance",
    "no_answer": "Asked, but gave no answer",
    "nothing": "Nothing found",
}

# Of someone's earlier claims, of their deeds, silences and quotes, where many people share a page.
SHOWN = 3


@dataclass(frozen=True)
class StandGroup:
    """The people who stand alike; `key` and `title` as in `GROUPS`."""

    key: str
    title: str
    stands: list[Stand]

    def __len__(self) -> int:
        return len(self.stands)

    @property
    def counted(self) -> Count:
        """Return the group for a tally, which says too how many of these stands have conditions."""
        some = sum(stand.head is not None and stand.head.position.conditional for stand in self.stands)
        conditions = f"{'' if some == len(self) else f'{some} '}with conditions"
        return Count(self.key, f"{self.title}, {conditions}" if some else self.title, len(self))


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
    """The circles in order, none empty; `tally` counts the first of them, None where no body is to decide."""

    circles: list[Circle]
    tally: Tally | None

    @property
    def heard(self) -> list[Person]:
        """Return by name those with a page who said or did something on it."""
        stands = (stand for circle in self.circles for stand in circle.stands if stand.claims or stand.quotes)
        return sorted((s.person for s in stands if s.person.has_page), key=lambda person: person.name)

    @property
    def positions(self) -> list[Position]:
        """Return those that are shown."""
        return [claim.position for circle in self.circles for stand in circle.stands for claim in stand.claims]

    @property
    def quotes(self) -> list[Quote]:
        """Return those that are shown."""
        return [claim.quote for circle in self.circles for stand in circle.stands for claim in stand.quotes]


def standing(
    issue: Issue, positions: Iterable[Position], members: Iterable[Role], affiliations: Mapping[int, str], book: Book,
    today: dt.date, decided: Deciders | None = None,
) -> Standing:  # fmt: skip
    """Return the people by whether they vote on it or hold another office, and there in their groups.

    `positions` are newest first, `affiliations` by person. Of each person the newest `SHOWN` of each sort are kept,
    and as many quotes where no stance is known. Where another body `decided` than the issue's, whoever had said how
    they would vote has a note.
    """
    voting = {role.person_id: role for role in members}
    stands = {stand.person.pk: stand for stand in chains(positions, book)}
    for role in voting.values():
        stands.setdefault(role.person_id, Stand(role.person))
    for stand in stands.values():
        stand.cut(SHOWN)
    placed = [pk for pk, stand in stands.items() if stand.head and not stand.head.is_deed]
    for quote in quotes_beside(issue, placed, SHOWN, book.until):
        assert quote.person
        stand = stands.setdefault(quote.person.pk, Stand(quote.person))
        stand.left_out += quote.of_person - SHOWN if len(stand.quotes) == SHOWN - 1 else 0  # type: ignore[attr-defined]
        stand.quotes.append(QuoteClaim(quote, book))
    for pk, stand in stands.items():
        stand.role = voting.get(pk) or shown_role(stand.person, issue.body_id, today)
        stand.until = stand.role.until if stand.role and not is_held(stand.role, today) else None
        stand.affiliation = affiliations.get(pk, "")
        stand.note = decided.note(stand.person) if decided and stand.has_said_how else ""
    circles = _circles(sorted(stands.values(), key=lambda stand: stand.person.name), voting, issue.body)
    if issue.body is None:
        return Standing(circles, None)
    counts = [group.counted for circle in circles if circle.key == "members" for group in circle.groups]
    return Standing(circles, Tally(issue.body, counts, issue.body.seats))


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

"""Who stands where on an issue: stances, changes of mind, deeds, unanswered questions, and who was not heard."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from officials.models import Body, Person, Role
from stories.evidence.book import Book, Evidence
from stories.models import Quote
from stories.public.queries import quotes_beside
from stories.public.tally import Count, Tally
from votes.models import Issue, Position
from votes.models.issues import Basis, Stance

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
class PositionClaim:
    """A position with what it rests on, found in a book that may be read later."""

    position: Position
    book: Book

    @property
    def evidence(self) -> list[Evidence]:
        return self.book.of(self.position)

    @property
    def first(self) -> Evidence | None:
        return self.evidence[0] if self.evidence else None

    @property
    def is_deed(self) -> bool:
        return self.position.basis == Basis.ACTION


@dataclass(frozen=True)
class QuoteClaim:
    """A quote with what it rests on, found in a book that may be read later."""

    quote: Quote
    book: Book

    @property
    def evidence(self) -> list[Evidence]:
        return self.book.of(self.quote)


@dataclass
class Stand:
    """Where one person stands: the newest stance heads the chain, `earlier` are those before it.

    `deeds` and `silences` (non-answers) stand beside it. Who is known by deeds alone has the newest deed for a head.
    `quotes` are given where no stance is known. `before` counts the earlier stances, also those that a page cuts.
    `until` is the day on which `role` ended, if it did.
    """

    person: Person
    role: Role | None = None
    affiliation: str = ""
    head: PositionClaim | None = None
    earlier: list[PositionClaim] = field(default_factory=list)
    deeds: list[PositionClaim] = field(default_factory=list)
    silences: list[PositionClaim] = field(default_factory=list)
    quotes: list[QuoteClaim] = field(default_factory=list)
    until: dt.date | None = None
    changed_from: PositionClaim | None = None
    before: int = 0
    left_out: int = 0

    @property
    def claims(self) -> list[PositionClaim]:
        """Return all of them, the head first."""
        return [*([self.head] if self.head else []), *self.deeds, *self.silences, *self.earlier]

    def cut(self, most: int) -> None:
        """Keep the newest of each, and count the others."""
        before = len(self.claims)
        for beside in (self.deeds, self.silences, self.earlier):
            del beside[most:]
        self.left_out = before - len(self.claims)

    @property
    def group(self) -> str:
        """Return the key in `GROUPS`."""
        if self.head is None:
            return "quoted" if self.quotes else "no_answer" if self.silences else "nothing"
        return "deed" if self.head.is_deed else self.head.position.stance


@dataclass(frozen=True)
class StandGroup:
    """The people who stand alike; `key` and `title` as in `GROUPS`."""

    key: str
    title: str
    stands: list[Stand]

    def __len__(self) -> int:
        return len(self.stands)


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
    def positions(self) -> list[Position]:
        """Return those that are shown."""
        return [claim.position for circle in self.circles for stand in circle.stands for claim in stand.claims]

    @property
    def quotes(self) -> list[Quote]:
        """Return those that are shown."""
        return [claim.quote for circle in self.circles for stand in circle.stands for claim in stand.quotes]


def standing(
    issue: Issue, positions: Iterable[Position], members: Iterable[Role], affiliations: Mapping[int, str], book: Book,
    today: dt.date,
) -> Standing:  # fmt: skip
    """Return the people by whether they vote on it or hold another office, and there in their groups.

    `positions` are newest first, `affiliations` by person. Of each person the newest `SHOWN` of each sort are kept,
    and as many quotes where no stance is known.
    """
    voting = {role.person_id: role for role in members}
    stands = {stand.person.pk: stand for stand in chains(positions, book)}
    for role in voting.values():
        stands.setdefault(role.person_id, Stand(role.person))
    for stand in stands.values():
        stand.cut(SHOWN)
    placed = [pk for pk, stand in stands.items() if stand.head and not stand.head.is_deed]
    for quote in quotes_beside(issue, placed, SHOWN):
        assert quote.person
        stand = stands.setdefault(quote.person.pk, Stand(quote.person))
        stand.left_out += quote.of_person - SHOWN if len(stand.quotes) == SHOWN - 1 else 0  # type: ignore[attr-defined]
        stand.quotes.append(QuoteClaim(quote, book))
    for pk, stand in stands.items():
        stand.role = voting.get(pk) or shown_role(stand.person, issue.body_id, today)
        stand.until = stand.role.until if stand.role and not _held(stand.role, today) else None
        stand.affiliation = affiliations.get(pk, "")
    circles = _circles(sorted(stands.values(), key=lambda stand: stand.person.name), voting, issue.body)
    if issue.body is None:
        return Standing(circles, None)
    groups = [group for circle in circles if circle.key == "members" for group in circle.groups]
    counts = [Count(group.key, group.title, len(group)) for group in groups]
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


def chains(positions: Iterable[Position], book: Book) -> list[Stand]:
    """Return one stand a person, from positions newest first."""
    stands: dict[int, Stand] = {}
    for position in positions:
        stand = stands.setdefault(position.person_id, Stand(position.person))
        claim = PositionClaim(position, book)
        beside = stand.silences if position.is_non_answer else stand.deeds if claim.is_deed else stand.earlier
        beside.append(claim)
    for stand in stands.values():
        chain = stand.earlier or stand.deeds
        stand.head = chain.pop(0) if chain else None
        stand.changed_from, stand.before = _changed_from(stand), len(stand.earlier)
    return list(stands.values())


def _changed_from(stand: Stand) -> PositionClaim | None:
    """Return the last claim before the head that says something else; a deed changes no mind."""
    if stand.head is None or stand.head.is_deed:
        return None
    now = stand.head.position
    return next((claim for claim in stand.earlier if now.is_change_from(claim.position)), None)


def previous_stands(positions: Sequence[Position]) -> dict[int, Position]:
    """Return, by the id of each position that is a change of mind, the stand before it (positions newest first)."""
    stands: dict[tuple[int, int], list[Position]] = defaultdict(list)
    for position in positions:
        if not position.is_non_answer:
            stands[position.issue_id, position.person_id].append(position)
    changed: dict[int, Position] = {}
    for chain in stands.values():
        for newer, older in pairwise(chain):
            if newer.is_change_from(older):
                changed[newer.pk] = older
    return changed


def by_issue(positions: Iterable[Position], book: Book) -> list[tuple[Issue, Stand]]:
    """Return one stand an issue, from one person's positions newest first."""
    issues: dict[Issue, list[Position]] = defaultdict(list)
    for position in positions:
        issues[position.issue].append(position)
    return [(issue, chains(on_issue, book)[0]) for issue, on_issue in issues.items()]


def shown_role(person: Person, body_id: int | None, today: dt.date) -> Role | None:
    """Return the role to name someone by: in the deciding body, else any held now, else the last one held."""
    roles = list(person.roles.all())
    roles.sort(key=lambda role: (role.body_id == body_id, _held(role, today), role.since or dt.date.min), reverse=True)
    return next((role for role in roles if _held(role, today)), roles[0] if roles else None)


def _held(role: Role, day: dt.date) -> bool:
    return (role.since is None or role.since <= day) and (role.until is None or role.until >= day)

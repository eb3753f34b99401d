"""Where one person stands: the chain of their stances, with changes of mind, deeds and unanswered questions."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from officials.addresses import numbered
from officials.models import Person, Role
from stories.evidence.book import Book, Evidence
from stories.models import Quote
from votes.models import Issue, Position
from votes.models.issues import Basis


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
    def anchor(self) -> str:
        """Return where the sentence stands on our own page of the story that told it first, also where the book was not
        read for it; "" where no story is known.
        """
        if self.first:
            return self.first.anchor
        report = getattr(self.position, "report", None)
        return f"{numbered('story', report[1])}#finding-{report[0]}" if report else ""

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
    `until` is the day on which `role` ended, if it did. `note` says of who told how they would vote whether they could.
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
    note: str = ""
    changed_from: PositionClaim | None = None
    before: int = 0
    left_out: int = 0

    @property
    def claims(self) -> list[PositionClaim]:
        """Return all of them, the head first."""
        return [*([self.head] if self.head else []), *self.deeds, *self.silences, *self.earlier]

    @property
    def matter(self) -> str:
        """Return what their stance is on, in the story's words; "" without a stance, and where it is the issue."""
        return self.head.position.matter if self.head and not self.head.is_deed else ""

    @property
    def opens(self) -> bool:
        """Say whether there is more of them than fits a line: words that it rests on, and what came before."""
        return bool(
            self.has_more or self.quotes or (self.head and (self.head.evidence or self.head.position.responses.all()))
        )

    @property
    def has_more(self) -> bool:
        """Say whether there is anything beside the head of the chain."""
        return bool(self.deeds or self.silences or self.earlier or self.left_out)

    @property
    def is_firm(self) -> bool:
        """Say whether the stance is how they will vote or voted, not what they think of it."""
        return self.head is not None and self.head.position.basis in (Basis.VOTE_INTENT, Basis.PAST_VOTE)

    @property
    def has_said_how(self) -> bool:
        """Say whether they told how they would vote."""
        return any(claim.position.basis == Basis.VOTE_INTENT for claim in self.claims)

    def cut(self, most: int) -> None:
        """Keep the newest of each, and count the others."""
        before = len(self.claims)
        for beside in (self.deeds, self.silences, self.earlier):
            del beside[most:]
        self.left_out = before - len(self.claims)

    @property
    def group(self) -> str:
        """Return the key in `standing.GROUPS`."""
        if self.head is None:
            return "quoted" if self.quotes else "no_answer" if self.silences else "nothing"
        return "deed" if self.head.is_deed else self.head.position.stance


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
    """Return the role to name someone by: in the deciding body, their seat before another office there, else any held
    now, else the last one held.
    """
    roles = list(person.roles.all())
    roles.sort(
        key=lambda role: (role.body_id == body_id, is_held(role, today), bool(role.seat), role.since or dt.date.min),
        reverse=True,
    )
    return next((role for role in roles if is_held(role, today)), roles[0] if roles else None)


def seats_first(roles: Iterable[Role]) -> list[Role]:
    """Return someone's roles in their order, but those with a seat before all others."""
    return sorted(roles, key=lambda role: not role.seat)


def is_held(role: Role, day: dt.date) -> bool:
    """Say whether the role was held that day; an open end counts as held."""
    return (role.since is None or role.since <= day) and (role.until is None or role.until >= day)

"""Who stands where on an issue: stances, changes of mind, deeds, unanswered questions, and who was not heard."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from officials.models import Body, Person, Role
from stories.evidence.book import Book, Evidence
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
    "no_answer": "Asked, but gave no answer",
    "nothing": "Nothing found",
}


SHOWN = 3  # of someone's earlier claims, of their deeds and of their silences, where many people share a page


@dataclass(frozen=True)
class Claim:
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


@dataclass
class Stand:
    """One person. The newest stance heads the chain, `earlier` are those before it; `deeds` and `silences`
    (non-answers) stand beside it. Who is known by deeds alone has the newest deed for a head. `before` counts the
    earlier stances, also those that a page cuts.
    """

    person: Person
    role: Role | None = None
    affiliation: str = ""
    head: Claim | None = None
    earlier: list[Claim] = field(default_factory=list)
    deeds: list[Claim] = field(default_factory=list)
    silences: list[Claim] = field(default_factory=list)
    changed_from: Claim | None = None
    before: int = 0
    left_out: int = 0

    @property
    def claims(self) -> list[Claim]:
        """All of them, the head first."""
        return [*([self.head] if self.head else []), *self.deeds, *self.silences, *self.earlier]

    def cut(self, most: int) -> None:
        """Keep the newest of each."""
        before = len(self.claims)
        for beside in (self.deeds, self.silences, self.earlier):
            del beside[most:]
        self.left_out = before - len(self.claims)

    @property
    def group(self) -> str:
        if self.head is None:
            return "no_answer" if self.silences else "nothing"
        return "deed" if self.head.is_deed else self.head.position.stance


@dataclass(frozen=True)
class Group:
    key: str
    title: str
    stands: list[Stand]

    def __len__(self) -> int:
        return len(self.stands)


@dataclass(frozen=True)
class Standing:
    """The groups in order, none empty; `members` counts the deciding body's voting members by group."""

    groups: list[Group]
    members: list[tuple[str, str, int]]
    seats: int

    @property
    def positions(self) -> list[Position]:
        """Those that are shown."""
        return [claim.position for group in self.groups for stand in group.stands for claim in stand.claims]


def positions_of(issue: Issue) -> QuerySet[Position]:
    """Newest first, with each person's roles."""
    shown = issue.positions.newest_first().filter(person__in=Person.objects.shown())
    # Hundreds of rows of a few people: each is loaded once, and the issue is known.
    return shown.prefetch_related("person", roles_of_people("person"))


def roles_of_people(path: str) -> Prefetch[str, QuerySet[Role], str]:
    """The roles of whoever is at `path`, for links and titles without a query each."""
    return Prefetch(f"{path}__roles", queryset=Role.objects.select_related("body"))


def roster(body: Body | None, day: dt.date) -> list[Role]:
    """The deciding body's voting members that day."""
    if body is None:
        return []
    held = body.roles.held_on(day).filter(voting=True, person__in=Person.objects.shown())
    return list(held.select_related("person", "body").prefetch_related(roles_of_people("person")))


def affiliations_of(issue: Issue) -> dict[int, str]:
    """By person, as last printed beside words of theirs on the issue."""
    printed = issue.quotes.filter(person__isnull=False).exclude(affiliation="").order_by("said_on", "id")
    return dict(printed.values_list("person_id", "affiliation"))


def standing(
    issue: Issue, positions: Iterable[Position], members: Iterable[Role], affiliations: Mapping[int, str], book: Book,
    today: dt.date,
) -> Standing:  # fmt: skip
    """Members of the deciding body come first in each group, then other officials, then everyone else."""
    seats = {role.person_id: role for role in members}
    stands = {role.person_id: Stand(role.person, role) for role in seats.values()}
    for stand in chains(positions, book):
        stand.role = seats.get(stand.person.pk) or shown_role(stand.person, issue.body_id, today)
        stand.affiliation = affiliations.get(stand.person.pk, "")
        stand.cut(SHOWN)
        stands[stand.person.pk] = stand
    order = {key: place for place, key in enumerate(GROUPS)}
    ordered = sorted(
        stands.values(), key=lambda s: (order[s.group], s.person.pk not in seats, s.role is None, s.person.name)
    )
    groups = [Group(key, title, [s for s in ordered if s.group == key]) for key, title in GROUPS.items()]
    groups = [group for group in groups if group.stands]
    counts = [(g.key, g.title, sum(s.person.pk in seats for s in g.stands)) for g in groups]
    return Standing(groups, [count for count in counts if count[2]], len(seats))


def chains(positions: Iterable[Position], book: Book) -> list[Stand]:
    """One stand a person from positions newest first."""
    found: dict[int, Stand] = {}
    for position in positions:
        stand = found.setdefault(position.person_id, Stand(position.person))
        claim = Claim(position, book)
        beside = stand.silences if position.is_non_answer else stand.deeds if claim.is_deed else stand.earlier
        beside.append(claim)
    for stand in found.values():
        chain = stand.earlier or stand.deeds
        stand.head = chain.pop(0) if chain else None
        stand.changed_from, stand.before = _changed_from(stand), len(stand.earlier)
    return list(found.values())


def _changed_from(stand: Stand) -> Claim | None:
    """The last claim before the head that says something else."""
    if stand.head is None or stand.head.is_deed:
        return None
    now = stand.head.position
    return next((claim for claim in stand.earlier if now.is_change_from(claim.position)), None)


def by_issue(positions: Iterable[Position], book: Book) -> list[tuple[Issue, Stand]]:
    """One person's positions, newest first, as one stand an issue."""
    issues: dict[Issue, list[Position]] = defaultdict(list)
    for position in positions:
        issues[position.issue].append(position)
    return [(issue, chains(those, book)[0]) for issue, those in issues.items()]


def shown_role(person: Person, body_id: int | None, today: dt.date) -> Role | None:
    """The role to name someone by: in the deciding body, else any held now, else the last one held."""
    roles = list(person.roles.all())
    roles.sort(key=lambda role: (role.body_id == body_id, _held(role, today), role.since or dt.date.min), reverse=True)
    return next((role for role in roles if _held(role, today)), roles[0] if roles else None)


def _held(role: Role, day: dt.date) -> bool:
    return (role.since is None or role.since <= day) and (role.until is None or role.until >= day)

"""What a list of a body's members says otherwise than the records, and bringing the records up to it, as one act."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from officials.models import Alias, Body, Person, Role
from officials.roster import RosterError, RosterRow
from stories.curation.alike import nearest
from stories.curation.choice import CurationError
from stories.curation.log import log, mark_of, take_turn
from stories.curation.people import free_slug
from stories.matching import rematch
from stories.models import LoggedAction

# Of a role, what a list may say more exactly.
TERM = ("seat", "since", "until", "term_note")
# By name, whom a curator said that it means: a person's number, or NEW.
Meant = Mapping[str, int]
NEW = 0


@dataclass(slots=True)
class Member:
    """One person of the list with their rows. `person` is whom the records have of them, None for somebody new; where
    that is not sure, it is one of `maybe`, or somebody new, as a curator says.
    """

    name: str
    rows: list[RosterRow]
    person: Person | None = None
    maybe: list[Person] = field(default_factory=list)

    @property
    def is_renamed(self) -> bool:
        """Say whether the list calls them otherwise than the records do."""
        return self.person is not None and self.name.casefold() not in _names(self.person)


@dataclass(frozen=True, slots=True)
class Moved:
    """A known role of which the list says more, or something else: the fields with their new values."""

    role: Role
    new: Mapping[str, Any]

    def in_words(self) -> str:
        """Return what differs: "seat: open → District 2"."""
        changes = ((NAMES[name], getattr(self.role, name), value) for name, value in self.new.items())
        return "; ".join(f"{name}: {_said(old)} → {_said(value)}" for name, old, value in changes)


NAMES = {"seat": "seat", "since": "since", "until": "until", "term_note": "note"}


def _said(value: object) -> str:
    return str(value) if value else "not known"


@dataclass(slots=True)
class Diff:
    """What the list says otherwise: people and roles the records lack, roles that differ, people called otherwise,
    roles of whom it does not have; and of whom a curator must say something first.
    """

    body: Body
    members: list[Member]
    new_people: list[Member] = field(default_factory=list)
    renamed: list[Member] = field(default_factory=list)
    new_roles: list[tuple[Member, RosterRow]] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    ended: list[Role] = field(default_factory=list)
    unclear: list[Member] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new_people or self.renamed or self.new_roles or self.moved or self.ended)

    @property
    def summary(self) -> str:
        """Return it in numbers: "2 new people, 3 new roles"."""
        counted = (
            (len(self.new_people), "new person", "new people"), (len(self.new_roles), "new role", "new roles"),
            (len(self.moved), "changed role", "changed roles"), (len(self.ended), "ended role", "ended roles"),
            (len(self.renamed), "changed name", "changed names"),
        )  # fmt: skip
        return ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counted if n) or "nothing new"

    @property
    def mark(self) -> str:
        """Return a mark by which applying sees whether it still is what was shown."""
        roles = sorted((member.name, row.title, row.seat, str(row.since)) for member, row in self.new_roles)
        moved = sorted((one.role.pk, one.in_words()) for one in self.moved)
        people = [sorted(member.name for member in members) for members in (self.new_people, self.renamed)]
        return mark_of((self.body.pk, people, roles, moved, sorted(role.pk for role in self.ended)))


def diff_of(
    rows: Iterable[RosterRow], body: Body, today: date, meant: Meant | None = None, *, is_whole: bool = False
) -> Diff:  # fmt: skip
    """Return what the rows say otherwise than the records of the body. `meant` says of single names whom they mean;
    where the list `is_whole`, who is not in it no longer sits.
    """
    grouped: dict[tuple[object, ...], list[RosterRow]] = {}
    for row in rows:
        grouped.setdefault((row.name.casefold(), *sorted(row.identifiers.items())), []).append(row)
    known = _Known(body)
    members = [known.member(same, meant or {}) for same in grouped.values()]
    strangers = [one for one in members if one.person is None and not one.maybe and one.name not in (meant or {})]
    near = nearest((one.name for one in strangers), body.place) if strangers else {}
    for member in strangers:
        member.maybe = near.get(member.name, [])
    _refuse_one_twice(members)
    diff = Diff(body, members)
    for member in members:
        if member.maybe:
            diff.unclear.append(member)
            continue
        if member.person is None:
            diff.new_people.append(member)
        elif member.is_renamed:
            diff.renamed.append(member)
        for row in member.rows:
            _compare(diff, member, row, known.roles.get(member.person.pk, []) if member.person else [])
    if is_whole:
        listed = {member.person.pk for member in members if member.person} | {p.pk for m in members for p in m.maybe}
        sitting = (role for roles in known.roles.values() for role in roles if role.until is None or role.until > today)
        diff.ended = [role for role in sitting if role.person_id not in listed]
    return diff


def _refuse_one_twice(members: Iterable[Member]) -> None:
    """Raise RosterError where two names of the list mean one person of the records."""
    seen: dict[int, str] = {}
    for member in members:
        if member.person and seen.setdefault(member.person.pk, member.name) != member.name:
            raise RosterError(
                f"{seen[member.person.pk]} and {member.name} are two in the list and one in the records,"
                f" {member.person.name}. Correct the list, or the person’s other names."
            )


class _Known:
    """The people of the body and its place, asked for once."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.roles: dict[int, list[Role]] = {}
        for role in body.roles.select_related("person", "body").filter(person__redacted_at=None).order_by("pk"):
            self.roles.setdefault(role.person_id, []).append(role)
        here = Person.objects.shown().filter(roles__body__place=body.place_id).distinct()
        self.people = list(here.prefetch_related("aliases", "roles__body").order_by("pk"))
        self.by_name: dict[str, list[Person]] = {}
        for person in self.people:
            for name in _names(person):
                self.by_name.setdefault(name, []).append(person)

    def member(self, rows: list[RosterRow], meant: Meant) -> Member:
        """Return whom the rows of one person mean: whom a curator said, who has an identifier of theirs, whoever is
        called so and sits in the body, or else at the place.
        """
        name = rows[0].name
        member = Member(name, rows)
        if name in meant:
            member.person = Person.objects.shown().filter(pk=meant[name]).prefetch_related("aliases").first()
            if meant[name] != NEW and member.person is None:
                raise RosterError(f"{name}: there is no person no. {meant[name]}.")
            return member
        fitting = self._of_identifiers(rows[0].identifiers) or self._called(rows[0])
        if len(fitting) == 1:
            member.person = fitting[0]
        else:
            member.maybe = fitting
        return member

    def _of_identifiers(self, identifiers: Mapping[str, str]) -> list[Person]:
        return [one for one in self.people if any(one.identifiers.get(by) == own for by, own in identifiers.items())]

    def _called(self, row: RosterRow) -> list[Person]:
        names = {name.casefold() for name in (row.name, *row.aliases)}
        called = list({person.pk: person for name in names for person in self.by_name.get(name, ())}.values())
        return [person for person in called if person.pk in self.roles] or called


def _names(person: Person) -> set[str]:
    return {person.name.casefold(), *(alias.name.casefold() for alias in person.aliases.all())}


def _compare(diff: Diff, member: Member, row: RosterRow, known: Sequence[Role]) -> None:
    """Note the row as a new role, or what it says of a known one of the same title and term."""
    same = next((role for role in known if _is_one_role(role, row)), None)
    if same is None:
        diff.new_roles.append((member, row))
        return
    said = {name: getattr(row, name) for name in TERM if getattr(row, name)}
    new = {name: value for name, value in said.items() if getattr(same, name) != value}
    if new:
        diff.moved.append(Moved(same, new))


def _is_one_role(role: Role, row: RosterRow) -> bool:
    """Say whether a known role is the one that the row tells of: one may say more than the other."""
    if role.title.casefold() != row.title.casefold() or (role.seat and row.seat and role.seat != row.seat):
        return False
    return role.since is None or row.since is None or role.since == row.since or _overlap(role, row)


def _overlap(role: Role, row: RosterRow) -> bool:
    return (role.until is None or row.since is None or row.since < role.until) and (
        row.until is None or role.since is None or role.since < row.until
    )


@transaction.atomic
def apply_roster(
    rows: Sequence[RosterRow], body: Body, by: User, now: datetime, *, meant: Meant | None = None,
    is_whole: bool = False, seen: str | None = None,
) -> LoggedAction:  # fmt: skip
    """Bring the records up to the list, as one act that can be undone. `seen` is the mark of the difference that was
    shown. Raises CurationError where that is another now, or where somebody is unclear.
    """
    take_turn()
    if not Body.objects.select_for_update().filter(pk=body.pk).exists():
        raise CurationError("This body is no longer there.")
    try:
        diff = diff_of(rows, body, now.date(), meant, is_whole=is_whole)
    except RosterError as error:
        raise CurationError(str(error)) from error
    if diff.unclear:
        names = ", ".join(member.name for member in diff.unclear)
        raise CurationError(f"Say first who these are: {names}.")
    if seen not in (None, diff.mark):
        raise CurationError("The records were changed while this page was open. Look at the difference anew.")
    if not diff:
        raise CurationError("Nothing differs from what is known already.")
    _carry_out(diff, now)
    rematch.weigh_again(body)
    about = {"roster": body.pk}
    return log(LoggedAction.Act.EDIT, by, now, before=about, after=about | {"summary": diff.summary})


def _carry_out(diff: Diff, now: datetime) -> None:
    for member in diff.new_people:
        member.person = Person.objects.create(name=member.name, slug=free_slug(Person, member.name))
    for member in diff.renamed:
        assert member.person
        old, member.person.name = member.person.name, member.name
        member.person.save(update_fields=["name"])
        Alias.objects.get_or_create(person=member.person, name=old)
    for member in diff.members:
        _tell_more(member)
    for member, row in diff.new_roles:
        assert member.person
        values = {name: getattr(row, name) for name in ("title", *TERM)}
        Role.objects.create(person=member.person, body=diff.body, **values)
    for moved in diff.moved:
        Role.objects.filter(pk=moved.role.pk).update(**moved.new)
    for role in diff.ended:
        note = f"not in the list of {now:%B %-d, %Y}"
        Role.objects.filter(pk=role.pk).update(until=max(now.date(), role.since or now.date()), term_note=note)


def _tell_more(member: Member) -> None:
    """Write down the other names, identifiers and links that the list has of somebody."""
    person = member.person
    assert person
    known = {person.name, *person.aliases.values_list("name", flat=True)}
    for name in dict.fromkeys(alias for row in member.rows for alias in row.aliases):
        if name not in known:
            Alias.objects.create(person=person, name=name)
    identifiers = {scheme: value for row in member.rows for scheme, value in row.identifiers.items()}
    links = dict.fromkeys(link for row in member.rows for link in row.links)
    has = {link.get("url") if isinstance(link, dict) else link for link in person.links}
    more = [link for link in links if link not in has]
    if more or identifiers.items() - person.identifiers.items():
        person.identifiers, person.links = person.identifiers | identifiers, [*person.links, *more]
        person.save(update_fields=["identifiers", "links"])


def lines_of(diff: Diff) -> Iterator[str]:
    """Yield the difference a line each, for a terminal."""
    for member in diff.new_people:
        yield f"+ person  {member.name}"
    for member in diff.renamed:
        yield f"~ name    {member.person} is called {member.name}"
    for member, row in diff.new_roles:
        said = (row.title, row.seat, row.since and f"since {row.since}", row.until and f"until {row.until}")
        yield f"+ role    {member.name}: {', '.join(part for part in said if part)}"
    for moved in diff.moved:
        yield f"~ role    {moved.role.person}: {moved.role.title}, {moved.in_words()}"
    for role in diff.ended:
        yield f"- role    {role.person}: {role.title}"
    for member in diff.unclear:
        maybe = ", ".join(f"{person.name} (no. {person.pk})" for person in member.maybe)
        yield f"? person  {member.name}: {maybe}, or somebody new"

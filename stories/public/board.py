"""What is loaded to say who stands where on an issue: each person once, with whatever of theirs is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from officials.models import Person, Role
from officials.nested import nested
from officials.prepared import prepared
from stories.models import Quote
from stories.public.dossier import ROLES, Dossier
from stories.public.queries import people_on
from stories.public.stances import is_held
from votes.models import Issue, Position


@dataclass(frozen=True)
class Board:
    """All `positions`, newest first; the `quotes` of those who take no side, the newest `queries.SHOWN` a person; who
    has a `voting` role in the deciding body, by person; the affiliation last printed of each `person`. With a moment it
    is the board as it had been reported until then. `last_looked` is when we last looked for word of them all; of
    another day than today nobody kept it.
    """

    issue: Issue
    positions: list[Position]
    quotes: list[Quote]
    voting: dict[int, Role]
    affiliations: Mapping[int, str]
    last_looked: dt.datetime | None = None


def board_of(issue: Issue, known: Dossier, today: dt.date) -> Board:
    """Return the board of the issue, of which that is `known`; one query, for the people and their roles."""
    spoken: list[Position | Quote] = [*known.positions, *known.quotes]
    speakers = {record.person_id for record in spoken if record.person_id}
    people = {person.pk: person for person in _people(issue.body_id, sorted(speakers), today)}
    positions = [position for position in known.positions if position.person_id in people]
    for record in spoken:
        if record.person_id in people:
            record.person = people[record.person_id]
    voting = _voting(issue, people.values(), today)
    return Board(issue, positions, known.quotes, voting, known.affiliations, None if known.until else known.last_looked)


@prepared
def _people(body: int | None, speakers: list[int], today: dt.date) -> QuerySet[Person]:
    return nested(people_on(body, speakers, today), roles=ROLES)


def _voting(issue: Issue, people: Iterable[Person], today: dt.date) -> dict[int, Role]:
    """Return by person the role by which they vote in the deciding body that day."""
    roles = [role for person in people for role in person.roles.all()]
    return {
        role.person_id: role
        for role in roles
        if role.voting and role.body_id == issue.body_id and issue.body_id and is_held(role, today)
    }

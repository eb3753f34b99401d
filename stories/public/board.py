"""What is loaded to say who stands where on an issue: each person once, with whatever of theirs is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from officials.models import Person, Role
from stories.models import Quote
from stories.public.as_of import positions_by
from stories.public.queries import REPLIES, last_looked, people_on, quotes_beside
from stories.public.stances import is_held
from votes.models import Issue, Position
from votes.models.issues import NON_ANSWERS, Basis

# Of someone's earlier claims, of their deeds, silences and quotes, where many people share a page.
SHOWN = 3


@dataclass(frozen=True)
class Board:
    """All `positions`, newest first; the `quotes` of those who take no side, the newest `SHOWN` a person; who has a
    `voting` role in the deciding body, by person; the affiliation last printed of each `person`. With a moment it is
    the board as it had been reported until then.
    """

    issue: Issue
    positions: list[Position]
    quotes: list[Quote]
    voting: dict[int, Role]
    affiliations: dict[int, str]
    until: dt.datetime | None = None

    @property
    def last_looked(self) -> dt.datetime | None:
        """Return when we last looked for word of them all, as `queries.last_looked`; a query of its own. When that was
        on another day than today nobody kept.
        """
        return None if self.until else last_looked(self.issue)


def board_of(issue: Issue, today: dt.date, until: dt.datetime | None = None) -> Board:
    """Return the board of the issue, in a handful of queries whatever its size."""
    stood = issue.positions.newest_first()
    positions = list(positions_by(stood, until) if until else stood)
    takes_a_side = {p.person_id for p in positions if p.basis not in (*NON_ANSWERS, Basis.ACTION)}
    quotes = list(quotes_beside(issue, takes_a_side, SHOWN, until))
    speakers = {record.person_id for record in (*positions, *quotes) if record.person_id}
    people = {person.pk: person for person in people_on(issue, speakers, today, until)}
    positions = [position for position in positions if position.person_id in people]
    for record in (*positions, *quotes):
        if record.person_id:
            record.person = people[record.person_id]
    for position in positions:
        position.issue = issue
    prefetch_related_objects(positions, REPLIES)
    prefetch_related_objects(quotes, REPLIES)
    affiliations = {pk: person.printed or "" for pk, person in people.items()}  # type: ignore[attr-defined]
    return Board(issue, positions, quotes, _voting(issue, people.values(), today), affiliations, until)


def _voting(issue: Issue, people: Iterable[Person], today: dt.date) -> dict[int, Role]:
    """Return by person the role by which they vote in the deciding body that day."""
    roles = [role for person in people for role in person.roles.all()]
    return {
        role.person_id: role
        for role in roles
        if role.voting and role.body_id == issue.body_id and issue.body_id and is_held(role, today)
    }

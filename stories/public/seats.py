"""Whether somebody sat on the body that decided on a matter: of another body than the issue's we mostly don't know."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from officials.models import Body, Person
from stories.public.accounts import Account
from stories.public.stances import is_held
from votes.models import Issue, Vote
from votes.models.status import Status
from votes.words import called


@dataclass(frozen=True)
class Deciders:
    """The body that put a vote off or decided it; `did` says which of these, `elsewhere` that the issue is another
    body's. On the day all its seats `are_known`, or they are not.
    """

    body: Body
    day: dt.date
    did: str
    are_known: bool
    elsewhere: bool

    def was_member(self, person: Person) -> bool | None:
        """Say whether somebody had a seat on the day; None where that is not known."""
        if any(role.body_id == self.body.pk and is_held(role, self.day) for role in person.roles.all()):
            return True
        return False if self.are_known else None

    def note(self, person: Person) -> str:
        """Say of somebody who told how they would vote that they could not, or that nobody told us whether they could;
        "" of a known member, and where the issue's own body decided.
        """
        was_member = self.was_member(person)
        if was_member or not self.elsewhere:
            return ""
        if was_member is False:
            return f"{person} was not a member of {called(self.body)} that {self.did}."
        return f"Whether they sat on {called(self.body)} that {self.did} is not known to us."


def deciders(account: Account | None, issue: Issue) -> Deciders | None:
    """Return who decided on the issue's vote; None where nobody did yet, or the day is not known."""
    if account is None or not isinstance(account.record, Vote):
        return None
    vote, moved_by = account.record, account.act.moved_by if account.act else None
    if vote.status == Status.SHELVED and moved_by:
        decided, did = moved_by, "put it off"
    elif vote.status == Status.HELD:
        decided, did = vote, "decided it"
    else:
        return None
    day = decided.latest or (account.act.change.learnt_at.date() if account.act else None)
    if day is None:
        return None
    members = decided.body.roles.held_on(day).filter(voting=True).values("person").distinct().count()
    seats = decided.body.seats
    are_known = seats is not None and members >= seats
    return Deciders(decided.body, day, did, are_known, decided.body_id != issue.body_id)

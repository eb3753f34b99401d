"""Whether somebody sat on the body that decided on a matter in another's stead: on most we don't know."""

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
    """The body that put a vote off or decided it, though the issue is another's; `did` says which of these. On the day
    all its seats `are_known`, or they are not.
    """

    body: Body
    day: dt.date
    did: str
    are_known: bool

    def note(self, person: Person) -> str:
        """Say of somebody who told how they would vote that we don't know whether they could; "" of a known member."""
        if any(role.body_id == self.body.pk and is_held(role, self.day) for role in person.roles.all()):
            return ""
        if self.are_known:
            return f"{person} was not a member of {called(self.body)} that {self.did}."
        return f"Whether they sat on {called(self.body)} that {self.did} is not known to us."


def deciders(account: Account | None, issue: Issue) -> Deciders | None:
    """Return who decided on the issue's vote in another's stead; None where its own body did, or nobody yet."""
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
    if day is None or decided.body_id == issue.body_id:
        return None
    members = decided.body.roles.held_on(day).filter(voting=True).values("person").distinct().count()
    seats = decided.body.seats
    return Deciders(decided.body, day, did, seats is not None and members >= seats)

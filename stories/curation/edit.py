"""What a curator changes on a vote directly: its date, place and status, and how each member voted."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from officials.models import Person
from stories.curation.choice import CurationError
from stories.curation.log import log
from stories.models import Decision
from votes import schedule
from votes.models import Vote, VoteChange
from votes.schedule import Evidence


@transaction.atomic
def edit_vote(
    vote: Vote, new: Mapping[str, object], evidence: Evidence, by: User, now: datetime, why: VoteChange.Why
) -> Decision:
    """Move or settle a vote by hand. A source must be named: no public date without one."""
    if not (evidence.sentence.strip() and evidence.source_name.strip()):
        raise CurationError("Say where this was learnt: the source and the sentence that says so.")
    change = schedule.change(vote, new, evidence, now, why=why)
    if change is None:
        raise CurationError("Nothing differs from what is known already.")
    return log(
        Decision.Act.EDIT, by, now, before={"vote": vote.pk, **change.old}, after={"vote": vote.pk, **change.new},
        reason=evidence.sentence,
    )  # fmt: skip


@transaction.atomic
def record_ballots(vote: Vote, ballots: Mapping[Person, str], by: User, now: datetime, reason: str = "") -> Decision:
    """How each member voted, as the curator read it."""
    before = {str(ballot.person_id): ballot.choice for ballot in vote.ballots.all()}
    schedule.record_ballots(vote, ballots)
    after = {str(person.pk): choice for person, choice in ballots.items()}
    return log(
        Decision.Act.EDIT, by, now, before={"vote": vote.pk, "ballots": before},
        after={"vote": vote.pk, "ballots": after}, reason=reason,
    )  # fmt: skip

"""What accepting a claim about a vote makes of it: a new vote, a move of a known one, what became of it, or support.

A vote on a motion about a motion is a vote of its own, and puts another one off. What a sentence tells of both, that
vote and the new date, is accepted as one act.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from officials.models import Body
from stories.curation import vote_claims
from stories.curation.beside import Beside, coming_in, disposal_known_in, procedure_of
from stories.curation.choice import Choice
from stories.curation.people import body_named, known_body
from stories.curation.votes_meant import (
    A_DAY_OFF,
    about_the_day,
    matching_disposal,
    matching_vote,
    matter_put_off,
    motion_of,
    refuse_unsure,
    still_holds,
)
from stories.evidence.citation import citation_of
from stories.findings.claims import is_for_good, vote_claimed
from stories.models import Finding
from votes import schedule
from votes.models import Issue, Vote
from votes.models.decisions import DISPOSING, Outcome
from votes.models.status import Status
from votes.windows import NO_DATE


def accept_vote(finding: Finding, choice: Choice, now: datetime, by: User, told: Beside) -> dict[str, Any]:
    """Take a claim about a vote: it makes the vote known, moves it, says what became of it, or only supports what is
    known. `told` stands beside it.
    """
    # A body that only this report names is made only where it has a vote of its own.
    body, issue = known_body(finding.payload["body"], finding), finding.issue
    assert issue is not None  # the kind needs one
    if procedure_of(finding) in DISPOSING and not (choice.vote and choice.governs is False):
        return _accept_disposal(finding, choice, issue, body, now, by, told)
    created: dict[str, Any] = {}
    disposal = disposal_known_in(told, finding)
    put_off = disposal.disposes_of if disposal else None
    vote = choice.vote or (None if choice.new_vote else put_off)
    if vote is None and not choice.new_vote:
        vote = matching_vote(finding, issue, body, told.votes)
        refuse_unsure(finding, vote)
    citation, claim = citation_of(finding, by.get_username()), vote_claimed(finding.payload)
    if vote is None:
        body = body_named(finding.payload["body"], finding, created, choice)
        _fill_in(issue, body)
        named = finding.payload.get("classification") or ""
        motion = motion_of(finding)
        finding.vote = schedule.create(
            issue, body, motion, citation, now, moved_by=disposal, classification=named, **claim
        )  # fmt: skip
        finding.governs = True
        if disposal is not None:
            schedule.change(disposal, {"disposes_of_id": finding.vote.pk}, citation, now)
        return created | {"vote": finding.vote.pk}
    finding.vote = vote
    finding.chosen = choice.governs is not None
    # What is told in one breath with the vote that put it off governs as that one does.
    if choice.governs is None:
        finding.governs = disposal is not None or vote_claims.governs(
            finding, vote, vote_claims.governing(finding, vote)
        )
    else:
        finding.governs = choice.governs
    change = None
    if finding.governs:
        news = vote_claims.news(claim, vote, by_record=finding.article.is_record)
        change = schedule.change(vote, news, citation, now, why=choice.why, moved_by=disposal)
    return created | ({"vote_version": change.version} if change else {})


def _fill_in(issue: Issue, body: Body) -> None:
    """Give an issue without a body or place those of its first vote."""
    if issue.body is None or issue.place is None:
        issue.body, issue.place = issue.body or body, issue.place or body.place
        issue.save(update_fields=["body", "place"])


def _accept_disposal(
    finding: Finding, choice: Choice, issue: Issue, body: Body | None, now: datetime, by: User, told: Beside
) -> dict[str, Any]:  # fmt: skip
    """Take a claim about a vote that put another off, or tried to: support for the one that is known, or that vote
    itself and what it makes of the other. Told of a vote of which something else is known, it stands beside that.

    Where its sentence tells the new date as well, that claim moves the other vote, in the same act.
    """
    known, put_off = meant_by_disposal(finding, choice, issue, body, told.votes)
    if choice.vote is None:
        refuse_unsure(finding, known or put_off)
    if known is not None:
        finding.vote = known
        return {}
    created: dict[str, Any] = {}
    citation, claim = citation_of(finding, by.get_username()), vote_claimed(finding.payload)
    deciding, overruling = body_named(finding.payload["body"], finding, created, choice), choice.governs is True
    finding.vote = schedule.create(
        issue, deciding, motion_of(finding), citation, now, classification=procedure_of(finding), overruling=overruling,
        disposes_of_id=put_off.pk if put_off else None, **claim,
    )  # fmt: skip
    finding.governs, finding.chosen = True, choice.vote is not None
    if claim["outcome"] == Outcome.PASSED and coming_in(told, finding) is None:
        _dispose(finding, finding.vote, put_off, citation, now)
    return created | {"vote": finding.vote.pk}


def meant_by_disposal(
    finding: Finding, choice: Choice, issue: Issue, body: Body | None, told: Collection[int]
) -> tuple[Vote | None, Vote | None]:  # fmt: skip
    """Return the known vote that a claim of a motion repeats or stands beside, and else the vote that it puts off; each
    is None where there is none, or it is `told` in the same words already.
    """
    chosen = choice.vote
    if choice.new_vote:
        return None, None
    if chosen is None:
        known = matching_disposal(finding, issue, body, told)
        put_off = None if known else matter_put_off(finding, issue, body, told)
        return (put_off, None) if put_off and _stands_beside(finding, put_off) else (known, put_off)
    if chosen.is_procedural:
        return chosen, None
    disposals = chosen.disposals.standing().filter(about_the_day(vote_claimed(finding.payload)))
    return next((disposal for disposal in disposals if still_holds(disposal)), None), chosen


def _stands_beside(finding: Finding, put_off: Vote) -> bool:
    """Say whether a claim of a motion tells otherwise what became of a vote, or of a day before what is known of it now
    was told: only a curator can say that it holds.
    """
    if put_off.status in (Status.HELD, Status.CANCELLED):
        return True
    if put_off.status == Status.SHELVED:
        return not is_for_good(finding.payload)
    is_record, claim = finding.article.is_record, vote_claimed(finding.payload)
    settled = vote_claims.governing(finding, put_off).settled(by_record=is_record)
    published, zone = finding.article.published_at, put_off.body.place.zone
    if settled is None or is_its_reason(finding, put_off):
        return False
    is_older = published is None or published < settled
    return is_older or (claim["latest"] is not None and claim["latest"] < settled.astimezone(zone).date())


def is_its_reason(finding: Finding, put_off: Vote) -> bool:
    """Say whether the vote is off, or was put off for a while since the day of a motion to do so: the motion is why, no
    more.
    """
    if put_off.status == Status.SHELVED:
        return is_for_good(finding.payload)
    earliest = vote_claimed(finding.payload)["earliest"]
    if is_for_good(finding.payload) or put_off.status != Status.POSTPONED or earliest is None:
        return False
    moved = put_off.changes.filter(version__gt=0, new__has_any_keys=["earliest", "status"], moved_by=None)
    return bool(moved.filter(learnt_at__date__gte=earliest - A_DAY_OFF).exists())


def _dispose(
    finding: Finding, disposal: Vote, put_off: Vote | None, citation: schedule.Citation, now: datetime
) -> None:  # fmt: skip
    """Put the other vote off: for good, or with no new date, unless that is known of it. Where none of the issue is
    known, it is known from now on, so that there is something to follow.
    """
    fate: dict[str, Any] = {"status": Status.SHELVED if is_for_good(finding.payload) else Status.POSTPONED, **NO_DATE}
    if put_off is not None:
        if not is_its_reason(finding, put_off):
            decided = {"outcome": "", "yes": None, "no": None}
            schedule.change(put_off, fate | decided, citation, now, moved_by=disposal)
        return
    issue = disposal.issue
    others = Vote.objects.standing().on_the_matter().filter(issue=issue)
    if disposal.earliest is not None:
        others = others.exclude(latest__lt=disposal.earliest)  # those were over by then
    if others.exists():
        return  # a committee's vote puts a council's off only where a curator says so
    _fill_in(issue, disposal.body)
    put_off = schedule.create(issue, disposal.body, motion_of(finding), citation, now, moved_by=disposal, **fate)
    schedule.change(disposal, {"disposes_of_id": put_off.pk}, citation, now)

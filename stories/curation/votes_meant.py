"""Which known vote a claim means: the one it repeats, moves or decides, or the one that its motion put off."""

import re
from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.text import capfirst

from officials.models import Body
from stories.curation.choice import CurationError
from stories.curation.meetings import vote_of
from stories.curation.vote_claims import FORWARD, PUT_OFF_ON, day_of_fate, with_governing
from stories.findings.claims import is_disposal, vote_claimed
from stories.matching.same_matter import is_same_matter
from stories.models import Finding
from votes.models import Issue, Vote, VoteChange
from votes.models.decisions import DISPOSING, Outcome
from votes.models.status import OPEN_STATUSES, Status

# Words of a story for what is voted on that say nothing.
VAGUE = {"", "matter", "issue", "item", "measure", "proposal", "question", "it", "plan", "vote"}
# What a motion that puts a matter off says of itself.
PUTTING_OFF = re.compile(
    r"\b(?:tabl(?:e|ing)|postpon(?:e|ing|ement)|defer(?:ring|ral)?|delay(?:ing)?|refer(?:ring|ral)?"
    r"|withdraw(?:ing|al)?|put(?:ting)? off)\b", re.IGNORECASE,
)  # fmt: skip
# A story may be a day off about when a decision was taken.
A_DAY_OFF = timedelta(days=1)
# What was decided longer before a vote became known is another decision, told as background.
BACKGROUND = timedelta(days=30)


def matching_vote(finding: Finding, issue: Issue, body: Body | None, told: Collection[int]) -> Vote | None:
    """Return the one vote this claim can mean, None where there is no such vote or several; not one of those that are
    `told` in the same words already.

    It is one of the same issue and body, of a classification that does not clash, and where there are such, on the same
    matter: decided on the very day the claim names, else one that is open, else one of which the claim may tell again
    or bring back. Whoever took it, it is the one that was put off on the day for which the claim tells something else.
    Of an agenda's item it is the vote that the item is known for.
    """
    if known := vote_of(finding):
        return known
    if is_disposal(finding.payload):
        return matching_disposal(finding, issue, body, told) or matter_put_off(finding, issue, body, told)
    claim, votes = vote_claimed(finding.payload), _known(issue, told)
    named = finding.payload.get("classification") or ""
    own = [vote for vote in votes if vote.body == body and named in ("", vote.classification or named)]
    own = [vote for vote in own if is_surely(finding, vote)] or own
    repeated = (vote for vote in own if claim["earliest"] and _status_and_day(claim, vote))
    opened = (vote for vote in own if vote.is_open and not _is_background(claim, vote))
    closed = (vote for vote in own if not vote.is_open and _may_tell_again(claim, vote))
    elsewhere = (vote for vote in votes if claim["status"] not in FORWARD and _is_of_its_fate(claim, vote))
    # The later ones are looked for only where the earlier ones are none.
    return next((_one(found, finding) for alike in (repeated, opened, closed, elsewhere) if (found := [*alike])), None)


def matching_disposal(finding: Finding, issue: Issue, body: Body | None, told: Collection[int]) -> Vote | None:
    """Return the known vote that put something off, or tried to, about the claim's day: told of another body or as
    another motion, it is that vote all the same. None where there is no such vote or several.
    """
    claim = vote_claimed(finding.payload)
    known = Vote.objects.standing().filter(about_the_day(claim), issue=issue, classification__in=DISPOSING)
    known = known.filter(status=Status.HELD, outcome=claim["outcome"]).exclude(pk__in=told)
    # Without a day it is the last one told, as long as its matter did not come back since.
    votes = [vote for vote in known.select_related("body", "disposes_of") if claim["earliest"] or still_holds(vote)]
    return _one([vote for vote in votes if vote.body == body] or votes, finding)


def matter_put_off(finding: Finding, issue: Issue, body: Body | None, told: Collection[int]) -> Vote | None:
    """Return the one vote that a motion the claim tells of can have put off: an open one of the same body, else one of
    which something else is known for that day, or that is off already.
    """
    claim, known = vote_claimed(finding.payload), _known(issue, told)
    opened = [vote for vote in known if vote.is_open and vote.body == body]
    if opened:
        return _one([vote for vote in opened if not _is_background(claim, vote)], finding)
    closed = [vote for vote in known if not vote.is_open and vote.body == body and _may_tell_again(claim, vote)]
    return _one(closed or [vote for vote in known if _is_of_its_fate(claim, vote)], finding)


def about_the_day(claim: dict[str, Any]) -> Q:
    """Return the condition on votes that may have been taken when the claim says; an undated claim fits any."""
    if claim["earliest"] is None:
        return Q()
    return Q(earliest__lte=claim["latest"] + A_DAY_OFF, latest__gte=claim["earliest"] - A_DAY_OFF)


def still_holds(disposal: Vote) -> bool:
    """Say whether what a motion put off is off still: without a vote known to be, it is."""
    put_off = disposal.disposes_of
    return put_off is None or put_off.status not in OPEN_STATUSES or put_off.status == Status.POSTPONED


def motion_of(finding: Finding) -> str:
    """Return what is voted on; where the story only says "the matter", the issue's title rather than the headline."""
    is_vague = _is_vague(finding)
    if is_vague and finding.issue is None:
        raise CurationError("Choose the issue this belongs to first.")
    return capfirst(str(finding.issue) if is_vague else finding.payload["matter"])[:500]


def is_surely(finding: Finding, vote: Vote) -> bool:
    """Say whether the claim, taken for one about the vote, surely is: it names the very matter, or stands in the row of
    a calendar that told of the vote before. A body votes on much else in a story of the issue.
    """
    named = (finding.payload.get("matter") or "", vote.motion)
    if is_disposal(finding.payload):
        # "Table the ordinance" names the ordinance.
        named = (PUTTING_OFF.sub("", named[0]), PUTTING_OFF.sub("", named[1]))
    if not _is_vague(finding) and is_same_matter(*named, str(finding.issue or "")):
        return True
    return vote_of(finding) == vote


def refuse_unsure(finding: Finding, vote: Vote | None) -> None:
    """Raise CurationError where nobody said that the claim is about the known vote, and it does not say so itself."""
    if vote is not None and not is_surely(finding, vote):
        raise CurationError(
            f"This may be on another matter than the known vote, “{vote.motion}”. Say which it is, that or a new one."
        )


def _is_vague(finding: Finding) -> bool:
    matter = finding.payload.get("matter") or ""
    return matter == finding.version.title or matter.casefold().removeprefix("the ").strip() in VAGUE


def _known(issue: Issue, told: Collection[int]) -> list[Vote]:
    """Return the issue's votes on a matter, but those `told` already, each with the moment since when it is known and
    what governs it.
    """
    known = Vote.objects.standing().on_the_matter().filter(issue=issue).exclude(pk__in=told)
    known = known.select_related("body__place").annotate(known_since=_since(), put_off_on=PUT_OFF_ON)
    votes = list(with_governing(known))
    for vote in votes:
        vote.issue = issue
    return votes


def _since() -> Subquery:
    """Return when a vote became known, as SQL."""
    return Subquery(VoteChange.objects.filter(vote=OuterRef("pk")).order_by("learnt_at").values("learnt_at")[:1])


def _one(votes: Iterable[Vote], finding: Finding) -> Vote | None:
    """Return the only one, else the only one on the claim's own matter."""
    votes = list(votes)
    if len(votes) > 1:
        motion = motion_of(finding).casefold()
        same = [vote for vote in votes if vote.motion.casefold() == motion]
        votes = same or [vote for vote in votes if is_surely(finding, vote)]
    return votes[0] if len(votes) == 1 else None


def _status_and_day(claim: dict[str, Any], vote: Vote) -> bool:
    return not vote.is_open and (claim["status"], claim["earliest"]) == (vote.status, vote.earliest)


def _is_background(claim: dict[str, Any], vote: Vote) -> bool:
    """Say whether a claim tells of a decision taken long before the vote was known."""
    if claim["status"] in OPEN_STATUSES or claim["latest"] is None:
        return False
    since = vote.known_since  # type: ignore[attr-defined]
    return since is not None and bool(claim["latest"] < since.date() - BACKGROUND)


def _may_tell_again(claim: dict[str, Any], vote: Vote) -> bool:
    """Say whether a claim may tell of a vote that is not open: what is known of it, otherwise, or that it is back."""
    day, earliest, latest = day_of_fate(vote), claim["earliest"], claim["latest"]
    if vote.status != Status.HELD:
        is_older = claim["status"] == Status.HELD and day is not None and latest is not None and latest < day
        return not (is_older and _is_background(claim, vote))
    if claim["status"] in OPEN_STATUSES:
        return False
    return earliest is None or (day is not None and bool(earliest - A_DAY_OFF <= day <= latest + A_DAY_OFF))


def _is_of_its_fate(claim: dict[str, Any], vote: Vote) -> bool:
    """Say whether a claim tells what became of the vote on the day on which it was put off, whoever did it."""
    if claim["earliest"] is None:
        return vote.status == Status.SHELVED
    passed = vote.disposals.standing().filter(about_the_day(claim), outcome=Outcome.PASSED)
    return bool(passed.exists())

"""What a story tells beside a claim about a vote: in the same sentence, by what motion it was put off, or to when; in
the very same words, of which vote.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from stories.curation.vote_claims import FORWARD
from stories.findings.claims import motion_claimed, vote_claimed
from stories.findings.identity import likeness
from stories.findings.kinds import KINDS
from stories.models import Finding
from votes.models import Vote
from votes.models.decisions import DISPOSING, Classification, Outcome
from votes.models.status import Status

OPEN = (Finding.State.PENDING, Finding.State.ACCEPTED)
# Claims of these may say to when a matter was put off.
COMING = (*FORWARD, Status.POSTPONED)


@dataclass(frozen=True, slots=True)
class Beside:
    """`claims` are the other claims about votes, pending or accepted, that rest on a stretch of the same sentence;
    `votes` those votes of which accepted claims of the very same words, body, status and day speak: two decisions told
    in one breath are two.
    """

    claims: tuple[Finding, ...] = ()
    votes: frozenset[int] = frozenset()


def beside(finding: Finding) -> Beside:
    """Return what stands beside the claim as it is now; nothing beside what is no claim about a vote. One question to
    the database, none where `at_hand` was told.
    """
    if KINDS[finding.kind].record != "vote":
        return Beside()
    listed = getattr(finding, "told_of_votes", None)
    if listed is None:
        of_story = Finding.objects.filter(article=finding.article_id, kind=finding.kind, state__in=OPEN)
        listed = of_story.select_related("vote__disposes_of").order_by("pk")
    claims = [other for other in listed if other.pk != finding.pk and other.state in OPEN]
    mine = likeness(finding.kind, finding.payload, finding.spans)
    told = [other for other in claims if other.vote_id and other.state == Finding.State.ACCEPTED]
    same = {other.vote_id for other in told if likeness(other.kind, other.payload, other.spans) == mine}
    return Beside(
        tuple(claim for claim in claims if _rest_together(finding, claim)), frozenset(pk for pk in same if pk)
    )


def at_hand(findings: Iterable[Finding]) -> None:
    """Let each claim about a vote know the others of its story, all of which are given, loaded with their votes and
    what those put off.
    """
    claims = sorted((one for one in findings if KINDS[one.kind].record == "vote"), key=lambda one: one.pk)
    for claim in claims:
        claim.told_of_votes = claims  # type: ignore[attr-defined]


def _rest_together(finding: Finding, other: Finding) -> bool:
    """Say whether both rest on a stretch of the same sentence of one version."""
    if not finding.spans or not other.spans or other.redacted_at or other.version_id != finding.version_id:
        return False
    own, its = finding.spans[0], other.spans[0]
    return bool(its["start"] < own["end"] and its["end"] > own["start"])


def procedure_of(finding: Finding) -> str:
    """Return the classification of the motion that a claim tells of. A vote that is called procedural, beside words
    that put the decision off, is one to postpone it.
    """
    motion = motion_claimed(finding.payload)
    if motion == Classification.PROCEDURAL and finding.payload["status"] == Status.HELD:
        puts_off = any(claim.payload["status"] == Status.POSTPONED for claim in beside(finding).claims)
        return Classification.POSTPONE if puts_off else motion
    return motion


def coming_in(told: Beside, finding: Finding) -> Finding | None:
    """Return the pending claim that says to when a matter was put off, where this one tells by what vote."""
    if KINDS[finding.kind].record != "vote" or procedure_of(finding) not in DISPOSING:
        return None
    if vote_claimed(finding.payload)["outcome"] != Outcome.PASSED:
        return None
    return _of_the_same_matter(finding, [claim for claim in _pending(told) if claim.payload["status"] in COMING])


def disposal_waiting_in(told: Beside, finding: Finding) -> Finding | None:
    """Return the pending claim that tells by what vote a matter was put off, where this one says to when."""
    if KINDS[finding.kind].record != "vote" or finding.payload["status"] not in COMING:
        return None
    held = (claim for claim in _pending(told) if claim.payload["status"] == Status.HELD)
    return _of_the_same_matter(finding, [claim for claim in held if procedure_of(claim) in DISPOSING])


def disposal_known_in(told: Beside, finding: Finding) -> Vote | None:
    """Return the vote that put the matter off by the claim's own sentence, as accepted; its date is the claim's."""
    if finding.payload["status"] not in COMING:
        return None
    accepted = (claim for claim in told.claims if claim.state == Finding.State.ACCEPTED and claim.governs)
    votes = (claim.vote for claim in accepted if claim.vote and claim.vote.withdrawn_at is None)
    return next((vote for vote in votes if vote.classification in DISPOSING and vote.outcome == Outcome.PASSED), None)


def _pending(told: Beside) -> list[Finding]:
    return [claim for claim in told.claims if claim.state == Finding.State.PENDING]


def _of_the_same_matter(finding: Finding, others: Iterable[Finding]) -> Finding | None:
    """Return the one of a sentence's other claims that is on the same matter, or the only one there is."""
    others, matter = list(others), (finding.payload.get("matter") or "").casefold()
    same = [other for other in others if (other.payload.get("matter") or "").casefold() == matter]
    others = same or others
    return others[0] if len(others) == 1 else None

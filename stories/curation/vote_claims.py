"""What a claim about a vote or an event adds to what is known: whether it governs, and what it leaves alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, JSONObject

from stories.evidence.book import TOLD, told_at
from stories.findings.kinds import KINDS
from stories.models import Finding, LoggedAction, Rank
from votes.models import Event, Vote
from votes.models.decisions import Outcome
from votes.models.status import Status

# The last day on which a vote was put off by another, loaded with it as `put_off_on`.
PUT_OFF_ON = Subquery(
    Vote._base_manager.filter(disposes_of=OuterRef("pk"), withdrawn_at=None, outcome=Outcome.PASSED)
    .filter(latest__isnull=False)
    .order_by("-latest")
    .values("latest")[:1]
)
Record = TypeVar("Record", Vote, Event)
# Claims of these say when a vote will be; the others say that something happened to it.
FORWARD = (Status.EXPECTED, Status.SCHEDULED)
WINDOW = ("earliest", "latest", "precision", "phrase")


def schedule_of(finding: Finding) -> dict[str, Any]:
    """Return the claim in the record's own fields. Raises ValueError where a day or hour of it can't be read."""
    return KINDS[finding.kind].claimed(finding.payload)


@dataclass(frozen=True, slots=True)
class Claim:
    """An accepted claim that governs a record: when its story told it, and whether that is the body's own calendar, in
    which it may be gone by now.
    """

    finding: int
    article: int
    told: datetime | None
    is_record: bool
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Governing:
    """What governs a known record: each accepted claim that does, the youngest first; and when an editor last did so by
    hand.
    """

    claims: Sequence[Claim]
    edited: datetime | None

    def settled(self, *, by_record: bool) -> datetime | None:
        """Return when what governs was told: by the youngest story that does, or by an editor; None where neither did.
        A body's own record is outdone by no story.
        """
        told = next((claim.told for claim in self.claims if not by_record or claim.is_record), None)
        return max(filter(None, (told, self.edited)), default=None)


def with_governing(known: QuerySet[Record]) -> QuerySet[Record]:
    """Return the votes or events, each loaded with what `governing` asks of it."""
    record = str(known.model._meta.model_name)
    outer = OuterRef(OuterRef("pk"))
    own = Q(pk=outer) | (Q(disposes_of=outer) if known.model is Vote else Q())
    rows = known.model._base_manager.filter(own).values("pk")
    claims = Finding.objects.accepted().filter(**{f"{record}__in": rows}, governs=True)
    told = JSONObject(
        finding=F("pk"), article=F("article_id"), told=TOLD, is_record=Q(article__rank=Rank.RECORD),
        is_gone=Q(article__vanished_at__isnull=False),
    )  # fmt: skip
    edits = LoggedAction.objects.filter(act=LoggedAction.Act.EDIT, finding=None, undone_by=None)
    edits = edits.filter(after__has_key=record).alias(of=KT(f"after__{record}"))
    edits = edits.filter(of=Cast(OuterRef("pk"), TextField()))
    edits = edits.exclude(after__has_key="ballots").order_by("-at")
    return known.annotate(
        governed=ArraySubquery(claims.order_by(TOLD.desc()).values(row=told)), edited=Subquery(edits.values("at")[:1])
    )


def governing(finding: Finding, known: Vote | Event) -> Governing:
    """Return what governs the record but for the finding; of a vote that was put off, the claims of the vote that did
    it. Asks for it where the record was loaded without.
    """
    if not hasattr(known, "governed"):
        rows: QuerySet[Any] = type(known)._base_manager.filter(pk=known.pk)
        return governing(finding, with_governing(rows).get())
    others = [row for row in known.governed if row["finding"] != finding.pk]
    claims = [Claim(**row | {"told": row["told"] and datetime.fromisoformat(row["told"])}) for row in others]
    return Governing(claims, known.edited)  # type: ignore[union-attr]


def governs(finding: Finding, known: Vote | Event, now_governs: Governing) -> bool:
    """Say whether the claim's date is to be the known one's: nothing younger governs it, the claim says more than that
    it will be within some longer stretch, which a vaguer story of the same day does, and it doesn't tell otherwise
    what became of the matter: between reports that differ, a curator chooses. A body's own record governs whatever
    reports say of a meeting to come, and knows nothing of how it went.
    """
    is_record = finding.article.is_record
    claim, published, settled = schedule_of(finding), told_at(finding), now_governs.settled(by_record=is_record)
    if settled is not None and (published is None or published < settled):
        return False
    if is_outranked(finding, known, now_governs):
        return False
    # A story may tell on, or correct, what it told itself.
    is_its_own = bool(now_governs.claims) and now_governs.claims[0].article == finding.article_id
    if isinstance(known, Vote) and not is_its_own and tells_another_fate(claim, known):
        return False
    if isinstance(known, Vote) and not known.is_open and claim["status"] in FORWARD:
        return (settled is None or published is None or published > settled) and _comes_after(claim, known)
    return is_record or not _is_vaguer(claim, known)


def is_outranked(finding: Finding, known: Vote | Event, now_governs: Governing) -> bool:
    """Say whether a report says of what is to come what the body's own record, on which it rests, is there to say: of
    a day that was not over when the report appeared.
    """
    if finding.article.is_record or schedule_of(finding)["status"] == Status.HELD:
        return False
    newest = next(iter(now_governs.claims), None)
    if newest is None or not newest.is_record or newest.is_gone:
        return False
    told = told_at(finding)
    return told is None or known.latest is None or told.date() <= known.latest


def tells_another_fate(claim: Mapping[str, Any], vote: Vote) -> bool:
    """Say whether the claim contradicts what became of the vote, as known, rather than telling what came later."""
    if claim["status"] in FORWARD:
        return False
    day = day_of_fate(vote)
    if vote.is_open:
        # Put off on that very day: that it was decided, or called off, is another story of the same meeting.
        is_of_that_day = (
            day is not None and claim["earliest"] is not None and claim["earliest"] <= day <= claim["latest"]
        )
        return is_of_that_day and claim["status"] in (Status.HELD, Status.CANCELLED)
    if day is not None and claim["earliest"] is not None and claim["earliest"] > day:
        return False  # what came later is news
    if vote.status == Status.HELD == claim["status"]:
        known, said = (vote.yes, vote.no), (claim["yes"], claim["no"])
        other_outcome = bool(claim["outcome"] and vote.outcome and claim["outcome"] != vote.outcome)
        return other_outcome or (None not in (*known, *said) and known != said)
    return bool(claim["status"] != vote.status)


def day_of_fate(vote: Vote) -> date | None:
    """Return the last day on which what became of the vote may have happened: that of the vote that put it off, else
    its own, where it is over or off; None where nobody says.
    """
    if not vote.is_open and vote.status != Status.SHELVED:
        return vote.latest
    if not hasattr(vote, "put_off_on"):
        vote = Vote._base_manager.annotate(put_off_on=PUT_OFF_ON).get(pk=vote.pk)
    put_off_on: date | None = vote.put_off_on
    return put_off_on


def _comes_after(claim: Mapping[str, Any], vote: Vote) -> bool:
    """Say whether a claim brings a vote back: it names a day, after that on which it was put off or called off."""
    day = day_of_fate(vote)
    earliest = claim["earliest"]
    if earliest is None:
        return False
    return day is None or bool(earliest > day) or (vote.status == Status.CANCELLED and bool(earliest >= day))


def _is_vaguer(claim: dict[str, Any], known: Vote | Event) -> bool:
    """Say whether the claim is less exact than what is known: "next week" of a vote known to be on Tuesday moves
    nothing; nor does "soon".
    """
    if claim["status"] not in FORWARD or not known.is_open or known.earliest is None or known.latest is None:
        return False
    return _is_wider(claim, known) and (claim["earliest"], claim["latest"]) != (known.earliest, known.latest)


def news(claim: dict[str, Any], known: Vote | Event, *, by_record: bool) -> dict[str, Any]:
    """Return the claim without what it leaves unsaid: its silence about place and hour changes neither while the day
    stays, or becomes known more exactly; where and at what hour it is on a new day is not known until somebody says so.
    What a body's own record moves keeps its place. A postponed vote that is told again for its new day is no less
    postponed.
    """
    said = dict(claim)
    same_day = (claim["earliest"], claim["latest"]) == (known.earliest, known.latest)
    has_moved = claim["earliest"] is not None and not _lies_within(claim, known)
    if not said["location"] and (by_record or not has_moved):
        del said["location"]
    if said["time"] is None and same_day:
        del said["time"]
    if same_day and known.status == Status.POSTPONED and said["status"] in FORWARD:
        del said["status"]
    if said.get("status") == known.status and not known.is_open:
        # Told again: what is left out, or named less exactly, is as known.
        unsaid = WINDOW if _is_wider(claim, known) else ()
        said = {name: value for name, value in said.items() if name not in unsaid and value not in (None, "")}
    return said


def _is_wider(claim: Mapping[str, Any], known: Vote | Event) -> bool:
    """Say whether the claim leaves the day open, or names a stretch in which the known days lie."""
    if known.earliest is None or known.latest is None:
        return False
    return claim["earliest"] is None or bool(claim["earliest"] <= known.earliest and known.latest <= claim["latest"])


def _lies_within(claim: Mapping[str, Any], known: Vote | Event) -> bool:
    """Say whether the claim names no other days than those that are known: the same, or some of them."""
    if known.earliest is None or known.latest is None:
        return False
    return bool(known.earliest <= claim["earliest"] and claim["latest"] <= known.latest)

"""What accepting a quote, a position or a vote makes of it: a new record, or support for a known one."""

from datetime import date, datetime
from typing import Any

from django.utils.text import capfirst

from officials.models import Body, Person
from stories.curation import vote_claims
from stories.curation.choice import Choice, CurationError
from stories.evidence.citation import citation_of
from stories.models import Finding, Quote
from votes import schedule
from votes.alerts import announce
from votes.alerts.wording import values_of_position
from votes.models import Announcement, Issue, Position, Vote
from votes.models.decisions import OPEN_STATUSES
from votes.models.issues import Basis
from votes.subjects import key_of, make_key

VAGUE = {"", "matter", "issue", "item", "measure", "proposal", "question", "it", "plan", "vote"}


def accept_quote(finding: Finding, person: Person | None, now: datetime) -> dict[str, Any]:
    """One quote however many outlets print it: the same words by the same person support the record there is."""
    words = finding.spans[0]["text"]
    label = "" if person else (finding.payload.get("label") or _unnamed(finding))
    known = Quote.objects.filter(person=person, label=label, issue=finding.issue, redacted_at=None)
    finding.quote = next((quote for quote in known if same_words(quote.text, words)), None)
    if finding.quote is not None:
        return {}
    finding.quote = Quote.objects.create(
        text=words,
        type=finding.payload["type"],
        person=person,
        label=label,
        affiliation=_affiliation(finding),
        issue=finding.issue,
        said_on=_published(finding),
    )
    _tell_quote(finding, finding.quote, now)
    return {"quote": finding.quote.pk}


def _tell_quote(finding: Finding, quote: Quote, now: datetime) -> None:
    """Told to those who asked for quotes: only someone's own words, not the story's report of them."""
    if quote.type == Quote.Type.INDIRECT:
        return
    about = {"issue": quote.issue_id, "person": quote.person_id}
    news = announce.News(
        Announcement.Kind.QUOTE,
        key_of(quote),
        version=1,
        topics=[make_key(kind, pk) for kind, pk in about.items() if pk],
        path=quote.get_absolute_url(),
        citation=citation_of(finding),
        new={"speaker": capfirst(quote.speaker), "issue": str(quote.issue or "")},
    )
    announce.tell(news, now)


def same_words(one: str, other: str) -> bool:
    """Equal but for case, spaces and the punctuation that an attribution leaves behind."""
    return _words(one) == _words(other)


def _words(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _unnamed(finding: Finding) -> str:
    """Whoever the story credits without a name, in its own words."""
    speaker = finding.span("speaker")
    return speaker["text"][:200] if speaker else "an unnamed speaker"


def _affiliation(finding: Finding) -> str:
    """As the story prints it: title and body of an official, role and organisation of anyone else."""
    name = finding.payload.get("speaker")
    about = finding.article.findings.filter(kind__in=("official", "speaker"), payload__name=name).first()
    if about is None:
        return ""
    parts = [about.payload.get(key) for key in ("title", "body", "role", "organization")]
    return ", ".join(part for part in parts if part)[:300]


def accept_position(finding: Finding, person: Person, now: datetime) -> dict[str, Any]:
    """A row per change of mind; the same stand told again by another story supports the row there is."""
    payload = finding.payload
    position, created = Position.objects.get_or_create(
        issue=_issue(finding),
        person=person,
        stance=payload["stance"],
        basis=payload["basis"],
        conditional=payload["conditional"],
        matter=_matter(finding),
        since=_published(finding),
    )
    finding.position = position
    if created:
        _tell_position(finding, position, now)
    return {"position": position.pk} if created else {}


def _matter(finding: Finding) -> str:
    """In the story's words; where only the headline speaks of it, nobody said it of that."""
    matter: str = finding.payload["matter"]
    return "" if matter == finding.version.title else matter[:500]


def _tell_position(finding: Finding, position: Position, now: datetime) -> None:
    """Told to those who asked for positions; a non-answer is no news, nor a stand of before the one that is known."""
    others = Position.objects.stands().exclude(basis=Basis.ACTION).filter(issue=position.issue, person=position.person)
    is_deed = position.basis == Basis.ACTION
    if position.is_non_answer or (not is_deed and others.filter(since__gt=position.since).exists()):
        return
    before = others.filter(since__lt=position.since).newest_first().first()
    has_changed = before is not None and not is_deed and position.is_change_from(before)
    deed = finding.spans[0]["text"] if is_deed and finding.spans else ""
    news = announce.News(
        Announcement.Kind.POSITION,
        key_of(position),
        version=1,
        topics=[make_key("issue", position.issue_id), make_key("person", position.person_id)],
        path=position.issue.get_absolute_url(),
        citation=citation_of(finding),
        new=values_of_position(position, deed),
        old=values_of_position(before) if before and has_changed else {},
    )
    announce.tell(news, now)


def accept_vote(finding: Finding, choice: Choice, body_id: int, now: datetime, by: str) -> dict[str, Any]:
    """A claim about a vote: makes it known, moves it, or only supports what is known."""
    issue = _issue(finding)
    vote = choice.vote or (None if choice.new_vote else matching_vote(finding, issue, body_id))
    citation = citation_of(finding, by)
    if vote is None:
        finding.vote = schedule.create(
            issue, _body(issue, body_id), _motion(finding), citation, now, stage=finding.payload.get("stage", ""),
            **vote_claims.schedule_of(finding),
        )  # fmt: skip
        finding.governs = True
        return {"vote": finding.vote.pk}
    finding.vote = vote
    finding.governs = vote_claims.governs(finding, vote) if choice.governs is None else choice.governs
    told = vote_claims.news(vote_claims.schedule_of(finding), vote)
    change = schedule.change(vote, told, citation, now) if finding.governs else None
    return {"vote_version": change.version} if change else {}


def matching_vote(finding: Finding, issue: Issue, body_id: int) -> Vote | None:
    """The one vote this claim can mean: same issue and body, a stage that does not clash, not yet decided,
    or decided on the very day the claim names. None where there is no such vote or several.
    """
    stage = finding.payload.get("stage", "")
    votes = [
        vote
        for vote in Vote.objects.standing().filter(issue=issue, body=body_id)
        if (not stage or not vote.stage or vote.stage == stage) and _can_be(vote, finding)
    ]
    return votes[0] if len(votes) == 1 else None


def _can_be(vote: Vote, finding: Finding) -> bool:
    if vote.status in OPEN_STATUSES:
        return True
    claimed = vote_claims.schedule_of(finding)["earliest"]
    return vote.status == finding.payload["status"] and claimed is not None and claimed == vote.earliest


def _motion(finding: Finding) -> str:
    """What is voted on; where the story only says "the matter", the issue's title rather than the headline."""
    matter = finding.payload.get("matter") or ""
    vague = matter == finding.version.title or matter.casefold().removeprefix("the ").strip() in VAGUE
    return capfirst(str(finding.issue) if vague else matter)[:500]


def _body(issue: Issue, body_id: int) -> Body:
    """The body, which an issue without one takes for its own."""
    body = Body.objects.get(pk=body_id)
    if issue.body is None or issue.place is None:
        issue.body, issue.place = issue.body or body, issue.place or body.place
        issue.save(update_fields=["body", "place"])
    return body


def _issue(finding: Finding) -> Issue:
    if finding.issue is None:
        raise CurationError("Choose the issue this belongs to first.")
    return finding.issue


def _published(finding: Finding) -> date:
    local = finding.article.published_local or finding.article.first_read_at
    return local.date()

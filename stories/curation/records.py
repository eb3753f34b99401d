"""What accepting a quote or a position makes of it: a new record, or support for a known one."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.text import capfirst

from stories.curation.beside import Beside
from stories.curation.choice import Choice, CurationError
from stories.evidence.citation import citation_of
from stories.findings.kinds import PEOPLE
from stories.models import Finding, Quote
from votes.alerts import announce
from votes.alerts.wording import values_of_position
from votes.models import Announcement, Position
from votes.models.issues import Basis
from votes.subjects import key_of, make_key


def accept_quote(finding: Finding, choice: Choice, now: datetime, by: User, told: Beside) -> dict[str, Any]:
    """Make a quote, one however many outlets print it: the same words by the same person support the record there is.
    Whoever the story credits without a name is called by its own words for them.
    """
    words, person, label = finding.spans[0]["text"], finding.person, ""
    if person is None:
        speaker = finding.span("speaker")
        label = finding.payload.get("label") or (speaker["text"][:200] if speaker else "an unnamed speaker")
    known = Quote.every.filter(person=person, label=label, issue=finding.issue, redacted_at=None)
    finding.quote = next((quote for quote in known if same_words(quote.text, words)), None)
    if finding.quote is not None:
        # One that was withdrawn stands again, with the replies to it.
        Quote.every.filter(pk=finding.quote.pk).exclude(withdrawn_at=None).update(withdrawn_at=None)
        return {}
    finding.quote = Quote.objects.create(
        text=words,
        type=finding.payload["type"],
        person=person,
        label=label,
        issue=finding.issue,
        said_on=_published(finding),
    )
    _tell_quote(finding, finding.quote, now)
    return {"quote": finding.quote.pk}


def _tell_quote(finding: Finding, quote: Quote, now: datetime) -> None:
    """Announce it to those who asked for quotes: only someone's own words, not the story's report of them."""
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
        new=told_of_quote(quote),
    )
    announce.tell(news, now, is_first=True)


def told_of_quote(quote: Quote) -> dict[str, str]:
    """Return what an announcement keeps of a quote."""
    return {"speaker": capfirst(quote.speaker), "issue": str(quote.issue or "")}


def same_words(first: str, second: str) -> bool:
    """Say whether they are equal but for case, spaces and the punctuation that an attribution leaves behind."""
    one_run = ("".join(c for c in text.casefold() if c.isalnum()) for text in (first, second))
    return len(set(one_run)) == 1


def renew_affiliations(article_id: int, quote_id: int | None = None) -> None:
    """Write beside the quotes of a story, and the one named, what accepted findings about their speakers say, and
    nothing else: whatever was accepted first or undone since.
    """
    of_story = Q(findings__article=article_id, findings__state=Finding.State.ACCEPTED)
    for quote in Quote.objects.filter(of_story | Q(pk=quote_id), redacted_at=None).distinct():
        renew_affiliation(quote)


def renew_affiliation(quote: Quote, reports: Sequence[Finding] | None = None) -> None:
    """Write beside the quote what accepted findings about its speaker say; `reports` are those it rests on."""
    affiliation = affiliation_of(quote, reports)
    if quote.affiliation != affiliation:
        quote.affiliation = affiliation
        quote.save(update_fields=["affiliation"])


def affiliation_of(quote: Quote, reports: Sequence[Finding] | None = None) -> str:
    """Return it as a story prints it: title and body of an official, role and organisation of anyone else, by the
    accepted finding about the speaker in the first story that has one.
    """
    if reports is None:
        reports = list(quote.findings.accepted().filter(person=quote.person_id).order_by("pk"))
    stories = {report.article_id for report in reports}
    accepted = Finding.objects.accepted().filter(article__in=stories, kind__in=PEOPLE).order_by("pk") if stories else []
    named: dict[tuple[int, str], Finding] = {}
    for one in accepted:
        named.setdefault((one.article_id, str(one.payload.get("name") or "").upper()), one)
    for report in reports:
        about = named.get((report.article_id, str(report.payload.get("speaker") or "").upper()))
        if about is not None:
            parts = [about.payload.get(key) for key in ("title", "body", "role", "organization")]
            return ", ".join(part for part in parts if part)[:300]
    return ""


def accept_position(finding: Finding, choice: Choice, now: datetime, by: User, told: Beside) -> dict[str, Any]:
    """Make a position, a row per change of mind; the same stand told again by another story supports the row there is.
    Where only the headline speaks of the matter, nobody said it of that: the row has none.
    """
    if finding.person is None:
        raise CurationError("Only a named person has a position; say who it is.")
    payload = finding.payload
    says = {
        "stance": payload["stance"],
        "basis": payload["basis"],
        "conditional": payload["conditional"],
        "matter": "" if payload["matter"] == finding.version.title else payload["matter"][:500],
        "since": _published(finding),
    }
    of_whom = {"issue": finding.issue, "person": finding.person}
    known = list(Position.every.filter(**of_whom).newest_first())
    same = (other for other in known if all(getattr(other, name) == value for name, value in says.items()))
    finding.position = next(same, None)
    if finding.position is not None:
        if finding.position.withdrawn_at is not None:
            # It stands again, with the replies to it.
            Position.every.filter(pk=finding.position.pk).update(withdrawn_at=None)
        return {}
    finding.position = Position.every.create(**of_whom, **says)
    _tell_position(finding, finding.position, known, now)
    return {"position": finding.position.pk}


def _tell_position(finding: Finding, position: Position, known: Iterable[Position], now: datetime) -> None:
    """Announce it to those who asked for positions; a non-answer is no news, nor a stand of before one of those `known`
    on the issue of the person, the newest first.
    """
    is_deed = position.basis == Basis.ACTION
    if position.is_non_answer:
        return
    spoken = (other for other in known if other.withdrawn_at is None and not other.is_non_answer)
    stands = [other for other in spoken if other.basis != Basis.ACTION]
    if not is_deed and any(other.since > position.since for other in stands):
        return
    before = next((other for other in stands if other.since < position.since), None)
    has_changed = before is not None and not is_deed and position.is_change_from(before)
    news = announce.News(
        Announcement.Kind.POSITION,
        key_of(position),
        version=1,
        topics=[make_key("issue", position.issue_id), make_key("person", position.person_id)],
        path=position.issue.get_absolute_url(),
        citation=citation_of(finding),
        new=values_of_position(position, deed_of(position, finding)),
        old=values_of_position(before) if before and has_changed else {},
    )
    announce.tell(news, now, is_first=True)


def deed_of(position: Position, finding: Finding) -> str:
    """Return what somebody did in the words of the report; "" of a stand that is no deed."""
    return finding.spans[0]["text"] if position.basis == Basis.ACTION and finding.spans else ""


def _published(finding: Finding) -> date:
    local = finding.article.published_local or finding.article.first_read_at
    return local.date()

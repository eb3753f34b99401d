"""What a curator says of a name in one story: whom it means, that it is no person's, or that it waits for another."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from officials.models import Person
from stories.curation import people
from stories.curation.choice import CurationError
from stories.curation.log import Verdict, log, state_of, take_turn
from stories.findings.kinds import CLAIMS, KINDS
from stories.models import Finding, LoggedAction, Naming

How = LoggedAction.How
Fault = LoggedAction.Fault
NO_PERSON = "not a person"


def of_name(article: int, name: str) -> QuerySet[Finding]:
    """Return what waits in the story of whoever goes by the name."""
    theirs = Q(pk=None)
    for kind in KINDS.values():
        if kind.person:
            theirs |= Q(kind=kind.name, **{f"payload__{kind.person}__iexact": name})
    return Finding.objects.pending().filter(theirs, article=article, redacted_at=None)


@transaction.atomic
def say_who(article: int, name: str, person_id: int, by: User, now: datetime) -> LoggedAction:
    """Remember whom the name means in this story, for whatever it says of it now and later."""
    take_turn()
    return _say(article, name, people.person_in_turn(person_id), by, now)


@transaction.atomic
def say_new(article: int, name: str, by: User, now: datetime) -> LoggedAction:
    """Make a person of the name, and remember that it means them in this story."""
    take_turn()
    return _say(article, name, people.make_person(name, {}), by, now)


@transaction.atomic
def put_aside(article: int, name: str, by: User, now: datetime) -> LoggedAction:
    """Ask no more about the name in this story; what waits of it stays as it is, and another story asks anew."""
    take_turn()
    return _say(article, name, None, by, now)


def _say(article: int, name: str, person: Person | None, by: User, now: datetime) -> LoggedAction:
    if not of_name(article, name).exists():
        raise CurationError(f"Nothing of “{name}” waits in this story any more; somebody decided it meanwhile.")
    row = Naming.objects.select_for_update().filter(article=article, name__iexact=name).first()
    was = row.person_id if row else None
    if row and was == (person and person.pk):
        raise CurationError(f"That is remembered already of “{name}” in this story.")
    row = row or Naming(article_id=article, name=name[:200])
    row.person = person
    row.save()
    about = {"named": name[:200], "article": article}
    after = about | {"person": person and person.pk}
    return log(LoggedAction.Act.EDIT, by, now, before=about | {"person": was}, after=after)


@transaction.atomic
def say_no_person(article: int, name: str, by: User, now: datetime) -> LoggedAction:
    """Reject what waits in the story as of a person of this name, all of it as one act."""
    take_turn()
    waiting = of_name(article, name).select_for_update().order_by("pk")
    # First who they are said to be, then what they are said to have said.
    findings = sorted(waiting, key=lambda finding: finding.kind in CLAIMS)
    if not findings:
        raise CurationError(f"Nothing of “{name}” waits in this story any more; somebody decided it meanwhile.")
    implied = []
    for finding in findings[1:]:
        take_turn()
        implied.append(_reject(finding, by, now, How.IMPLIED, []).pk)
    return _reject(findings[0], by, now, How.ONE_BY_ONE, implied)


def _reject(finding: Finding, by: User, now: datetime, how: LoggedAction.How, implied: list[int]) -> LoggedAction:
    before = state_of(finding)
    finding.state, finding.decided_at = Finding.State.REJECTED, now
    finding.save(update_fields=["state", "decided_at"])
    fault = Fault.WRONG_SPEAKER if finding.kind in CLAIMS else Fault.OTHER
    verdict = Verdict(how, fault)
    after = {"implied": implied} if implied else {}
    return log(
        LoggedAction.Act.REJECT, by, now, finding=finding, before=before, after=after, reason=NO_PERSON, verdict=verdict
    )  # fmt: skip

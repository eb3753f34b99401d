"""What accepting findings makes public beside them, a person, a role, a body, an issue, its first vote."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from officials.models import Role
from stories.curation.choice import CurationError
from stories.curation.people import known_body, of_roster, seat_and_title
from stories.curation.who import known_person
from stories.findings.claims import bodies_claimed
from stories.findings.kinds import KINDS, OFFICES, is_claim
from stories.models import Finding
from votes.models import Vote

# Whether a vote is known on the finding's issue, loaded with it as `issue_has_votes`.
HAS_VOTES = Exists(Vote.objects.standing().filter(issue=OuterRef("issue")))


@dataclass(frozen=True, slots=True)
class Besides:
    """ "Makes an issue public:" and which; `name` is that of whom a person is made, or who gets a role."""

    deed: str
    what: str
    name: str = ""


def besides_of(findings: Iterable[Finding], new_people: Iterable[str], public_on: Collection[int]) -> list[Besides]:
    """Return what accepting these findings of one story would make public beside them, each once; `new_people` are the
    names that their forms would make persons of, and `public_on` the issues on whose pages readers see the story.
    """
    listed = [Besides("Makes a new person:", name, name) for name in new_people]
    for finding in findings:
        if finding.kind in OFFICES:
            listed += _of_office(finding)
        if is_claim(finding):
            listed += _of_claim(finding, public_on)
    return list(dict.fromkeys(listed))


def _of_office(finding: Finding) -> Iterator[Besides]:
    """Yield the role and the body that accepting the official would make."""
    payload = finding.payload
    if of_roster(finding):
        return
    body = known_body(payload["body"], finding) if payload["body"] else None
    if payload["body"] and body is None:
        yield Besides("Makes a new body:", payload["body"])
    _, title = seat_and_title(payload["title"][:150])
    try:
        person = known_person(finding)
    except CurationError:  # two of the name: the panel asks which
        return
    held = Role.objects.filter(person=person, body=body).select_related("body") if person and body else ()
    if not any(title.casefold() in str(role).casefold() for role in held):
        yield Besides("Gives a role:", f"{payload['name']}, {payload['title']}, {payload['body']}", payload["name"])


def _of_claim(finding: Finding, public_on: Collection[int]) -> Iterator[Besides]:
    issue = finding.issue
    if issue is None:
        return
    if KINDS[finding.kind].record in ("vote", "event"):
        for body in bodies_claimed(finding.payload):
            if known_body(body, finding) is None:
                yield Besides("Makes a new body:", body)
    if not issue.published_at:
        yield Besides("Makes an issue public:", issue.title)
    if issue.pk not in public_on and not finding.article.is_record:
        yield Besides("Shows this story on the page of", issue.title)
    if KINDS[finding.kind].record == "vote" and not _has_votes(finding):
        yield Besides("The first vote known on", issue.title)


def _has_votes(finding: Finding) -> bool:
    """Say whether a vote is known on its issue; asks for it where the finding was loaded without."""
    if not hasattr(finding, "issue_has_votes"):
        return Vote.objects.standing().filter(issue=finding.issue).exists()
    return bool(finding.issue_has_votes)

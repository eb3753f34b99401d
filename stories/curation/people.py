"""Which person a name in a story means, and what accepting an official or another speaker makes of them."""

import re
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.text import slugify

from officials.models import Body, Person, Place, Role
from stories.curation.choice import Choice, CurationError
from stories.matching import rematch
from stories.models import Article, Finding
from votes.models import Issue

PEOPLE = (Finding.Kind.OFFICIAL, Finding.Kind.SPEAKER)
SEAT = re.compile(r"^((?:place|district|ward|seat|position|precinct|zone|area)\s+[\w-]+|at-large)\s+", re.I)
# "City of X" and "X County" name the place itself; the rest are what bodies are called after their place's name.
BODY_WORDS = re.compile(
    r"^(?:city|town|village|county|township|borough|parish) of | (?:city|town|village|county|township|borough) "
    r"(?:council|commission)$| (?:board|commission|commissioners|council|court|committee|department|office|police|"
    r"sheriff|school|unified|independent|transit|fire|public|planning|zoning|county).*$",
    re.I,
)


def accept_official(finding: Finding, choice: Choice) -> dict[str, Any]:
    """Sets the finding's person and makes sure of their role; returns what was made, for undoing."""
    made: dict[str, Any] = {}
    payload = finding.payload
    if choice.person is None and (known := _on_roster(payload)):
        finding.person = known.person
        return made
    body = body_named(payload["body"], finding, made)
    person = choice.person or named(payload["name"], finding, body.place)
    finding.person = person or make_person(payload["name"], made)
    seat, title = seat_and_title(payload["title"][:150])
    if not _has_role(finding.person, body, title):
        role = Role.objects.create(person=finding.person, body=body, title=title, seat=seat)
        made["role"] = role.pk
        rematch.weigh_again(body)
    return made


def accept_speaker(finding: Finding, choice: Choice) -> dict[str, Any]:
    """Another speaker is a person without a role: shown with their words, without a page of their own."""
    made: dict[str, Any] = {}
    person = choice.person or named(finding.payload["name"], finding, place_of(finding))
    finding.person = person or make_person(finding.payload["name"], made)
    return made


def seat_and_title(title: str) -> tuple[str, str]:
    """ "Place 7 Council Member" → ("Place 7", "Council Member")."""
    match = SEAT.match(title)
    return (match.group(1), title[match.end() :]) if match else ("", title)


def make_person(name: str, made: dict[str, Any]) -> Person:
    person = Person.objects.create(name=name[:200], slug=free_slug(Person, name))
    made["person"] = person.pk
    return person


def free_slug(model: type[Person] | type[Body] | type[Place] | type[Issue], name: str) -> str:
    """The name as a slug that nobody has yet."""
    stem = slugify(name)[:90] or "unnamed"
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if slug not in taken)


def named(name: str, finding: Finding, place: Place | None) -> Person | None:
    """The known person this name means here: an official of the place, or someone heard on the same matter.

    Raises CurationError where two people fit: a curator must choose.
    """
    called = Q(name__iexact=name) | Q(aliases__name__iexact=name)
    here = Q(roles__body__place=place) if place else Q(pk=None)
    heard = Q(findings__article=finding.article_id)
    if finding.issue_id:
        heard |= Q(findings__issue=finding.issue_id, findings__kind__in=PEOPLE)
    people = list(Person.objects.filter(called).filter(here | heard).distinct()[:2])
    if len(people) > 1:
        raise CurationError(f"Two people here are called {name}; choose one of them.")
    return people[0] if people else None


def finding_of_person(article: Article, name: str) -> Finding | None:
    """The story's own finding about the person of this name, accepted or still pending."""
    candidates = article.findings.filter(kind__in=PEOPLE, payload__name__iexact=name)
    live = candidates.filter(state__in=[Finding.State.ACCEPTED, Finding.State.PENDING])
    return live.order_by("state", "id").first()


def _on_roster(payload: dict[str, Any]) -> Role | None:
    """The known role extraction matched, unless it left that open: it says more than the story does."""
    key = payload.get("roster_key")
    if not key or payload.get("ambiguous"):
        return None
    return Role.objects.filter(pk=key).select_related("person").first()


def _has_role(person: Person, body: Body, title: str) -> bool:
    """Whether the role is known already, perhaps with more detail than the story gives."""
    known = person.roles.filter(body=body)
    return any(title.casefold() in str(role).casefold() for role in known)


def body_named(name: str, finding: Finding, made: dict[str, Any]) -> Body:
    """The body of this name in the story's place, made if it is new."""
    if not name:
        raise CurationError("Say which council, board or department this is.")
    body = known_body(name, finding)
    if body is None:
        place = place_in_name(name) or place_of(finding) or _make_place(place_name(name), made)
        body = Body.objects.create(name=name[:250], slug=free_slug(Body, name), place=place, kind=_kind(name))
        made["body"] = body.pk
    return body


def known_body(name: str, finding: Finding) -> Body | None:
    """The body of this name, of the story's place if there is one there."""
    place = place_of(finding)
    known = Body.objects.filter(name__iexact=name)
    return (known.filter(place=place).first() if place else None) or known.first()


def place_of(finding: Finding) -> Place | None:
    """Where the story plays: the issue's place, else the outlet's."""
    if finding.issue and finding.issue.place:
        return finding.issue.place
    return finding.article.outlet.place


def place_name(body: str) -> str:
    """ "Calder City Council" → "Calder", "City of Calder" → "Calder", "Wapsie County Board" → "Wapsie County"."""
    match = re.match(r"(.+? (?:County|Parish))\b", body)
    return match.group(1) if match else BODY_WORDS.sub("", body).strip() or body


def place_in_name(body: str) -> Place | None:
    return Place.objects.filter(name__iexact=place_name(body)).first()


def _make_place(name: str, made: dict[str, Any]) -> Place:
    """Return a new place in the zone that all others share, or the server's; the log says that it was assumed."""
    kind = Place.Kind.COUNTY if re.search(r"\b(?:County|Parish)$", name) else Place.Kind.CITY
    zone = Place.objects.common_zone() or settings.TIME_ZONE
    place = Place.objects.create(name=name[:200], slug=free_slug(Place, name), kind=kind, time_zone=zone)
    made["place"], made["assumed_zone"] = place.pk, zone
    return place


def _kind(name: str) -> str:
    """What kind of body a name speaks of; an office where it names none."""
    words = name.casefold()
    kinds = ("council", "commission", "committee", "board", "court", "department")
    return next((kind for kind in kinds if kind in words), Body.Kind.OFFICE)

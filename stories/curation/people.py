"""Which person a name in a story means, and what accepting an official or another speaker makes of them."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, TextField, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.text import slugify

from officials.models import Body, Person, Place, Role
from stories.curation.beside import Beside
from stories.curation.choice import Choice, CurationError
from stories.curation.near_records import bodies_near, places_near, refuse_unasked
from stories.findings.kinds import PEOPLE
from stories.matching import rematch
from stories.models import Effect, Finding, LoggedAction, Naming
from votes.models import Issue, Merged
from votes.subjects import make_key, read_key

# What stands before a title: "Place 7 Council Member".
SEAT = re.compile(r"^((?:place|district|ward|seat|position|precinct|zone|area)\s+[\w-]+|at-large)\s+", re.I)
# "City of X" and "X County" name the place itself; the rest are what bodies are called after their place's name.
BODY_WORDS = re.compile(
    r"^(?:city|town|village|county|township|borough|parish) of | (?:city|town|village|county|township|borough) "
    r"(?:council|commission)$| (?:board|commission|commissioners|council|court|committee|department|office|police|"
    r"sheriff|school|unified|independent|transit|fire|public|planning|zoning|county).*$",
    re.I,
)
COUNTY = re.compile(r"\b(?:County|Parish)$")
# Acts that take an address from somebody.
MOVES = (LoggedAction.Act.MERGE, LoggedAction.Act.EDIT)
# What kind of body a name speaks of, the first that is in it; an office where none is.
KINDS_IN_NAMES = ("council", "commission", "committee", "board", "court", "department")


def accept_official(finding: Finding, choice: Choice, now: datetime, by: User, told: Beside) -> dict[str, Any]:
    """Make sure of the official's role: the known one that extraction matched, unless it left that open, or the one the
    story states. A role that is known with more detail than the story gives is the same.
    """
    created: dict[str, Any] = {}
    payload = finding.payload
    meant = choice.person or said_of(payload["name"], finding)
    if meant is None and (known := of_roster(finding)):
        finding.person = known
        return created
    body = body_named(payload["body"], finding, created, choice)
    person = meant or named(payload["name"], finding, body.place)
    finding.person = person or make_person(payload["name"], created)
    seat, title = seat_and_title(payload["title"][:150])
    held = finding.person.roles.filter(body=body).select_related("body")
    if not any(title.casefold() in str(role).casefold() for role in held):
        role = Role.objects.create(person=finding.person, body=body, title=title, seat=seat)
        created["role"] = role.pk
        rematch.weigh_again(body)
    return created


def of_roster(finding: Finding) -> Person | None:
    """Return the holder of the role that extraction matched an official with, unless it left that open."""
    key = None if finding.payload.get("ambiguous") else finding.payload.get("roster_key")
    matched = Role.objects.filter(pk=key).select_related("person").first() if key else None
    return matched.person if matched else None


def accept_speaker(finding: Finding, choice: Choice, now: datetime, by: User, told: Beside) -> dict[str, Any]:
    """Make the speaker a person without a role: shown with their words, without a page of their own."""
    created: dict[str, Any] = {}
    name = finding.payload["name"]
    person = choice.person or said_of(name, finding) or named(name, finding, place_of(finding))
    finding.person = person or make_person(finding.payload["name"], created)
    return created


def seat_and_title(title: str) -> tuple[str, str]:
    """Split "Place 7 Council Member" into ("Place 7", "Council Member"); the seat may be empty."""
    match = SEAT.match(title)
    return (match.group(1), title[match.end() :]) if match else ("", title)


def make_person(name: str, created: dict[str, Any]) -> Person:
    """Make a person of this name, and note it in `created`."""
    person = Person.objects.create(name=name[:200], slug=free_slug(Person, name))
    created["person"] = person.pk
    return person


def free_slug(model: type[Person] | type[Body] | type[Place] | type[Issue], name: str, own: int | None = None) -> str:
    """Return the name as a slug that nobody has yet, nor anybody but `own` had before a merge or another name: old
    addresses lead on.
    """
    stem = slugify(name)[:90] or "unnamed"
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    former = Effect.objects.standing().filter(table=model._meta.db_table, before__slug__startswith=stem)
    former = former.exclude(row=own) if own else former
    taken |= set(former.filter(action__act__in=MOVES).values_list("before__slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if slug not in taken)


def person_in_turn(pk: int) -> Person:
    """Return the person, for the act whose turn it is. Raises CurationError where they were merged or removed."""
    person = Person.objects.select_for_update().filter(pk=pk).first()
    if person is None:
        raise CurationError("This person was merged with another meanwhile; look at the other record.")
    if person.redacted_at:
        raise CurationError("This person was removed from the records.")
    return person


def named(name: str, finding: Finding, place: Place | None) -> Person | None:
    """Return the known person this name means here: an official of the place, or someone heard on the same matter.

    Raises CurationError where two people fit: a curator must choose.
    """
    return _only(list(_called(name, finding, place)[:2]), name)


def _called(name: str, finding: Finding, place: Place | None) -> QuerySet[Person]:
    called = Q(name__iexact=name) | Q(aliases__name__iexact=name)
    here = Q(roles__body__place=place) if place else Q(pk=None)
    # Or one whose quote was withdrawn, and is accepted anew.
    heard = Q(findings__article=finding.article_id)
    heard |= Q(quotes__withdrawn_at__isnull=False, quotes__issue=finding.issue_id)
    if finding.issue_id:
        heard |= Q(findings__issue=finding.issue_id, findings__state=Finding.State.ACCEPTED)
    return Person.objects.filter(called).filter(here | heard).distinct()


def _only(people: Sequence[Person], name: str) -> Person | None:
    if len(people) > 1:
        raise CurationError(f"Two people here are called {name}; choose one of them.")
    return people[0] if people else None


def said_of(name: str, finding: Finding) -> Person | None:
    """Return whom a curator said that the name means in the finding's story."""
    row = _naming(name, finding).select_related("person").first()
    return row.person if row else None


def _naming(name: str, finding: Finding) -> QuerySet[Naming]:
    said = Naming.objects.filter(article=finding.article_id, name__iexact=name, person__redacted_at=None)
    return said.exclude(person=None)


def person_meant(name: str, finding: Finding) -> Person | None:
    """Return the known person whom a claim means by the name: whom a curator said, whom the story's own accepted
    finding about them became, whom extraction matched with one known, even before a curator says that the story has the
    role, or who was known before the story; None for somebody new. One question to the database.
    """
    about = Finding.objects.filter(article=finding.article_id, kind__in=PEOPLE, payload__name__iexact=name)
    accepted = about.accepted().exclude(person=None)
    keys = about.pending().exclude(payload__ambiguous=True).annotate(key=KT("payload__roster_key")).values("key")
    matched = Role.objects.annotate(key=Cast("pk", TextField())).filter(key__in=keys)
    said, called = _naming(name, finding), _called(name, finding, place_of(finding))
    ways = (said.values("person"), accepted.values("person"), matched.values("person"), called.values("pk"))
    own = {"person": OuterRef("pk")}
    rank = Case(
        *(When(Exists(way.filter(**own)), then=place) for place, way in enumerate((said, accepted, matched))), default=3
    )
    earliest = Subquery(accepted.filter(**own).order_by("pk").values("pk")[:1])
    people = Person.objects.filter(pk__in=ways[0].union(*ways[1:])).annotate(rank=rank, earliest=earliest)
    fits = list(people.order_by("rank", "earliest", "pk"))
    is_plain = bool(fits) and fits[0].rank < 3  # type: ignore[attr-defined]
    return fits[0] if is_plain else _only(fits[:2], name)


def body_named(name: str, finding: Finding, created: dict[str, Any], choice: Choice) -> Body:
    """Return the body of this name in the story's place; a new one, of the chosen place if there is one, and a new
    place are noted in `created`. Raises CurationError where a known one is called nearly so and no curator agreed to a
    new one.
    """
    if not name:
        raise CurationError("Say which council, board or department this is.")
    body = known_body(name, finding)
    if body is None:
        town = place_name(name)
        place = choice.place or place_called(town) or place_of(finding)
        near = bodies_meant(name, finding, choice.place) if place else places_near(town)
        refuse_unasked(name, near, choice.new_body)
        if place is None:
            place_kind = Place.Kind.COUNTY if COUNTY.search(town) else Place.Kind.CITY
            # The zone that all others share, or the server's; the log says that it was assumed.
            zone = choice.zone or Place.objects.common_zone() or settings.TIME_ZONE
            place = Place.objects.create(name=town[:200], slug=free_slug(Place, town), kind=place_kind, time_zone=zone)
            created |= {"place": place.pk} | ({} if choice.zone else {"assumed_zone": zone})
        words = name.casefold()
        kind = next((kind for kind in KINDS_IN_NAMES if kind in words), Body.Kind.OFFICE)
        body = Body.objects.create(name=name[:250], slug=free_slug(Body, name), place=place, kind=kind)
        created["body"] = body.pk
    return body


def bodies_meant(name: str, finding: Finding, chosen: Place | None = None) -> list[Body]:
    """Return the known bodies of nearly this name, which none has itself, where it would be made: at the `chosen` place
    if there is one.
    """
    town = chosen or place_called(place_name(name))
    return bodies_near(name, town or place_of(finding), is_town_known=town is not None)


def place_called(name: str) -> Place | None:
    """Return the place of this name, or the one into which a place of this name was merged."""
    place = Place.objects.filter(name__iexact=name).first()
    if place is None:
        gone = Effect.objects.standing().filter(table=Place._meta.db_table, kind=Effect.Kind.DELETE)
        keys = [make_key("place", row) for row in gone.filter(before__name__iexact=name).values_list("row", flat=True)]
        kept = [read_key(key)[1] for key in Merged.objects.successors(keys)]
        place = Place.objects.filter(pk__in=kept).first()
    return place


def known_body(name: str, finding: Finding) -> Body | None:
    """Return the body of this name, of the story's place if there is one there: the one that decides the issue, which
    is at hand, where it is that.
    """
    place, deciding = place_of(finding), finding.issue.body if finding.issue else None
    if deciding and deciding.place == place and deciding.name.casefold() == name.casefold():
        return deciding
    here = Case(When(place=place.pk if place else None, then=0), default=1)
    return Body.objects.called(name).order_by(here, "name").first()


def place_of(finding: Finding) -> Place | None:
    """Return where the story plays: the issue's place, else the outlet's or calendar's."""
    if finding.issue and finding.issue.place:
        return finding.issue.place
    return finding.article.home


def place_name(body: str) -> str:
    """Return the place in a body's name: "Calder" of "Calder City Council" and "City of Calder", "Wapsie County" of
    "Wapsie County Board".
    """
    match = re.match(r"(.+? (?:County|Parish))\b", body)
    return match.group(1) if match else BODY_WORDS.sub("", body).strip() or body

"""Known records, and votes, that may be meant where a new one is about to be made, by a slip of the pen say: each with
what it is known not to be.
"""

import re
from collections.abc import Iterable

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q

from officials.models import Body, Place
from stories.curation.alike import are_near
from stories.curation.apart import with_apart
from stories.curation.choice import CurationError
from votes.models import Issue, Vote

# The share of groups of three letters that two titles on one matter have in common at least.
ONE_MATTER = 0.4
# Issues, or votes, told at most.
MOST = 5
# What a story leaves out of a body's name, or puts in: "the Calder council" is the city council.
LEFT_OUT = frozenset({"city", "town", "village", "borough", "township", "county", "parish", "the"})


def bodies_near(name: str, place: Place | None, *, is_town_known: bool) -> list[Body]:
    """Return the bodies of the place that are called the same but for a few letters, its own name apart, or but for
    what kind of place it is; where the town in the name is no known place, that may be the slip.
    """
    if place is None:
        return []
    return [
        body
        for body in with_apart(place.bodies.order_by("pk"))
        if any(_are_one(name, known, place, is_town_known) for known in (body.name, *body.aliases))
        or _leaves_out(name, body.name, place)
    ]


def _are_one(name: str, known: str, place: Place, is_town_known: bool) -> bool:
    if _numbers(name) != _numbers(known):
        return False
    return are_near(_bare(name, place), _bare(known, place)) or (not is_town_known and are_near(name, known))


def _leaves_out(name: str, known: str, place: Place) -> bool:
    """Say whether one of the names has the other's words, and none beside but those that are left out."""
    said, full = set(_bare(name, place).split()), set(_bare(known, place).split())
    return bool(said & full) and (said <= full or full <= said) and said ^ full <= LEFT_OUT


def _bare(name: str, place: Place) -> str:
    """Return the name without the place's: "city council" of "Calder City Council"."""
    return " ".join(name.casefold().replace(place.name.casefold(), " ").split())


def _numbers(name: str) -> list[str]:
    """Return the numbers, by which "Fire District 1" is not "Fire District 2"."""
    return re.findall(r"\d+", name)


def places_near(name: str) -> list[Place]:
    """Return the places that are called the same but for a few letters."""
    return [place for place in Place.objects.order_by("pk") if are_near(name, place.name)]


def issues_near(title: str, place: Place | None) -> list[Issue]:
    """Return the issues of the place, or of none yet, with a title that may be on the same matter, the likest first."""
    there = Issue.objects.filter(Q(place=place) | Q(place=None)) if place else Issue.objects.all()
    alike = with_apart(there).annotate(near=TrigramSimilarity("title", title)).filter(near__gte=ONE_MATTER)
    return list(alike.order_by("-near", "pk")[:MOST])


def votes_near(motion: str, issue: Issue) -> list[Vote]:
    """Return the votes on a matter that may be the one which is about to be made: the issue's own, and of other issues
    of its place those of a motion that may be on the same matter, the likest first.
    """
    known = with_apart(Vote.objects.standing().on_the_matter()).annotate(near=TrigramSimilarity("motion", motion))
    alike = Q(near__gte=ONE_MATTER) & (Q(issue__place=issue.place) if issue.place else Q())
    likest = known.filter(Q(issue=issue) | alike).select_related("issue", "body__place").order_by("-near", "pk")
    return list(likest[:MOST])


def refuse_unasked(name: str, near: Iterable[Body] | Iterable[Place], agreed: str) -> None:
    """Raise CurationError where a body or place would be made beside one of nearly its name, unless a curator agreed to
    a new one of that very name.
    """
    meant = " or ".join(str(record) for record in near)
    if meant and agreed.strip().casefold() != name.strip().casefold():
        raise CurationError(
            f"Nothing here is known as {name}. Did you mean {meant}? Correct the name, or say that {name} is a new one."
        )

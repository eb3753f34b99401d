"""People of one place whose names are nearly the same: often one person and a slip of the pen."""

from difflib import SequenceMatcher

from django.db.models import Q, QuerySet

from officials.models import Person, Place

# From this share of letters in common two names are near: "Ona Firth" and "Ona Frith" have 0.89.
NEAR = 0.85


def people_at(place: Place) -> QuerySet[Person]:
    """Return who holds or held a role there, or is heard in its stories or on its issues."""
    told = Q(findings__issue__place=place) | Q(findings__article__outlet__place=place)
    return Person.objects.shown().filter(Q(roles__body__place=place) | told).distinct().order_by("pk")


def people_alike(name: str, place: Place | None) -> list[Person]:
    """Return those at the place whose names are near this one, or the same; none where the place isn't known."""
    return [person for person in people_at(place) if are_near(name, person.name)] if place else []


def are_near(name: str, other: str) -> bool:
    """Say whether two names are the same but for a few letters."""
    matcher = SequenceMatcher(None, name.casefold(), other.casefold(), autojunk=False)
    # From the cheapest bound to the ratio itself.
    return matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR

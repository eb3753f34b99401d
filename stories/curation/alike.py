"""People of one place whose names are nearly the same: often one person and a slip of the pen."""

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from officials.models import Alias, Person, Place

# The share of groups of three letters that two names have in common: "Slone" is near to "Sloane", "Frith" to "Firth",
# and a surname alone to the whole name; two people who only share a first name are not near.
NEAR = 0.42
# Names told at most.
MOST = 5


def people_at(place: Place | None) -> QuerySet[Person]:
    """Return who holds or held a role there, or is heard in its stories or on its issues; where the place is not known,
    everybody.
    """
    if place is None:
        return Person.objects.shown()
    told = Q(findings__issue__place=place) | Q(findings__article__outlet__place=place)
    return Person.objects.shown().filter(Q(roles__body__place=place) | told)


def people_alike(name: str, place: Place | None) -> list[Person]:
    """Return those at the place of whom a name or another spelling is near this one, or the same; the nearest first."""
    spellings = Alias.objects.filter(person=OuterRef("pk")).annotate(near=TrigramSimilarity("name", name))
    nearest = Subquery(spellings.order_by("-near").values("near")[:1])
    here = Person.objects.filter(pk__in=people_at(place).values("pk")).prefetch_related("roles__body")
    near = here.annotate(near=Greatest(TrigramSimilarity("name", name), nearest)).filter(near__gte=NEAR)
    return list(near.order_by("-near", "pk")[:MOST])

"""People of one place whose names are nearly the same: often one person and a slip of the pen."""

from difflib import SequenceMatcher

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from officials.models import Alias, Person, Place

# The share of groups of three letters that two names have in common: "Slone" is near to "Sloane", "Frith" to "Firth",
# and a surname alone to the whole name; two people who only share a first name are not near.
NEAR = 0.42
# The share of letters, in their order, from which two names are taken for one: "Ona Firth" and "Ona Frith" have 0.89.
ALMOST_THE_SAME = 0.85
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


def are_near(name: str, other: str) -> bool:
    """Say whether two names are the same but for a few letters: enough to set back what a slip made, not to ask."""
    matcher = SequenceMatcher(None, name.casefold(), other.casefold(), autojunk=False)
    # From the cheapest bound to the ratio itself.
    ratios = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
    return all(ratio() >= ALMOST_THE_SAME for ratio in ratios)

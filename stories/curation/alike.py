"""People of one place whose names are nearly the same: often one person and a slip of the pen."""

from datetime import date
from difflib import SequenceMatcher

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from officials.models import Alias, Person, Place, Role

# The share of groups of three letters that two names have in common: "Slone" is near to "Sloane", "Frith" to "Firth",
# and a surname alone to the whole name; two people who only share a first name are not near.
NEAR = 0.42
# The share of letters, in their order, from which two names are taken for one: "Ona Firth" and "Ona Frith" have 0.89.
ALMOST_THE_SAME = 0.85
# Names told at most, and of those searched for.
MOST, MOST_SEARCHED = 5, 12


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


def people_searched(words: str, place: Place | None, day: date) -> list[Person]:
    """Return those whose name or another spelling holds all these words or is near them: who held a role at the place
    on the day first, then whoever else had one there, then the nearest.
    """
    if not words.strip():
        return []
    here = Role.objects.filter(person=OuterRef("pk"), body__place=place)
    spellings = Alias.objects.filter(person=OuterRef("pk")).annotate(near=TrigramSimilarity("name", words))
    nearest = Subquery(spellings.order_by("-near").values("near")[:1])
    holds_all = Q(*(Q(name__icontains=word) | Q(aliases__name__icontains=word) for word in words.split()[:6]))
    matching = Person.objects.shown().filter(holds_all).values("pk")
    known = Person.objects.shown().annotate(
        near=Greatest(TrigramSimilarity("name", words), nearest), then=Exists(here.held_on(day)), ever=Exists(here)
    )
    found = known.filter(Q(pk__in=matching) | Q(near__gte=NEAR)).prefetch_related("roles__body")
    return list(found.order_by("-then", "-ever", "-near", "pk")[:MOST_SEARCHED])


def are_near(name: str, other: str) -> bool:
    """Say whether two names are the same but for a few letters: enough to set back what a slip made, not to ask."""
    matcher = SequenceMatcher(None, name.casefold(), other.casefold(), autojunk=False)
    # From the cheapest bound to the ratio itself.
    ratios = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
    return all(ratio() >= ALMOST_THE_SAME for ratio in ratios)

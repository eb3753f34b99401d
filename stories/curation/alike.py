"""People whose names are nearly the same: often one person and a slip of the pen; and whom a name may mean."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from officials.models import Alias, Person, Place, Role
from stories.curation.apart import with_apart

# The share of groups of three letters that two names have in common: "Slone" is near to "Sloane", "Frith" to "Firth",
# and a surname alone to the whole name; two people who only share a first name are not near.
NEAR = 0.42
# The share of letters, in their order, from which two names are taken for one: "Ona Firth" and "Ona Frith" have 0.89.
ALMOST_THE_SAME = 0.85
# Names told at most; while one is typed, a few more.
MOST, MOST_TYPED = 5, 8
# The nearest names to each of several; an index answers what `%` asks, which is a little more than is near.
NEAREST = """
SELECT asked.name, near.id, near.score
FROM unnest(%s::text[]) AS asked (name) CROSS JOIN LATERAL (
    SELECT person.id, max(similarity(spelt.name, asked.name)) AS score
    FROM officials_person person JOIN (
        SELECT id, name FROM officials_person WHERE name %% asked.name
        UNION ALL SELECT person_id, name FROM officials_alias WHERE name %% asked.name
    ) spelt ON spelt.id = person.id
    WHERE person.redacted_at IS NULL
    GROUP BY person.id HAVING max(similarity(spelt.name, asked.name)) >= %s
    ORDER BY score DESC, person.id LIMIT 20
) near
"""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody whom a name may mean, with the roles held on the day of the story and the others; whom they were told
    apart from, with the reason.
    """

    person: Person
    held: list[Role]
    other_roles: list[Role]

    @property
    def apart(self) -> list[dict[str, Any]]:
        """Return the people they are not: their number `pk` and `name`, and the `reason`."""
        told: list[dict[str, Any]] = getattr(self.person, "apart", [])
        return told


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
    here = Person.objects.filter(pk__in=people_at(place).values("pk")).prefetch_related("roles__body")
    near = here.annotate(near=_nearness(name)).filter(near__gte=NEAR)
    return list(near.order_by("-near", "pk")[:MOST])


def _nearness(name: str) -> Greatest:
    """Return how near the nearest of a person's spellings is to the name, as SQL."""
    spellings = Alias.objects.filter(person=OuterRef("pk")).annotate(near=TrigramSimilarity("name", name))
    nearest = Subquery(spellings.order_by("-near").values("near")[:1])
    return Greatest(TrigramSimilarity("name", name), Coalesce(nearest, 0.0))


def typed(words: str, place: Place | None, day: date | None) -> list[Suggestion]:
    """Return those whom somebody who types this may mean: who holds a role at the place on the day, then who ever held
    one there, then the others; of these the nearest first. Two queries.
    """
    if not words:
        return []
    has_words = Q()
    for word in words.split()[:6]:
        has_words &= Q(name__icontains=word) | Q(aliases__name__icontains=word)
    there = Role.objects.filter(person=OuterRef("pk"), body__place=place)
    ranked = _described(day).annotate(
        near=_nearness(words), now_here=Exists(there.held_on(day) if day else there), here=Exists(there)
    )
    found = Person.objects.shown().filter(has_words).values("pk")
    ranked = ranked.filter(Q(pk__in=found) | Q(near__gte=NEAR))
    return [_suggestion(person, day) for person in ranked.order_by("-now_here", "-here", "-near", "pk")[:MOST_TYPED]]


def suggestions_for(asked: Sequence[tuple[str, Place | None, date | None]]) -> list[list[Suggestion]]:
    """Return for each name in its story, by place and day, those who may be meant, in the same order as `typed`. A few
    queries for however many names.
    """
    near = _scores(name for name, _, _ in asked)
    people = _described(None).in_bulk({pk for scores in near.values() for pk in scores})
    found = []
    for name, place, day in asked:
        suggestions = [(_suggestion(people[pk], day), score) for pk, score in near[name].items() if pk in people]
        in_order = sorted(suggestions, key=lambda pair: (*_ranks(pair[0], place), -pair[1], pair[0].person.pk))
        found.append([suggestion for suggestion, _ in in_order[:MOST]])
    return found


def nearest(names: Iterable[str], place: Place) -> dict[str, list[Person]]:
    """Return for each name those at the place who are called nearly so, the nearest first. A few queries for all."""
    near = _scores(names)
    numbers = {pk for scores in near.values() for pk in scores}
    here = {person.pk: person for person in people_at(place).filter(pk__in=numbers).prefetch_related("roles__body")}
    return {
        name: [here[pk] for pk in sorted(scores, key=lambda pk: (-scores[pk], pk)) if pk in here][:MOST]
        for name, scores in near.items()
    }


def _scores(names: Iterable[str]) -> dict[str, dict[int, float]]:
    """Return for each name how near the people's names are that are near, by their numbers."""
    near: dict[str, dict[int, float]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, [sorted(set(names)), NEAR])
        for name, pk, score in cursor.fetchall():
            near[name][pk] = score
    return near


def _ranks(suggestion: Suggestion, place: Place | None) -> tuple[bool, bool]:
    """Return what puts those with a role at the place before the others."""
    there = [
        [place and role.body.place_id == place.pk for role in roles]
        for roles in (suggestion.held, suggestion.other_roles)
    ]
    return not any(there[0]), not any(there[0] + there[1])


def _described(day: date | None) -> QuerySet[Person]:
    """Return everybody who may be named, with their roles and whom they were told apart from."""
    roles = Prefetch("roles", Role.objects.select_related("body__place").order_by("-since", "pk"))
    return with_apart(Person.objects.shown()).prefetch_related(roles)


def _suggestion(person: Person, day: date | None) -> Suggestion:
    roles = list(person.roles.all())
    held = [role for role in roles if day is None or _is_held(role, day)]
    return Suggestion(person, held, [role for role in roles if role not in held])


def _is_held(role: Role, day: date) -> bool:
    return (role.since is None or role.since <= day) and (role.until is None or role.until >= day)


def are_near(name: str, other: str) -> bool:
    """Say whether two names are the same but for a few letters: enough to set back what a slip made, not to ask."""
    matcher = SequenceMatcher(None, name.casefold(), other.casefold(), autojunk=False)
    # From the cheapest bound to the ratio itself.
    ratios = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
    return all(ratio() >= ALMOST_THE_SAME for ratio in ratios)

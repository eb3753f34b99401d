"""Pairs of records that may be one: of one place, and called nearly the same; with what each of the two has."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Model

from officials.models import Alias, Apart, Body, Person, Place
from stories.curation.alike import NEAR
from stories.curation.apart import APART
from stories.curation.mergeable import MERGED
from stories.models import ArticleIssue, Naming, Source
from votes.models import Event, Issue, Subscription, Vote
from votes.models.decisions import DISPOSING

# "Planning Board" and "Zoning Board" have 0.5, "School Board" and "School Bord"
# 0.69; two titles or motions on one matter share less.
NEAR_BODIES, NEAR_PLACES, NEAR_TITLES = 0.55, 0.45, 0.4
# Pairs a page.
MOST = 20
# A share of what two names have in common is a rounded number: so much more is more.
ROUNDED = 0.001

# Where somebody holds or held a role, and where they are heard.
PLACES_OF = """
    SELECT body.place_id FROM officials_role role JOIN officials_body body ON body.id = role.body_id
        WHERE role.person_id = {one}.id
    UNION SELECT coalesce(issue.place_id, outlet.place_id) FROM stories_finding finding
        JOIN stories_article article ON article.id = finding.article_id
        JOIN stories_outlet outlet ON outlet.id = article.outlet_id
        LEFT JOIN votes_issue issue ON issue.id = finding.issue_id
        WHERE finding.person_id = {one}.id AND coalesce(issue.place_id, outlet.place_id) IS NOT NULL
"""
PEOPLE = """
SELECT one.id, other.id, similarity(one.name, other.name) AS score
FROM officials_person one JOIN officials_person other ON other.id > one.id AND other.name %% one.name
WHERE one.redacted_at IS NULL AND other.redacted_at IS NULL AND similarity(one.name, other.name) >= %(near)s
  AND EXISTS (({of_one}) INTERSECT ({of_other}))
""".format(of_one=PLACES_OF.format(one="one"), of_other=PLACES_OF.format(one="other"))
# A body's name is compared without its place's.
BODIES = """
SELECT one.id, other.id, similarity(one.bare, other.bare) AS score
FROM (SELECT body.id, place_id, replace(lower(body.name), lower(place.name), '') AS bare
      FROM officials_body body JOIN officials_place place ON place.id = body.place_id) one
JOIN (SELECT body.id, place_id, replace(lower(body.name), lower(place.name), '') AS bare
      FROM officials_body body JOIN officials_place place ON place.id = body.place_id) other
    ON other.id > one.id AND other.place_id = one.place_id
WHERE similarity(one.bare, other.bare) >= %(near)s
  AND regexp_replace(one.bare, '\\D', '', 'g') = regexp_replace(other.bare, '\\D', '', 'g')
"""
PLACES = """
SELECT one.id, other.id, similarity(one.name, other.name) AS score
FROM officials_place one JOIN officials_place other ON other.id > one.id
WHERE similarity(one.name, other.name) >= %(near)s
"""
ISSUES = """
SELECT one.id, other.id, similarity(one.title, other.title) AS score
FROM votes_issue one JOIN votes_issue other ON other.id > one.id
    AND (other.place_id = one.place_id OR one.place_id IS NULL OR other.place_id IS NULL)
WHERE similarity(one.title, other.title) >= %(near)s
"""
VOTES = """
SELECT one.id, other.id, similarity(one.motion, other.motion) AS score
FROM votes_vote one JOIN votes_vote other ON other.id > one.id
    AND other.issue_id = one.issue_id AND other.body_id = one.body_id
    AND other.classification = ANY(%(disposing)s) = (one.classification = ANY(%(disposing)s))
WHERE one.withdrawn_at IS NULL AND other.withdrawn_at IS NULL
  AND one.disposes_of_id IS DISTINCT FROM other.id AND other.disposes_of_id IS DISTINCT FROM one.id
  AND (similarity(one.motion, other.motion) >= %(near)s OR one.earliest = other.earliest)
"""
# Of these, those that nobody said are two, or that are called more nearly the same since.
OFFERED = """
SELECT pair.* FROM ({query}) AS pair (one, other, score)
WHERE NOT EXISTS (
    SELECT FROM {apart} told
    WHERE told.first_id = pair.one AND told.second_id = pair.other AND told.near >= pair.score - {rounded}
)
ORDER BY score DESC, one, other LIMIT %(most)s OFFSET %(skipped)s
"""
OF_BOTH = """
SELECT score FROM ({query}) AS pair (one, other, score) WHERE one = %(one)s AND other = %(other)s
"""
FINDING: dict[type[Model], tuple[str, float]] = {
    Person: (PEOPLE, NEAR),
    Body: (BODIES, NEAR_BODIES),
    Place: (PLACES, NEAR_PLACES),
    Issue: (ISSUES, NEAR_TITLES),
    Vote: (VOTES, NEAR_TITLES),
}
# What the links between records are called, by their table and the end that is counted.
LINKED: dict[tuple[type[Model], str], tuple[str, str]] = {
    (Event.bodies.through, "body"): ("event", "events"),
    (Event.issues.through, "issue"): ("event", "events"),
    (Source.issues.through, "issue"): ("source", "sources"),
    (Body.parents.through, "from_body"): ("body it is made of", "bodies it is made of"),
    (Body.parents.through, "to_body"): ("body made of it", "bodies made of it"),
    (ArticleIssue, "issue"): ("story", "stories"),
    (Naming, "person"): ("name in a story", "names in stories"),
    (Alias, "person"): ("other spelling", "other spellings"),
    (Vote, "disposes_of"): ("motion to put it off", "motions to put it off"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one, with what each has, in words; `told` is why somebody said that they are two, before
    they came to be called more nearly the same.
    """

    one: Any
    other: Any
    has: tuple[list[str], list[str]]
    told: str


def pairs_alike(model: type[Model], page: int = 1) -> tuple[list[Pair], bool]:
    """Return a page of pairs, the nearest first, and whether there are more."""
    query, near = FINDING[model]
    skipped = (min(max(page, 1), 1000) - 1) * MOST
    with connection.cursor() as cursor:
        cursor.execute(
            OFFERED.format(query=query, apart=APART[model]._meta.db_table, rounded=ROUNDED),
            {"near": near, "disposing": [*DISPOSING], "most": MOST + 1, "skipped": skipped},
        )
        found = [(one, other) for one, other, _ in cursor.fetchall()]
    shown = found[:MOST]
    numbers = {pk for pair in shown for pk in pair}
    records, has = _loaded(model).in_bulk(numbers), holdings(model, numbers)
    apart = APART[model].objects.filter(first__in=numbers, second__in=numbers)
    told = {(first, second): reason for first, second, reason in apart.values_list("first", "second", "reason")}
    pairs = [
        Pair(records[one], records[other], (has[one], has[other]), told.get((one, other), "")) for one, other in shown
    ]
    return pairs, len(found) > MOST


def nearness(one: Model, other: Model) -> float:
    """Return how nearly two records of a kind are called the same, from 0 to 1; 0 where nobody would take them for one:
    of two places, say.
    """
    query, _ = FINDING[type(one)]
    first, second = sorted((one.pk, other.pk))
    with connection.cursor() as cursor:
        cursor.execute(
            OF_BOTH.format(query=query), {"near": 0, "disposing": [*DISPOSING], "one": first, "other": second}
        )
        found = cursor.fetchone()
    return float(found[0]) if found else 0.0


def is_offered_again(told: Apart, one: Model, other: Model) -> bool:
    """Say whether two that are remembered as different are called more nearly the same now."""
    return nearness(one, other) > told.near + ROUNDED


def _loaded(model: Any) -> Any:
    """Return the records with what naming them needs."""
    if model is Person:
        return model.objects.prefetch_related("roles__body")
    with_what = {Body: ["place"], Issue: ["place", "body"], Vote: ["issue", "body__place"]}
    return model._base_manager.select_related(*with_what.get(model, []))


def holdings(model: type[Model], numbers: Collection[int]) -> dict[int, list[str]]:
    """Return by number what is of each record: "3 quotes", "1 role", "12 followers". A query for each thing."""
    has: dict[int, list[str]] = defaultdict(list)
    for of, column in MERGED[model].moved:
        # How a link between records reads from this end: an event of the body, a body that is part of it.
        noun, nouns = LINKED.get((of, column)) or (of._meta.verbose_name, of._meta.verbose_name_plural)
        _count(has, of, column, numbers, str(noun), str(nouns))
    _count(has, Subscription, model._meta.model_name or "", numbers, "follower", "followers")
    return has


def _count(
    has: dict[int, list[str]], of: Any, column: str, numbers: Collection[int], noun: str, nouns: str
) -> None:  # fmt: skip
    rows = of._base_manager.filter(**{f"{column}__in": numbers}).order_by()
    for pk, count in rows.values_list(column).annotate(Count("pk")):
        has[pk].append(f"{count} {noun if count == 1 else nouns}")

"""A city in one TOML file: place, bodies, people with their roles, issues, outlets and what is polled of them."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from officials.models import Alias, Body, NotSame, Person, Place, Role
from stories.ingestion import request_headers, url_rules
from stories.ingestion.clock import locate
from stories.ingestion.request_headers import HeaderError
from stories.ingestion.url_rules import RuleError
from stories.matching.rematch import weigh_again
from stories.matching.terms import refusals
from stories.models import CALENDARS, Outlet, Rank, Source
from votes.models import Issue

# How a source is asked, looked at before it is kept.
CHECKED: dict[str, Callable[[Any], object]] = {
    "url_rules": url_rules.checked,
    "request_headers": request_headers.checked,
}


class CityError(Exception):
    """The file can't be loaded; the message names the entry and what is wrong with it. Nothing was changed."""


@dataclass
class City:
    """What a file named, as stored."""

    place: Place
    bodies: dict[str, Body] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    issues: dict[str, Issue] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)


@transaction.atomic
def load_city(text: str, now: datetime) -> City:
    """Create what is new and bring the rest up to date; loading a file twice changes nothing."""
    try:
        return _load(tomllib.loads(text), now)
    except tomllib.TOMLDecodeError as error:
        raise CityError(f"This is no TOML: {error}.") from error
    except KeyError as error:
        raise CityError(f"An entry lacks {error}, or names a body that the file does not list.") from error


def _load(data: Mapping[str, Any], now: datetime) -> City:
    about = dict(data["place"])
    city = City(_upsert(Place, {"slug": about.pop("slug")}, about))
    _bodies(data.get("bodies", []), city)
    for entry in data.get("people", []):
        city.people[entry["name"]] = _person(entry, city)
    for entry in data.get("people", []):
        for other in entry.get("not_same", []):
            pair = sorted((city.people[entry["name"]], city.people[other["name"]]), key=lambda person: person.pk)
            NotSame.objects.update_or_create(first=pair[0], second=pair[1], defaults={"reason": other["reason"]})
    for entry in data.get("issues", []):
        city.issues[entry["slug"]] = _issue(entry, city, now)
    for entry in data.get("outlets", []):
        city.sources += _outlet(entry, city, now)
    for body in city.bodies.values():  # stories that wait may name an official who was not known before
        weigh_again(body)
    return city


def _bodies(entries: Sequence[Mapping[str, Any]], city: City) -> None:
    """Load the bodies; those of which a joint one is made may stand after it."""
    for entry in entries:
        values = {**entry, "place": city.place}
        values.pop("parents", None)
        city.bodies[entry["slug"]] = _upsert(Body, {"slug": values.pop("slug")}, values)
    for entry in entries:
        for slug in entry.get("parents", []):
            if slug not in city.bodies or slug == entry["slug"]:
                raise CityError(f"Body {entry['slug']}: its parent “{slug}” is no other body of the file.")
        if "parents" in entry:
            city.bodies[entry["slug"]].parents.set([city.bodies[slug] for slug in entry["parents"]])


def _upsert(model: Any, key: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
    """Create or change the row of this key and return it, checked as by a form; CityError names the row."""
    row = model.objects.filter(**key).first() or model(**key)
    called = f"{model.__name__} {', '.join(map(str, key.values()))}"
    for name, value in values.items():
        if not hasattr(row, name) and name not in {f.name for f in model._meta.fields}:
            raise CityError(f"{called}: there is no “{name}”.")
        setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as error:
        raise CityError(f"{called}: {' '.join(error.messages)}") from error
    except (TypeError, ValueError) as error:
        raise CityError(f"{called}: a value is not of the kind that it should be ({error}).") from error
    row.save()
    return row


def _person(entry: Mapping[str, Any], city: City) -> Person:
    slug = entry.get("slug") or slugify(entry["name"])
    # Renamed on the desk since, with the file's name kept as another spelling.
    renamed = Person.objects.filter(aliases__name=entry["name"], roles__body__place=city.place).first()
    if renamed and not Person.objects.filter(slug=slug).exists():
        slug, entry = renamed.slug, {**entry, "name": renamed.name}
    person: Person = _upsert(Person, {"slug": slug}, {"name": entry["name"], "links": entry.get("links", [])})
    for alias in entry.get("aliases", []):
        Alias.objects.get_or_create(person=person, name=alias)
    for role in entry.get("roles", []):
        values = {**role, "body": city.bodies[role["body"]], "person": person}
        details = {name: values.pop(name) for name in ("until", "voting", "term_note") if name in values}
        _upsert(Role, {"seat": "", "since": None, **values}, details)
    return person


def _issue(entry: Mapping[str, Any], city: City, now: datetime) -> Issue:
    """Return the issue, public: the file is an editor's act."""
    values = {**entry, "place": city.place}
    if "body" in entry:
        values["body"] = city.bodies[entry["body"]]
    if "summary" in entry:
        values["summary"] = entry["summary"].strip()
    known = Issue.objects.filter(slug=entry["slug"]).first()
    if refused := refusals(entry.get("terms", []), city.place, known.terms if known else ()):
        raise CityError(f"Issue {entry['slug']}: {' '.join(refused)}")
    issue: Issue = _upsert(Issue, {"slug": values.pop("slug")}, values)
    if issue.published_at is None:
        issue.published_at = now
        issue.save(update_fields=["published_at"])
    return issue


def _outlet(entry: Mapping[str, Any], city: City, now: datetime) -> list[Source]:
    values = {name: value for name, value in entry.items() if name not in ("slug", "sources")}
    outlet: Outlet = _upsert(Outlet, {"slug": entry["slug"]}, values)
    if outlet.place != city.place:
        locate(outlet, city.place)
    return [_source(source, outlet, city, now) for source in entry.get("sources", [])]


def _source(entry: Mapping[str, Any], outlet: Outlet, city: City, now: datetime) -> Source:
    values = {**entry, "outlet": outlet, "place": city.place}
    issues = [city.issues[slug] for slug in values.pop("issues", [])]
    try:
        values |= {name: check(values[name]) for name, check in CHECKED.items() if name in values}
    except (RuleError, HeaderError, AttributeError, TypeError) as error:
        raise CityError(f"Source {entry['url']}: {error}") from error
    if values.get("kind") in CALENDARS:
        values["rank"] = Rank.RECORD
    known = Source.objects.filter(url=entry["url"]).first()
    values["next_poll_at"] = known.next_poll_at if known else now
    source: Source = _upsert(Source, {"url": values.pop("url")}, values)
    source.issues.add(*issues)
    return source

"""By which clock a page is told: its place's, from top to bottom, whatever zone the server or a story's stamp has."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone

from officials.models import Body, Person, Place
from stories.models import Article
from votes.models import Issue


def site_zone() -> dt.tzinfo:
    """Return the zone of pages that belong to no place: the one that all places share, else the server's."""
    shared = Place.objects.common_zone()
    return ZoneInfo(shared) if shared else timezone.get_default_timezone()


def zone_of(issue: Issue | None) -> dt.tzinfo:
    """Return the issue's own time zone, or its deciding body's; without either, the site's."""
    place = issue and (issue.place or (issue.body and issue.body.place))
    return place.zone if place else site_zone()


def zone_of_person(person: Person, today: dt.date) -> dt.tzinfo:
    """Return the zone of the bodies that the person sits in, if they share one, else the site's."""
    bodies = Body.objects.filter(roles__in=person.roles.held_on(today))
    shared = Place.objects.filter(bodies__in=bodies).common_zone()
    return ZoneInfo(shared) if shared else site_zone()


def zone_of_story(article: Article) -> dt.tzinfo:
    """Return the zone of its outlet's or calendar's place, or of the first issue's; needs `accepted_issues`."""
    if home := article.home:
        return home.zone
    issues = [link.issue for link in article.accepted_issues]  # type: ignore[attr-defined]
    return zone_of(issues[0] if issues else None)

"""What a page is known by as long as nothing changes that it shows: one cheap query says whether a kept one is new."""

import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import Sum

from stories.models import Stamp
from votes.models.status import OPEN_STATUSES

# Whose change is one of every page, of the pages of one issue, and of those about the desk's own work as well.
ANYTHING, OF_ANY_ISSUE, OF_THE_DESK = "all", "base", "desk"
REMOVED = "removed"

SETTINGS_SHOWN = (
    "SITE_NAME", "SITE_URL", "SITE_PLACE", "CONTACT_URL", "DEFAULT_FROM_EMAIL", "EXTRACTORS", "MODEL_NAME", "MODEL_URL",
)  # fmt: skip
# What the program's own part of a page is made of.
MADE_OF = ("stories", "votes", "officials", "civictrack", "templates", "static")
KINDS_OF_FILES = {".py", ".html", ".txt", ".css", ".js", ".svg", ".woff2"}

# Stamps by subject; all time zones; and the hours of what is near, at which it is over, or may be.
KEY = """
    SELECT
        (SELECT array_agg(ARRAY[subject, total::text] ORDER BY subject) FROM (
            SELECT subject, sum(weight) AS total FROM stories_stamp WHERE subject = ANY (%(subjects)s) GROUP BY subject
        ) stamps),
        (SELECT array_agg(DISTINCT time_zone) FROM officials_place),
        (SELECT array_agg(DISTINCT time) FROM (
            SELECT time FROM votes_event WHERE status = ANY (%(open)s) AND earliest BETWEEN %(first)s AND %(last)s
            UNION SELECT time FROM votes_vote WHERE status = ANY (%(open)s) AND earliest BETWEEN %(first)s AND %(last)s
        ) near WHERE time IS NOT NULL)
"""
# At an address that was once an issue's anything may be meant.
OF_ISSUE = "SELECT coalesce((SELECT 'issue:' || id FROM votes_issue WHERE slug = %(slug)s), 'all')"


@dataclass(frozen=True)
class Key:
    """A page in one state: `name` is another as soon as anything is that it shows, and so is `state`, whatever address
    it is shown at. `removed` counts what may not be shown again: of pages kept before that none is served.
    """

    name: str
    removed: str
    state: str


def key_of(address: str, subjects: Collection[str], now: dt.datetime, issue: str = "") -> Key:
    """Return the key of the page at an address that shows these subjects, and the issue of this slug; in one query."""
    values: dict[str, Any] = {
        "subjects": [*subjects, REMOVED],
        "open": list(OPEN_STATUSES),
        # Somewhere it may be yesterday or tomorrow.
        "first": now.date() - dt.timedelta(days=1),
        "last": now.date() + dt.timedelta(days=1),
        "slug": issue,
    }
    sql = KEY.replace("ANY (%(subjects)s)", f"ANY (%(subjects)s::text[] || ARRAY({OF_ISSUE}))") if issue else KEY
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        stamps, zones, hours = cursor.fetchone()
    weights = dict(stamps or ())
    removed = weights.pop(REMOVED, "0")
    clock = clock_of(now, {*(zones or ()), "UTC", settings.TIME_ZONE}, hours or ())
    state = _digest(version(), weights, clock)
    return Key(_digest(address, state), removed, state)


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def removed_by_now() -> str:
    """Return the count of what may not be shown again, as in a `Key`."""
    total = Stamp.objects.filter(subject=REMOVED).aggregate(total=Sum("weight"))["total"]
    return str(total or 0)


def clock_of(now: dt.datetime, zones: Collection[str], hours: Collection[dt.time]) -> list[tuple[str, str, int]]:
    """Return what any page shows of the time: in each zone the day, and how many of the hours are over."""
    local = [(zone, now.astimezone(ZoneInfo(zone))) for zone in sorted(zones)]
    return [(zone, there.date().isoformat(), sum(hour <= there.time() for hour in hours)) for zone, there in local]


@cache
def version() -> str:
    """Return what the program itself is known by: its code, templates, styles, and what pages show of the settings."""
    digest = hashlib.sha256(repr([getattr(settings, name) for name in SETTINGS_SHOWN]).encode())
    for folder in MADE_OF:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.suffix in KINDS_OF_FILES:
                digest.update(path.relative_to(settings.BASE_DIR).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]

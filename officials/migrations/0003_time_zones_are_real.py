"""A place's time zone is one that PostgreSQL and Python both know; a name that nobody knows is mended and logged."""

import logging
import zoneinfo
from collections import Counter
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

log = logging.getLogger(__name__)

CONSTRAINT = "place_time_zone_is_real"


def known_zones(editor: BaseDatabaseSchemaEditor) -> list[str]:
    """Return the names that both know, today: a zone that is new in the world needs a migration like this one."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_timezone_names")
        return sorted({name for (name,) in cursor.fetchall()} & zoneinfo.available_timezones())


def mend(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Give a place with an impossible zone the one that most places of its state have, else UTC."""
    places: Any = apps.get_model("officials", "Place").objects
    known = known_zones(editor)
    for place in places.exclude(time_zone__in=known):
        neighbours = places.filter(time_zone__in=known, state=place.state).exclude(state="").exclude(time_zone="UTC")
        nearest = Counter(neighbours.values_list("time_zone", flat=True)).most_common(1)
        zone = nearest[0][0] if nearest else "UTC"
        log.warning("Place %s (%s): time zone %r is none; it is now %s", place.pk, place.name, place.time_zone, zone)
        place.time_zone = zone
        place.save(update_fields=["time_zone"])


def constrain(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    names = ", ".join(f"'{name}'" for name in known_zones(editor))
    editor.execute(
        f"SET CONSTRAINTS ALL IMMEDIATE; "
        f"ALTER TABLE officials_place ADD CONSTRAINT {CONSTRAINT} CHECK (time_zone IN ({names}))"
    )


def release(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute(f"ALTER TABLE officials_place DROP CONSTRAINT {CONSTRAINT}")


class Migration(migrations.Migration):
    dependencies = [("officials", "0002_body_seats")]

    operations = [migrations.RunPython(mend, migrations.RunPython.noop), migrations.RunPython(constrain, release)]

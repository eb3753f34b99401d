"""What programs that watch this one ask: whether it lives, whether it can work, whether the alerts reach their readers.
No names, no addresses.
"""

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, OperationalError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from civictrack import pulse
from civictrack.outage import is_away
from votes import valkey
from votes.alerts import proof

INSIDE = {"/healthz/alerts", "/metrics"}
AWAY = {"key": "database", "says": "The database is away."}


class Probes:
    """Middleware that answers what watches the program before all else: it asks from beside it, by no name of the
    site's and without TLS.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == "/healthz":
            return _plainly(HttpResponse("ok\n", content_type="text/plain"))
        if request.path_info == "/readyz":
            return _plainly(readiness(timezone.now()))
        if request.path_info in INSIDE:
            # By the site's name from here on, the way of all pages; without TLS the settings let them.
            request.META["HTTP_HOST"] = urlsplit(settings.SITE_URL).netloc
        return self.get_response(request)


def _plainly(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def readiness(now: dt.datetime) -> JsonResponse:
    """Answer 200 if pages can be made, else 503; and by part what is so. Without Valkey or workers they can be: those
    are told, and are no reason to send readers elsewhere.
    """
    database = _database()
    parts = {"database": database, "valkey": _valkey()}
    parts |= {f"work of {name}": since(last, now) for name, last in pulse.beats().items()}
    return JsonResponse({"ok": database == "ok", "parts": parts}, status=200 if database == "ok" else 503)


def since(last: dt.datetime | None, now: dt.datetime) -> str:
    """Say whether one who last worked then is well."""
    if last is None:
        return "not seen"
    age = (now - last).total_seconds()
    if age < -pulse.SILENT_SECONDS:
        return "not seen since the clock was set back"
    return "ok" if age <= pulse.SILENT_SECONDS else f"silent for {age:.0f} seconds"


def pending_migrations() -> list[str]:
    """Return the names of the migrations that the database lacks."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _database() -> str:
    try:
        return "migrations pending" if pending_migrations() else "ok"
    except (DatabaseError, InterfaceError):
        return "away"


def _valkey() -> str:
    return "ok" if valkey.ask(lambda redis: redis.ping()) else "away"


@never_cache
@require_safe
def alerts(request: HttpRequest) -> JsonResponse:
    """Answer 200 while all is well, and 503 with the reasons."""
    now = timezone.now()
    try:
        found = [*proof.reasons(now), *proof.missed_check(now)]
    except (OperationalError, InterfaceError) as error:
        if not is_away(error):
            raise
        return JsonResponse({"ok": False, "reasons": [AWAY]}, status=503)
    reasons = [{"key": one.key, "says": one.says, "since": one.since.isoformat()} for one in found]
    return JsonResponse({"ok": not reasons, "reasons": reasons}, status=503 if reasons else 200)

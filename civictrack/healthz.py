"""What programs that watch this one ask: whether the alerts reach their readers. No names, no addresses."""

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from civictrack.outage import is_away
from votes.alerts import proof

AWAY = {"key": "database", "says": "The database is away."}


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

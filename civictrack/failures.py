"""What requests failed of, noted in Valkey, and told to the operator in one mail an hour at most.

Django would mail each error by itself, at length and while the reader waits: with a database away that is a flood, and
it quotes what readers sent. Here stand the view, the sort of error and the request's id, by which the log has the rest.
"""

import json
import sys
from collections import Counter
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django_guid import get_guid
from redis import Redis

from civictrack.outage import is_away
from votes import valkey

KEPT = "failures"
# Of a page that everybody asks for a few are as good as all.
MOST, KEPT_SECONDS = 1000, 86_400
SHOWN = 20


def note(request: HttpRequest | None = None, **_: Any) -> None:
    """Note what a request failed of. That the database is away, whoever watches the program is told otherwise."""
    error = sys.exc_info()[1]
    if error is None or is_away(error):
        return
    match = request.resolver_match if request else None
    failure = [(match and match.view_name) or "none", type(error).__name__, get_guid() or ""]
    valkey.ask(partial(_keep, failure=json.dumps(failure)))


def _keep(redis: Redis, failure: str) -> None:
    with redis.pipeline() as pipeline:
        pipeline.lpush(KEPT, failure)
        pipeline.ltrim(KEPT, 0, MOST - 1)
        pipeline.expire(KEPT, KEPT_SECONDS)
        pipeline.execute()


def tell() -> int:
    """Mail the operator what failed since the last time; return how many requests. What can't be mailed is kept."""
    receivers = [address for _, address in settings.ADMINS]
    noted = (valkey.ask(lambda redis: redis.lrange(KEPT, 0, -1)) or []) if receivers else []
    if not noted:
        return 0
    _mail([json.loads(one) for one in noted], receivers)
    # Those that came meanwhile stand before them.
    valkey.ask(lambda redis: redis.ltrim(KEPT, 0, -len(noted) - 1))
    return len(noted)


def _mail(failures: list[list[str]], receivers: list[str]) -> None:
    sorts = Counter((view, error) for view, error, _ in failures)
    last = {(view, error): request for view, error, request in reversed(failures)}
    lines = [
        f"{number} × {error} in “{view}”, the last in request {last[view, error] or '-'}"
        for (view, error), number in sorts.most_common(SHOWN)
    ]
    many = "At least 1000 requests" if len(failures) >= MOST else f"{len(failures)} request{'s' * (len(failures) > 1)}"
    EmailMessage(
        f"{many} failed on {settings.SITE_NAME}",
        "\n".join([
            f"{many} failed since the last such mail, or in the last day, by a fault of the program:", "", *lines, "",
            "The log has each under its request, at level ERROR; docs/operations.md, “ErrorsToReaders”, what to do.",
        ]),
        to=receivers,
    ).send()  # fmt: skip

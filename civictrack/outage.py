"""What is answered while the database is away: at once, with the page as it was, marked as old, or else a plain one
that says so; and asking the database no more than needed.
"""

import sys
import threading
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.views.defaults import server_error
from psycopg.errors import InsufficientPrivilege

from stories.public.kept import as_it_was

# PostgreSQL's codes for “not now”: connection failures, shutting down or starting, too many connections, a full disk or
# no memory, a disk that fails. An error without a code was made on our side of the connection: refused, broken, or not
# had within the pool's time-out.
AWAY_CODES = ("08", "57P", "53", "58")
# A disk that can only be read is a right that PostgreSQL lacks, under the code of a right that we lack: by where it is
# said, these are about files.
ABOUT_FILES = {"md.c", "fd.c", "smgr.c", "slru.c", "xlog.c"}
RETRY_AFTER_SECONDS = 10
WATCHED = "/healthz/"

_away = threading.Event()
_asking = threading.Lock()


class DatabaseGate:
    """Middleware that answers for an absent database, so that requests do not wait for it in every thread.

    Once a request has found it away, one request at a time asks whether it is back, and is bounded by the pool's
    time-out; the others are answered at once. Static files are served before they come here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Whatever watches the program is told what is wrong in its own form, though that costs it the time-out.
        if request.path.startswith(WATCHED) or not _away.is_set() or is_back():
            return self.get_response(request)
        return as_it_was(request) or unavailable()


def is_back() -> bool:
    """Ask the database whether it is there, unless another thread does so now; then it counts as away."""
    if not _asking.acquire(blocking=False):
        return False
    try:
        connection.ensure_connection()
    except (OperationalError, InterfaceError):
        return False
    else:
        _away.clear()
        return True
    finally:
        _asking.release()


def on_error(request: HttpRequest) -> HttpResponse:
    """Answer for an exception that nobody caught: with 503 where the database is away, else with 500."""
    error: BaseException | None = sys.exc_info()[1]
    while error is not None:
        if is_away(error):
            _away.set()
            return as_it_was(request) or unavailable()
        error = error.__cause__ or error.__context__
    return server_error(request)


def is_away(error: BaseException) -> bool:
    """Say whether an error means that the database can't be reached now: deadlocks and the like are faults."""
    cause = error.__cause__
    if isinstance(cause, InsufficientPrivilege):
        return cause.diag.source_file in ABOUT_FILES
    code = getattr(cause, "sqlstate", None)
    return isinstance(error, InterfaceError) or (
        isinstance(error, OperationalError) and (code is None or code.startswith(AWAY_CODES))
    )


def unavailable() -> HttpResponse:
    """Return the page that says so. It is made of nothing but itself: what all pages show may need the database."""
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response

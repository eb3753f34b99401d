"""What every request is put right by before anything else reads it: where it comes from, and that it is text."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.defaults import bad_request

Answer = Callable[[HttpRequest], HttpResponseBase]


class ClientAddress:
    """Middleware that puts the reader's own address into REMOTE_ADDR where proxies stand before the program.

    Each proxy adds to X-Forwarded-For whom it was asked by. As many of the last entries as there are proxies of ours
    can be believed; what stands before them is whatever the reader's browser sent.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        entries = [entry.strip() for entry in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if 0 < settings.TRUSTED_PROXIES <= len(entries):
            # Where it is no address the proxy's own stays: all that come so are counted as one.
            with suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ip_address(entries[-settings.TRUSTED_PROXIES]))
        return self.get_response(request)


class OnlyText:
    """Middleware that refuses NUL, which PostgreSQL can't hold and no keyboard sends, wherever it may come in."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info:
            raise Http404("There is nothing at this address.")
        if any("\x00" in value for value in values_of(request)):
            return bad_request(request, BadRequest())
        return self.get_response(request)


def values_of(request: HttpRequest) -> Iterator[str]:
    """Return every name and value of the query, the cookies and the form."""
    for sent in (request.GET, request.POST):
        for name, values in sent.lists():
            yield from (name, *map(str, values))
    yield from request.COOKIES.values()

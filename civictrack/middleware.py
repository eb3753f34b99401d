"""What every request is put right by before anything else reads it: where it comes from, and that it is text."""

from collections.abc import Callable, Iterator

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.defaults import bad_request

from votes.alerts.network import client_address

Answer = Callable[[HttpRequest], HttpResponseBase]


class ClientAddress:
    """Middleware that puts the reader's own address into REMOTE_ADDR where proxies stand before the program. Where they
    name none the proxy's own stays: all that come so are counted as one.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if address := client_address(request):
            request.META["REMOTE_ADDR"] = str(address)
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

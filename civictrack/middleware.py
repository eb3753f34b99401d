"""What every request is put right by before anything else reads it: where it comes from, and that it is text."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict, UnreadablePostError
from django.urls import Resolver404, resolve
from django.views.defaults import bad_request

from votes.alerts.network import client_address

# As docs/nginx.conf and docs/Caddyfile have it; rosters are the biggest that is sent.
MOST_BYTES = 10_000_000
FORM = "application/x-www-form-urlencoded"

Answer = Callable[[HttpRequest], HttpResponseBase]


def in_utf_8(application: Callable[..., Any]) -> Callable[..., Any]:
    """Return the application as it answers gunicorn: what comes is read as UTF-8, whatever encoding it names. Our pages
    send no other, mail servers name any, and Django looks each up among Python's, some of which are none of text,
    before it can answer that. The id of a request in the log is ours to give, and not whoever's who asks.
    """

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        parts = environ.get("CONTENT_TYPE", "").split(";")
        environ["CONTENT_TYPE"] = ";".join(part for part in parts if not part.strip().lower().startswith("charset"))
        environ.pop("HTTP_CORRELATION_ID", None)
        return application(environ, start_response)

    return answer


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


class Bounded:
    """Middleware that refuses a body too big for any form of ours before anybody reads it: files fill the disk."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdecimal()) or int(length[:20]) > MOST_BYTES:
            return HttpResponse("This is more than any form here takes: 10 MB.\n", "text/plain", 413)
        return self.get_response(request)


class OwnResources:
    """Middleware that keeps what we answer out of other sites' pages, where no view says that it is for them."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class OnlyText:
    """Middleware that refuses NUL, which PostgreSQL can't hold and no keyboard sends, wherever it may come in. A form
    for the desk is left to the desk, which says in what field it stands and keeps the rest. A form of which a part was
    lost on the way is refused: what is missing would be taken for empty.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info:
            raise Http404("There is nothing at this address.")
        try:
            in_form = any("\x00" in value for value in _values(request.POST))
            told = int(request.META.get("CONTENT_LENGTH") or 0)
            is_whole = request.content_type != FORM or len(request.body) == told
        except UnreadablePostError:
            is_whole = in_form = False
        if not is_whole:
            return bad_request(request, BadRequest())
        if any("\x00" in value for value in (*_values(request.GET), *request.COOKIES.values())):
            return bad_request(request, BadRequest())
        if in_form and not _says_so_itself(request):
            return bad_request(request, BadRequest())
        return self.get_response(request)


def _values(sent: QueryDict) -> Iterator[str]:
    """Return every name and value of a query or a form."""
    for name, values in sent.lists():
        yield from (name, *map(str, values))


def _says_so_itself(request: HttpRequest) -> bool:
    """Say whether the view that the form is for refuses NUL by itself."""
    try:
        return getattr(resolve(request.path_info).func, "refuses_nul", False)
    except Resolver404:
        return False

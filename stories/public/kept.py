"""Public pages that are made once and sent often: known to the reader, kept in Valkey, compressed; and served as they
were while the database is away.
"""

import datetime as dt
import gzip
import re
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any, TypeVar

import brotli
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe

from stories.public import store
from stories.public.freshness import ANYTHING, OF_ANY_ISSUE, OF_THE_DESK, Key, key_of
from stories.public.parts import in_parts
from stories.public.store import Page

View = Callable[..., HttpResponseBase]
Answer = TypeVar("Answer", bound=HttpResponseBase)

# Readers ask again each time; a shared cache may answer a crowd for half a minute, and for an hour while we are away.
CACHE_CONTROL = {
    "public": True, "max_age": 0, "s_maxage": 30, "stale_while_revalidate": 30, "stale_if_error": 3600,
}  # fmt: skip
# Headers of a response that are told anew each time it is sent.
REPLACED = {"Vary", "Content-Length", "ETag", "Last-Modified"}
# What others add to our addresses to see who came from where; it changes no page.
TRACKING = re.compile(r"utm_\w{1,40}|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|ref_src")
ACCEPTED = re.compile(r"(?<![\w*-])(br|gzip|\*)[ \t]{0,9}(?:;[ \t]{0,9}q=([\d.]{1,9}))?", re.IGNORECASE)
# Of what is sent compressed: text of more than a packet.
SHORTEST = 860
COMPRESS: dict[str, Callable[[bytes, int], bytes]] = {
    "br": lambda body, quality: brotli.compress(body, mode=brotli.MODE_TEXT, quality=quality),
    "gzip": lambda body, quality: gzip.compress(body, quality, mtime=0),
}
# How well: what is kept, and what is sent once.
WELL, QUICK = 5, 3


def _stream_br(lines: Iterable[bytes]) -> Iterator[bytes]:
    into = brotli.Compressor(mode=brotli.MODE_TEXT, quality=QUICK)
    yield from filter(None, map(into.process, lines))
    yield into.finish()


def _stream_gzip(lines: Iterable[bytes]) -> Iterator[bytes]:
    into = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    yield from filter(None, map(into.compress, lines))
    yield into.flush()


STREAM: dict[str, Callable[[Iterable[bytes]], Iterator[bytes]]] = {"br": _stream_br, "gzip": _stream_gzip}
BODY = re.compile(rb"<body\b[^>]{0,500}>")
STALE = (
    '<p class="stale" role="status">The site cannot reach its records right now. '
    'This page is as it was on <time datetime="{}">{}</time>; something may have changed since.</p>'
)


def public(view: View) -> View:
    """Return a view that sends a page made for its key: the same to every reader, whoever asks."""
    return _kept(view, lambda _: ([ANYTHING], ""))


def of_issue(view: View) -> View:
    """Return the same of a view of one issue, which its `slug` names: it is made anew for changes of that issue alone,
    and of what any may show.
    """
    return _kept(view, _one_issue)


def of_issue_in_parts(view: View) -> View:
    """Return the same of a view whose page has parts, see `parts`."""
    return _kept(view, _one_issue, in_parts(view))


def _one_issue(names: dict[str, Any]) -> tuple[list[str], str]:
    return [OF_ANY_ISSUE], names["slug"]


def of_the_desk(view: View) -> View:
    """Return the same of a view that shows how the desk and the sources do."""
    return _kept(view, lambda _: ([ANYTHING, OF_THE_DESK], ""))


def _kept(view: View, shows: Callable[[dict[str, Any]], tuple[list[str], str]], make: View | None = None) -> View:
    made = make or (lambda request, _, **names: view(request, **names))

    @wraps(view)
    def page(request: HttpRequest, **names: Any) -> HttpResponseBase:
        address = address_of(request)
        subjects, issue = shows(names)
        key = key_of(address, subjects, timezone.now(), issue)
        if same := _unchanged(request, key, None):
            return same
        if "?" in address:
            return _sent(request, key, made(request, key, **names), "")
        last = store.mark(address, key.removed, key.name)
        if kept := store.found(key.name, encoding_of(request), last):
            return _again(request, key, kept, last)
        with store.making(key.name) as ours:
            if not ours and (kept := store.awaited(key.name, encoding_of(request))):
                return _again(request, key, kept, last)
            return _sent(request, key, made(request, key, **names), last)

    return page


def address_of(request: HttpRequest) -> str:
    """Return what page is asked for: the path, with what is asked of it; not what others added to the address."""
    asked = request.GET.copy()
    for name in list(asked):
        if TRACKING.fullmatch(name):
            del asked[name]
    return f"{request.path}?{asked.urlencode()}" if asked else request.path


def encoding_of(request: HttpRequest) -> str:
    """Return in what encoding a browser takes the page: "br" before "gzip", "" where it knows neither."""
    weights = {
        name.lower(): float(weight or 1) if (weight or "1").count(".") <= 1 and weight != "." else 0.0
        for name, weight in ACCEPTED.findall(request.headers.get("Accept-Encoding", "")[:500])
    }
    return next((name for name in ("br", "gzip") if weights.get(name, weights.get("*", 0))), "")


def _sent(request: HttpRequest, key: Key, response: HttpResponseBase, last: str) -> HttpResponseBase:
    """Return the response that a view made, kept as `last` and compressed if it is a page that every reader may see; a
    list that is sent row by row is not kept.
    """
    if not _is_for_all(response):
        return response
    if isinstance(response, StreamingHttpResponse):
        if encoding := encoding_of(request):
            response.streaming_content = STREAM[encoding](response.streaming_content)  # type: ignore[arg-type]
            response["Content-Encoding"] = encoding
        return _with_validators(response, key, None)
    assert isinstance(response, HttpResponse)
    if response.status_code != 200:
        patch_cache_control(response, **CACHE_CONTROL)
        return response
    headers = {name: value for name, value in response.items() if name not in REPLACED}
    page = Page(response.content, headers, time.time())
    sent = _compressed(page, encoding_of(request), WELL if last else QUICK)
    if last:
        store.note_removed(key.removed)
        store.keep(key.name, last, *{page.encoding: page, sent.encoding: sent}.values())
    return _answer(key, sent)


def _again(request: HttpRequest, key: Key, kept: Page, last: str) -> HttpResponse:
    """Return a kept page, compressed as the browser takes it; that, too, is kept."""
    if same := _unchanged(request, key, kept):
        return same
    sent = kept if kept.encoding else _compressed(kept, encoding_of(request))
    if sent is not kept:
        store.keep(key.name, last, sent)
    return _answer(key, sent)


def _is_for_all(response: HttpResponseBase) -> bool:
    """Say whether a response is nobody's own: it sets no cookie, varies on none, and was not kept out of caches."""
    control = response.get("Cache-Control", "")
    varies = response.get("Vary", "").lower()
    return not (response.cookies or "cookie" in varies or "private" in control or "no-store" in control)


def _compressed(page: Page, encoding: str, quality: int = WELL) -> Page:
    if not encoding or len(page.body) < SHORTEST:
        return page
    return Page(COMPRESS[encoding](page.body, quality), page.headers, page.made, encoding)


def _answer(key: Key, page: Page) -> HttpResponse:
    response = HttpResponse(page.body, headers=page.headers)
    if page.encoding:
        response["Content-Encoding"] = page.encoding
    return _with_validators(response, key, page)


def _with_validators(response: Answer, key: Key, page: Page | None) -> Answer:
    """Return the response with the page's key, and when it was made so: not while a later one may be of that second."""
    response["ETag"] = _tag(key)
    if page and (made := _made(page)):
        response["Last-Modified"] = http_date(made)
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, **CACHE_CONTROL)
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _made(page: Page) -> int | None:
    made = int(page.made) + 1
    return made if made <= time.time() else None


def _tag(key: Key) -> str:
    return f'W/"{key.name}"'


def _unchanged(request: HttpRequest, key: Key, page: Page | None) -> HttpResponse | None:
    """Return "not modified" if the reader has the page of this key, or one no older than this."""
    since = request.headers.get("If-Modified-Since", "")
    made = _made(page) if page and since and parse_http_date_safe(since) else None
    if request.headers.get("If-None-Match", "").strip() == "*":
        return None
    answer = get_conditional_response(request, etag=_tag(key), last_modified=made)
    if answer is None or answer.status_code != 304:
        return None
    return _with_validators(answer, key, page)


def as_it_was(request: HttpRequest) -> HttpResponse | None:
    """Return the last page kept at the address, marked as old, for while the database is away; None without one."""
    address = address_of(request)
    if request.method not in ("GET", "HEAD") or "?" in address:
        return None
    page = store.last_at(address, "")
    if page is None or not page.headers.get("Content-Type", "").startswith("text/"):
        return None
    body = page.body
    if page.headers["Content-Type"].startswith("text/html"):
        made = dt.datetime.fromtimestamp(page.made, timezone.get_default_timezone())
        note = STALE.format(made.isoformat(timespec="seconds"), f"{made:%B} {made.day}, {made:%H:%M %Z}")
        body = BODY.sub(lambda tag: tag[0] + note.encode(), body, count=1)
    response = HttpResponse(body, headers=page.headers)
    response["Age"] = str(max(0, int(time.time() - page.made)))
    response["Warning"] = '111 - "Revalidation failed"'
    response["Cache-Control"] = "no-store"
    return response

"""A page in two parts: what is shared by all looks at an issue, its opening, its board and its dates, and the rest,
which each look has of its own. Both are kept by the state of what they show, as whole pages are: of a known issue
another page of the timeline, a kind, a person or a day asks for no more than what is its own.
"""

from collections.abc import Callable
from typing import Any

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from stories.public import store
from stories.public.freshness import Key
from stories.public.look import DAY

# Stands in a page at the edges of what is shared. No words of anybody's can be taken for it: they are escaped.
EDGE = "<!--shared-->"
# In a template's context: whether what is shared is kept, and is left out.
HAS_SHARED = "has_shared"
# Compressed less well than what is kept whole: a part is put together with another one each time.
QUALITY = 4

# Takes the request, the names in the address, and `has_shared`: whether what is shared may be left out.
View = Callable[..., HttpResponseBase]


def in_parts(view: View) -> Callable[..., HttpResponseBase]:
    """Return a view that makes as much of its page as is not kept for the key."""

    def page(request: HttpRequest, key: Key, **names: Any) -> HttpResponseBase:
        day = request.GET.get("on", "")
        whole, own = f"parts:{request.path}:{key.state}", key.name
        shared = f"shared {day if DAY.fullmatch(day) else ''}"
        kept_own, kept_shared = (_unpacked(kept) for kept in store.parts(whole, own, shared))
        if kept_own and kept_shared:
            return HttpResponse(_together(kept_own, kept_shared))
        response = view(request, **names, **{HAS_SHARED: bool(kept_shared)})
        if not isinstance(response, HttpResponse) or response.status_code != 200:
            return response
        pieces = response.content.decode().split(EDGE)
        made = {own: pieces[::2]} if kept_shared else {own: pieces[::2], shared: pieces[1::2]}
        store.keep_parts(whole, {name: _packed(part) for name, part in made.items()})
        response.content = _together(pieces[::2], kept_shared or pieces[1::2])
        return response

    return page


def _together(own: list[str], shared: list[str]) -> str:
    """Return the page of which these are the pieces, by turns."""
    pieces = [""] * (len(own) + len(shared))
    pieces[::2], pieces[1::2] = own, shared
    return "".join(pieces)


def _packed(part: list[str]) -> bytes:
    return bytes(brotli.compress(EDGE.join(part).encode(), mode=brotli.MODE_TEXT, quality=QUALITY))


def _unpacked(kept: bytes | None) -> list[str]:
    """Return the pieces of a part; none where it is not kept."""
    return brotli.decompress(kept).decode().split(EDGE) if kept else []

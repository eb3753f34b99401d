"""The pages that list and the pages of places, outlets and the site itself: each loads, calls and shows."""

import datetime as dt
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stories.public import corrections as log
from stories.public import indexes, own_pages, pages
from stories.public import outlet as outlets
from stories.public import place as places
from stories.public.former_names import once_at
from stories.public.kept import View, of_the_desk, public
from stories.public.listing import LONGEST
from stories.public.queries import places_shown
from stories.public.views import show

# What an address says beside what is looked for.
KINDS = {
    "en",
    "issues",
    "people",
    "bodies",
    "votes",
    "events",
    "stories",
    "quotes",
    "places",
    "outlets",
    "search",
    "about",
}


def _listed(template: str, page: Callable[[QueryDict, dt.datetime], pages.Context]) -> View:
    """Return the view of a list, which its reader narrows and turns by the address."""
    return lambda request: show(request, template, page(request.GET, timezone.now()))


issues = require_safe(public(_listed("public/issues.html", indexes.issues_index)))
people = require_safe(public(_listed("public/people.html", indexes.people_index)))
bodies = require_safe(public(_listed("public/bodies.html", indexes.bodies_index)))
votes = require_safe(public(_listed("public/votes.html", indexes.votes_index)))
place_index = require_safe(public(_listed("public/places.html", indexes.places_index)))
outlet_index = require_safe(of_the_desk(_listed("public/outlets.html", outlets.outlets_index)))
corrections = require_safe(of_the_desk(_listed("public/corrections.html", log.corrections_page)))


@require_safe
@of_the_desk
def place(request: HttpRequest, slug: str) -> HttpResponse:
    place = once_at(places_shown(), slug)
    if place.slug != slug:
        return redirect(place)
    return show(request, "public/place.html", places.place_page(place, timezone.now()))


@require_safe
@of_the_desk
def outlet(request: HttpRequest, slug: str) -> HttpResponse:
    outlet = get_object_or_404(outlets.outlets_shown(), slug=slug)
    return show(request, "public/outlet.html", outlets.outlet_page(outlet, request.GET, timezone.now()))


@require_safe
@of_the_desk
def methods(request: HttpRequest) -> HttpResponse:
    return render(request, "public/methods.html", own_pages.methods_page())


@require_safe
@public
def own_page(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, f"public/{name}.html", own_pages.own_page(name))


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that nothing stands at an address, with a search for the words in it."""
    return render(request, "404.html", {"asked": words_of(request.path)}, status=404)


def words_of(path: str) -> str:
    """Return the words in an address: "/en/people/marge-sloane/" asks for "marge sloane"."""
    parts = [part for part in path.split("/") if part and part not in KINDS]
    words = re.split(r"[^\w'’]+|_", parts[-1].partition(".")[0] if parts else "")
    return " ".join(word for word in words if word and not word.isdigit())[:LONGEST]

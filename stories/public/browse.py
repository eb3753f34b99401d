"""The pages that list and the pages of places, outlets and the site itself: each loads, calls and shows."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stories.public import corrections as log
from stories.public import indexes, own_pages
from stories.public import outlet as outlets
from stories.public import place as places
from stories.public.former_names import once_at
from stories.public.kept import of_the_desk, public
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


@require_safe
@public
def issues(request: HttpRequest) -> HttpResponse:
    return show(request, "public/issues.html", indexes.issues_index(request.GET, timezone.now()))


@require_safe
@public
def people(request: HttpRequest) -> HttpResponse:
    return show(request, "public/people.html", indexes.people_index(request.GET, timezone.now()))


@require_safe
@public
def bodies(request: HttpRequest) -> HttpResponse:
    return show(request, "public/bodies.html", indexes.bodies_index(request.GET, timezone.now()))


@require_safe
@public
def votes(request: HttpRequest) -> HttpResponse:
    return show(request, "public/votes.html", indexes.votes_index(request.GET, timezone.now()))


@require_safe
@public
def place_index(request: HttpRequest) -> HttpResponse:
    return show(request, "public/places.html", indexes.places_index(request.GET, timezone.now()))


@require_safe
@of_the_desk
def place(request: HttpRequest, slug: str) -> HttpResponse:
    place = once_at(places_shown(), slug)
    if place.slug != slug:
        return redirect(place)
    return show(request, "public/place.html", places.place_page(place, timezone.now()))


@require_safe
@of_the_desk
def outlet_index(request: HttpRequest) -> HttpResponse:
    return show(request, "public/outlets.html", outlets.outlets_index(request.GET, timezone.now()))


@require_safe
@of_the_desk
def outlet(request: HttpRequest, slug: str) -> HttpResponse:
    outlet = get_object_or_404(outlets.outlets_shown(), slug=slug)
    return show(request, "public/outlet.html", outlets.outlet_page(outlet, request.GET, timezone.now()))


@require_safe
@of_the_desk
def corrections(request: HttpRequest) -> HttpResponse:
    return show(request, "public/corrections.html", log.corrections_page(request.GET, timezone.now()))


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

"""Following a source as an operator wishes, changing how one is followed, and the outlet that they name for it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain, count
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from stories.ingestion.urls import host_of, listing_key
from stories.models import CALENDARS, Outlet, Rank, Source
from votes.models import Issue

# Values by the names of Source's fields; what is not named is left as it is.
Wishes = Mapping[str, Any]
# Shorter than the field, so that a number has room behind it.
LONGEST_SLUG = 90


@transaction.atomic
def follow(kind: str, url: str, wishes: Wishes, issues: Sequence[Issue] | None, now: datetime) -> Source:
    """Make the source and return it; it is polled at once. All its stories belong to the issues, if any."""
    source = Source.objects.create(**_ranked({"kind": kind, "url": url, "next_poll_at": now, **wishes}))
    source.issues.set(issues or [])
    return source


def followed(url: str) -> Source | None:
    """Return the source at this address, or at one that differs in scheme, `www.`, tracking or a last slash alone."""
    sources = Source.objects.select_related("outlet")
    if exact := sources.filter(url=url).first():
        return exact
    alike = sources.filter(url__icontains=host_of(url)) if host_of(url) else sources.none()
    return next((source for source in alike if listing_key(source.url) == listing_key(url)), None)


def differences(source: Source, wishes: Wishes, issues: Sequence[Issue] | None) -> list[str]:
    """Return what the wishes would change, each as "name: before → after"."""
    changes = [
        f"{name.replace('_', ' ')}: {_shown(getattr(source, name))} → {_shown(value)}"
        for name, value in wishes.items()
        if getattr(source, name) != value
    ]
    before = list(source.issues.all()) if issues is not None else []
    if issues is not None and set(before) != set(issues):
        changes.append(f"issues: {_shown(before)} → {_shown(list(issues))}")
    return changes


@transaction.atomic
def change(source: Source, wishes: Wishes, issues: Sequence[Issue] | None, now: datetime) -> None:
    """Follow the source in another way, from now on: its next answer is read anew, even where it is as before."""
    Source.objects.filter(pk=source.pk).ask_afresh(now, **_ranked(wishes))
    if issues is not None:
        source.issues.set(issues)


def outlet_named(name: str, url: str) -> Outlet:
    """Return the outlet of this name or slug, made where there is none; `url` is one of its pages.

    A name without a Latin letter makes no slug; its site's host makes one. A number behind it keeps it unique.
    """
    name = " ".join(name.split())[:200]
    if known := Outlet.objects.filter(Q(name__iexact=name) | Q(slug=name)).first():
        return known
    host = host_of(url)
    slug = slugify(name)[:LONGEST_SLUG] or slugify(host.replace(".", "-"))[:LONGEST_SLUG] or "outlet"
    candidates = chain([slug], (f"{slug}-{number}" for number in count(2)))
    free = next(candidate for candidate in candidates if not Outlet.objects.filter(slug=candidate).exists())
    return Outlet.objects.create(name=name, slug=free, url=f"https://{host}/")


def _ranked(wishes: Wishes) -> dict[str, Any]:
    """Return the wishes, with the rank of a calendar where they name such a kind."""
    return {**wishes, "rank": Rank.RECORD} if wishes.get("kind") in CALENDARS else {**wishes}


def _shown(value: object) -> str:
    # Of headers the names alone: their values may be secrets.
    if isinstance(value, list | dict):
        return ", ".join(map(str, value)) or "none"
    return {None: "none", "": "none", True: "yes", False: "no"}.get(value, str(value))  # type: ignore[call-overload,no-any-return]

"""Following a source as an operator wishes, and changing how one is followed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain, count
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from stories.ingestion.urls import host_of
from stories.models import Outlet, Source
from votes.models import Issue

Wishes = Mapping[str, Any]
"""Values by the names of Source's fields; what is not named is left as it is."""


@transaction.atomic
def follow(kind: str, url: str, wishes: Wishes, issues: Sequence[Issue] | None, now: datetime) -> Source:
    source = Source.objects.create(**{"kind": kind, "url": url, "next_poll_at": now, **wishes})
    source.issues.set(issues or [])
    return source


def differences(source: Source, wishes: Wishes, issues: Sequence[Issue] | None) -> list[str]:
    """What the wishes would change, each as "name: before → after"."""
    told = [
        f"{name.replace('_', ' ')}: {_shown(getattr(source, name))} → {_shown(value)}"
        for name, value in wishes.items()
        if getattr(source, name) != value
    ]
    before = list(source.issues.all()) if issues is not None else []
    if issues is not None and set(before) != set(issues):
        told.append(f"issues: {_shown(before)} → {_shown(list(issues))}")
    return told


@transaction.atomic
def change(source: Source, wishes: Wishes, issues: Sequence[Issue] | None, now: datetime) -> None:
    """Follow the source in another way, from now on: its next answer is read anew, even where it is as before."""
    afresh = {"etag": "", "last_modified": "", "body_hash": "", "next_poll_at": now}
    Source.objects.filter(pk=source.pk).update(**{**afresh, **wishes})
    if issues is not None:
        source.issues.set(issues)


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return {None: "none", "": "none", True: "yes", False: "no"}.get(value, str(value))  # type: ignore[call-overload,no-any-return]


LONGEST_SLUG = 90


def outlet_named(name: str, url: str) -> Outlet:
    """The outlet of this name or slug, made where there is none; `url` is one of its pages."""
    name = " ".join(name.split())[:200]
    known = Outlet.objects.filter(Q(name__iexact=name) | Q(slug=name)).first()
    return known or Outlet.objects.create(name=name, slug=_free_slug(name, url), url=f"https://{host_of(url)}/")


def _free_slug(name: str, url: str) -> str:
    """A name without a Latin letter has no slug; its site's host has one."""
    slug = slugify(name)[:LONGEST_SLUG] or slugify(host_of(url).replace(".", "-"))[:LONGEST_SLUG] or "outlet"
    tried = chain([slug], (f"{slug}-{number}" for number in count(2)))
    return next(one for one in tried if not Outlet.objects.filter(slug=one).exists())

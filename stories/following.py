"""Following a source as an operator wishes, and changing how one is followed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from stories.models import Source
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

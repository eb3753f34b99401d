"""What a logged action changed, put back row by row."""

import json
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg import sql

from officials.models import Alias, Body, NotSame, NotSameBody, NotSamePlace, Person, Place, Role
from stories.curation.people import free_slug
from stories.models import ArticleIssue, Effect, Finding, Naming, Outlet, Quote, Response, SitePage, Source, Withdrawal
from votes.models import (
    Ballot,
    Event,
    Hold,
    Issue,
    Merged,
    NotSameIssue,
    NotSameVote,
    Position,
    Subscription,
    Vote,
    Webhook,
)

RECORDED: tuple[type[Model], ...] = (
    Place, Body, Person, Alias, NotSame, Role, Issue, Position, Event, Vote, Ballot, Subscription, Source, ArticleIssue,
    Finding, Quote, Response, Withdrawal, Naming, Outlet, Merged, Body.parents.through, Event.bodies.through,
    Event.issues.through, Source.issues.through, SitePage, Hold, Webhook, NotSameBody, NotSamePlace, NotSameIssue,
    NotSameVote,
)  # fmt: skip
MODELS = {model._meta.db_table: model for model in RECORDED}


def values_of(effect: Effect) -> dict[str, Any] | None:
    """Return the row as it is now, by column, in the form in which effects keep it; None where it is gone."""
    query = sql.SQL("SELECT to_jsonb(t)::text FROM {} t WHERE id = %s FOR UPDATE").format(sql.Identifier(effect.table))
    with connection.cursor() as cursor:
        cursor.execute(query, [effect.row])
        found = cursor.fetchone()
    return json.loads(found[0]) if found else None


def put_back(effect: Effect, columns: dict[str, Any]) -> None:
    """Write these values of the columns that the action changed, or a row that it deleted, back into the table."""
    model = MODELS[effect.table]
    values = {
        field.attname: field.to_python(columns[field.attname])
        for field in model._meta.concrete_fields
        if field.attname in columns and not field.generated
    }
    if isinstance(slug := values.get("slug"), str) and _is_taken(model, slug, effect.row):
        values["slug"] = free_slug(model, slug)  # type: ignore[arg-type]
    if effect.kind == Effect.Kind.DELETE:
        # Raw: what the model sets by itself, such as the day it was made, is as it was.
        model(**values).save_base(raw=True, force_insert=True)
    elif values:
        model._base_manager.filter(pk=effect.row).update(**values)


def _is_taken(model: type[Model], slug: str, row: int) -> bool:
    return bool(model._base_manager.filter(slug=slug).exclude(pk=row).exists())

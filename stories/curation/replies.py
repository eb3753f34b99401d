"""The right of reply: what somebody says to a quote or a position, set beside it with a source of its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from officials.models import Person
from stories.curation.choice import CurationError
from stories.curation.log import log, take_turn
from stories.models import LoggedAction, Quote, Response
from votes.models import Position


@transaction.atomic
def respond(to: Quote | Position, values: Mapping[str, Any], by: User, now: datetime) -> LoggedAction:
    """Publish the reply to a quote or a position; `values` are those of a Response."""
    take_turn()
    if isinstance(to, Quote):
        stands = Quote.objects.filter(pk=to.pk, redacted_at=None).exists()
    else:
        stands = Position.objects.filter(pk=to.pk, person__in=Person.objects.shown()).exists()
    if not stands:
        raise CurationError("What this answers is no longer public, so there is nothing to reply to.")
    person = values.get("person")
    if person is not None and not Person.objects.shown().filter(pk=person.pk).exists():
        raise CurationError(f"{person} was merged or removed meanwhile; choose anew whose reply it is.")
    name = to._meta.model_name or ""
    response = Response.objects.create(**{name: to}, **values)
    about = {"response": response.pk, name: to.pk, "text": response.text[:200]}
    return log(LoggedAction.Act.EDIT, by, now, after=about)

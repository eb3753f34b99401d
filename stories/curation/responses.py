"""A reply by whoever a quote is by or about, set beside it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from stories.curation.choice import CurationError
from stories.curation.log import log
from stories.models import Decision, Quote, Response


@transaction.atomic
def respond(quote: Quote, values: Mapping[str, Any], by: User, now: datetime) -> Decision:
    """Publish the reply; `values` are those of a Response."""
    if quote.redacted_at:
        raise CurationError("These words were removed, so there is nothing to reply to.")
    response = Response.objects.create(quote=quote, **values)
    return log(
        Decision.Act.EDIT, by, now, after={"response": response.pk, "quote": quote.pk, "text": response.text[:200]}
    )  # fmt: skip

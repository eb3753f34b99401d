"""Opening an issue and changing what is said of it and which stories it brings in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from stories.curation.choice import CurationError
from stories.curation.log import log
from stories.models import Decision
from votes.models import Issue

FIELDS = ("slug", "title", "question", "summary", "place_id", "body_id", "terms", "closed_at")


@transaction.atomic
def save_issue(issue: Issue, values: Mapping[str, Any], by: User, now: datetime) -> Decision:
    """Keep the issue, new or known, with these values of its fields."""
    before = _values(Issue.objects.select_for_update().get(pk=issue.pk)) if issue.pk else {}
    for name, value in values.items():
        setattr(issue, name, value)
    try:
        issue.full_clean()
    except ValidationError as error:
        raise CurationError("; ".join(error.messages)) from error
    issue.save()
    after = _values(issue)
    if before == after:
        raise CurationError("Nothing was changed.")
    return log(Decision.Act.EDIT, by, now, before=before, after={"issue": issue.pk, **after})


def _values(issue: Issue) -> dict[str, Any]:
    values = {name: getattr(issue, name) for name in FIELDS}
    return values | {"closed_at": issue.closed_at.isoformat() if issue.closed_at else None}

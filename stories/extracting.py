"""Reading stored versions for findings, each once, whatever becomes of the worker."""

from datetime import datetime

from django.db import transaction

from stories.models import ArticleVersion
from stories.propose import propose_all

AT_ONCE = 8


@transaction.atomic
def extract_due(now: datetime, limit: int = AT_ONCE) -> int:
    """Propose the findings of versions not read for them yet; returns how many were read. The row lock keeps two
    workers apart, and ends with a worker that is killed.
    """
    due = ArticleVersion.objects.filter(extraction=None, redacted_at=None).select_related("article__outlet")
    locked = due.select_for_update(skip_locked=True, of=("self",), no_key=True)
    versions = list(locked.order_by("id")[:limit])
    propose_all(versions, now)
    return len(versions)

"""How long pages are kept as they were served: then only the text that was read, and the page's hash, remain."""

from datetime import datetime, timedelta

from django.conf import settings

from stories.models import Snapshot

# Few at a time, so that no lock is held for long.
AT_ONCE = 500


def drop_old_bodies(now: datetime, limit: int = AT_ONCE) -> int:
    """Drop the bodies of pages fetched before the retention, the oldest first; returns how many."""
    before = now - timedelta(days=settings.SNAPSHOT_RETENTION_DAYS)
    old = Snapshot.objects.filter(body__isnull=False, fetched_at__lt=before).order_by("fetched_at")[:limit]
    return Snapshot.objects.filter(pk__in=list(old.values_list("pk", flat=True))).update(body=None)

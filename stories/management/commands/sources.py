"""`manage.py sources`: how every source is doing, those that need a look first."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.timesince import timesince

from stories.health import Health, health


class Command(BaseCommand):
    help = "List the sources with their last fetch, last new story, last finding, and what is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        for one in health(now):
            self._show(one, now)

    def _show(self, one: Health, now: datetime) -> None:
        source = one.source

        def ago(moment: datetime | None) -> str:
            return f"{timesince(moment, now, depth=1)} ago" if moment else "never"

        self.stdout.write(f"{source.pk:>4}  {source.outlet}  {source.url}{'  (paused)' if source.paused else ''}")
        self.stdout.write(
            f"      asked {ago(source.last_fetch_at)}, new story {ago(source.last_new_at)}, "
            f"finding {ago(source.last_yield_at)}; {one.waiting} waiting, {one.failed} failed"
        )
        if one.alarm:
            self.stdout.write(f"      ! {one.alarm}")

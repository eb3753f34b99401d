"""`manage.py sources`: how every source is doing, those that need a look first; with --source, what it lost."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.timesince import timesince

from stories.findings.asked import state_of
from stories.management.naming import named_source
from stories.models import Entry
from stories.sources.health import Health, health


class Command(BaseCommand):
    help = "List the sources with their last fetch, last new story, last finding, and what is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--source", help="only this one, with the stories that could not be read: id, URL or part")

    def handle(self, *args: Any, **options: Any) -> None:
        now, wanted = timezone.now(), options["source"] and named_source(options["source"])
        for of_source in health(now):
            if wanted in (None, of_source.source):
                self._show(of_source, now)
            for entry in of_source.unread if wanted == of_source.source else ():
                becomes = "given up" if entry.state == Entry.State.FAILED else "tried again later"
                self.stdout.write(f"      {entry.url}\n        {becomes}: {entry.problem}")

        if wanted is None and (model := state_of(now)):
            self.stdout.write(f"      Language model {model.name} at {model.host}")
            for note in model.notes:
                self.stdout.write(f"      {note}")
            if model.alarm:
                self.stdout.write(f"      ! {model.alarm}")

    def _show(self, of_source: Health, now: datetime) -> None:
        source = of_source.source

        def ago(moment: datetime | None) -> str:
            return f"{timesince(moment, now, depth=1)} ago" if moment else "never"

        self.stdout.write(f"{source.pk:>4}  {source.outlet}  {source.url}{'  (paused)' if source.paused else ''}")
        new = "new or moved meeting" if source.is_calendar else "new story"
        self.stdout.write(
            f"      asked {ago(source.last_fetch_at)}, {new} {ago(source.last_new_at)}, "
            f"finding {ago(source.last_yield_at)}; {of_source.waiting} waiting, {of_source.failed} failed"
            + (f", {of_source.partial} read only in part" if of_source.partial else "")
            + (f", {of_source.skipped} left out by its words and rules" if of_source.skipped else "")
        )
        for note in of_source.notes:
            self.stdout.write(f"      {note}")
        if wrong := of_source.alarm or source.problem:
            self.stdout.write(f"      ! {wrong}")
        if of_source.without_place:
            self.stdout.write(f"      {of_source.without_place}")

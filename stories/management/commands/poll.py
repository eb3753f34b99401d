"""`manage.py poll`: poll due sources, or one source now, with every step shown."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone
from tqdm import tqdm

from stories import polling, taking_in
from stories.models import Entry, Source


class Command(BaseCommand):
    help = "Poll due sources and take their new stories in; with --source, that one now. -v 2 shows every step."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--source", help="its id, its URL or a part of it")

    def handle(self, *args: Any, **options: Any) -> None:
        say = self.stdout.write if options["verbosity"] > 1 or options["source"] else lambda _: None
        for source in self._sources(options["source"]):
            polling.poll(source, timezone.now(), say)
            self._take_in(source, options["verbosity"] > 1)
        while taking_in.extract_due(timezone.now()):
            pass

    def _sources(self, wanted: str | None) -> list[Source]:
        sources = Source.objects.select_related("outlet")
        if wanted is None:
            return list(sources.filter(pk__in=polling.claim_due(timezone.now(), limit=1000)))
        found = list(sources.filter(pk=wanted) if wanted.isdigit() else sources.filter(Q(url__contains=wanted)))
        if len(found) != 1:
            many = "No source" if not found else f"{len(found)} sources"
            raise CommandError(f"{many} of “{wanted}”; name one by its id: manage.py sources lists them.")
        return found

    def _take_in(self, source: Source, loud: bool) -> None:
        due = Entry.objects.due(timezone.now()).filter(source=source)
        ids = taking_in.claim(due, timezone.now(), 10_000)
        for pk in tqdm(ids, desc="stories", disable=not ids or loud):
            entry = Entry.objects.select_related("source__outlet").get(pk=pk)
            stored = taking_in.take_in(entry, timezone.now())
            if loud:
                self.stdout.write(f"  {entry.url}: {'stored' if stored else entry.problem}")

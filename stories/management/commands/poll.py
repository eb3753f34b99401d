"""`manage.py poll`: poll due sources, or one source now, with every step shown."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone
from tqdm import tqdm

from stories import polling, taking_in
from stories.claiming import claim
from stories.extracting import extract_due
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
        while extract_due(timezone.now()):
            pass

    def _sources(self, wanted: str | None) -> list[Source]:
        sources = Source.objects.select_related("outlet")
        if wanted is None:
            return list(sources.filter(pk__in=claim(Source.objects.due(timezone.now()), timezone.now(), 1000)))
        found = list(sources.filter(pk=wanted) if wanted.isdigit() else sources.filter(Q(url__contains=wanted)))
        if len(found) != 1:
            many = "No source" if not found else f"{len(found)} sources"
            raise CommandError(f"{many} of “{wanted}”; name one by its id: manage.py sources lists them.")
        return found

    def _take_in(self, source: Source, loud: bool) -> None:
        """What is due now; a story whose host is busy waits for a later run."""
        due = Entry.objects.due(timezone.now()).filter(source=source)
        with tqdm(total=due.count(), desc="stories", disable=loud or not due.exists()) as bar:
            while ids := claim(due.all(), timezone.now(), 20):
                for entry in Entry.objects.filter(pk__in=ids).select_related("source__outlet"):
                    stored = taking_in.take_in(entry, timezone.now())
                    bar.update()
                    if loud:
                        self.stdout.write(f"  {entry.url}: {'stored' if stored else entry.problem}")

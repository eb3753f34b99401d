"""`manage.py backfill SOURCE FILE`: take in a list of older URLs; broken off, it goes on where it was."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from stories.findings.propose import extract_due
from stories.ingestion import intake
from stories.ingestion.urls import clean, is_web_url
from stories.jobs.leases import claim
from stories.models import Entry, Source


class Command(BaseCommand):
    help = "Take in a list of URLs, one a line, as stories of a source. What is done stays; what failed is tried again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=int, help="the source's id: manage.py sources lists them")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        source = Source.objects.filter(pk=options["source"]).select_related("outlet").first()
        if source is None:
            raise CommandError(f"There is no source {options['source']}; manage.py sources lists them.")
        self._list(source, options["file"])
        waiting, given_up = self._take_in(source)
        while extract_due(timezone.now()):
            pass
        if waiting or given_up:
            raise CommandError(
                f"{waiting + given_up} stories could not be read: {waiting} are tried again later, "
                f"{given_up} are given up until a backfill lists them again."
            )

    def _list(self, source: Source, file: Path) -> None:
        """Make an entry of each URL; one that could not be read in an earlier run is asked again now."""
        try:
            lines = file.read_text(encoding="utf-8").split()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} can't be read: {error}") from error
        bad = [line for line in lines if not is_web_url(line)]
        for line in bad:
            self.stderr.write(f"{line[:200]}: not a web address; left out.")
        now = timezone.now()
        urls = [clean(line)[:2000] for line in lines if is_web_url(line)]
        rows = [Entry(source=source, guid=url, url=url, next_try_at=now, seen_at=now) for url in urls]
        Entry.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
        unread = source.entries.filter(url__in=urls, state__in=(Entry.State.DUE, Entry.State.FAILED))
        unread.update(state=Entry.State.DUE, attempts=0, next_try_at=now)

    def _take_in(self, source: Source) -> tuple[int, int]:
        """Take in what is due and return how many could not be read: those tried again later, and those given up.

        Each is told with its reason.
        """
        due = Entry.objects.due(timezone.now()).filter(source=source)
        failed: Counter[str] = Counter()
        with tqdm(total=due.count(), desc="stories") as bar:
            while ids := claim(due.all(), timezone.now(), 20):
                for entry in Entry.objects.filter(pk__in=ids).select_related("source__outlet"):
                    if intake.take_in(entry, timezone.now()) is None:
                        failed[entry.state] += 1
                        with tqdm.external_write_mode():
                            self.stderr.write(f"{entry.url}: {entry.problem}")
                    bar.update()
        return failed[Entry.State.DUE], failed[Entry.State.FAILED]

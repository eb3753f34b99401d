"""`manage.py backfill SOURCE FILE`: take in a list of older URLs; broken off, it goes on where it was."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from stories import taking_in
from stories.claiming import claim
from stories.extracting import extract_due
from stories.ingestion.urls import clean, is_web_url
from stories.models import Entry, Source


class Command(BaseCommand):
    help = "Take in a list of URLs, one a line, as stories of a source. What is done already is not asked again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=int, help="the source's id: manage.py sources lists them")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        source = Source.objects.filter(pk=options["source"]).select_related("outlet").first()
        if source is None:
            raise CommandError(f"There is no source {options['source']}; manage.py sources lists them.")
        self._list(source, options["file"])
        failed = self._take_in(source)
        while extract_due(timezone.now()):
            pass
        if failed:
            raise CommandError(f"{failed} stories could not be read; they are tried again later.")

    def _list(self, source: Source, file: Path) -> None:
        """Make an entry of each URL; those known from an earlier run stay as they are."""
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

    def _take_in(self, source: Source) -> int:
        due = Entry.objects.due(timezone.now()).filter(source=source)
        failed = 0
        with tqdm(total=due.count(), desc="stories") as bar:
            while ids := claim(due.all(), timezone.now(), 20):
                for entry in Entry.objects.filter(pk__in=ids).select_related("source__outlet"):
                    failed += taking_in.take_in(entry, timezone.now()) is None
                    bar.update()
        return failed

"""`manage.py import_opml FILE`: follow all feeds of an OPML file; what is followed already is left as it is."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from stories.ingestion import opml
from stories.ingestion.feeds.errors import FeedError
from stories.ingestion.store import outlet_for
from stories.models import Source


class Command(BaseCommand):
    help = "Follow all feeds of an OPML file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outlines = opml.read(options["file"].read_bytes())
        except (OSError, FeedError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        new = sum(self._follow(outline) for outline in outlines)
        self.stdout.write(f"{new} feeds added, {len(outlines) - new} were followed already.")

    def _follow(self, outline: opml.Outline) -> bool:
        outlet = outlet_for(outline.site_url or outline.feed_url, outline.title)
        defaults = {"outlet": outlet, "next_poll_at": timezone.now()}
        return Source.objects.get_or_create(url=outline.feed_url, defaults=defaults)[1]

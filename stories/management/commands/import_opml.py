"""`manage.py import_opml FILE`: follow all that an OPML file lists; what is followed already is left as it is."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from stories.ingestion.feeds.errors import FeedError
from stories.ingestion.save import outlet_for
from stories.sources import opml
from stories.sources.follow import follow, followed, outlet_named


class Command(BaseCommand):
    help = "Follow all feeds of an OPML file, and the section pages and sitemaps of one that export_opml wrote."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outlines = opml.read(options["file"].read_bytes(), say=self.stderr.write)
        except OSError as error:
            raise CommandError(f"{options['file']} can't be read: {error.strerror}.") from error
        except FeedError as error:
            raise CommandError(f"{options['file']}: {error}") from error
        new = sum(self._follow(outline) for outline in outlines)
        self.stdout.write(f"{new} sources added, {len(outlines) - new} were followed already.")

    def _follow(self, outline: opml.Outline) -> bool:
        """Follow what an outline names; says whether it was not followed already."""
        if known := followed(outline.feed_url):
            self.stdout.write(f"{outline.feed_url} is followed already, as source {known.pk}: {known.url}")
            return False
        site = outline.site_url or outline.feed_url
        outlet = outlet_named(outline.outlet, site) if outline.outlet else outlet_for(site, outline.title)
        follow(outline.kind, outline.feed_url, {"outlet": outlet, "selector": outline.selector}, None, timezone.now())
        return True

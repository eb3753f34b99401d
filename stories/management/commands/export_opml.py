"""`manage.py export_opml`: the feeds that are followed, as OPML on stdout."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from stories.ingestion import opml
from stories.models import Source


class Command(BaseCommand):
    help = "Write the feeds that are followed as OPML."

    def handle(self, *args: Any, **options: Any) -> None:
        feeds = Source.objects.filter(kind=Source.Kind.FEED).select_related("outlet__place")
        outlines = [
            opml.Outline(feed.outlet.name, feed.url, feed.outlet.url, str(feed.outlet.place or "")) for feed in feeds
        ]
        self.stdout.write(opml.write(outlines, settings.SITE_NAME).decode())

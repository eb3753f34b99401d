"""`manage.py export_opml`: the sources that are followed, as OPML on stdout."""

from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand

from stories.models import CALENDARS, Source
from stories.sources import opml


class Command(BaseCommand):
    help = "Write the sources that are followed as OPML; other programs read the feeds of it."

    def handle(self, *args: Any, **options: Any) -> None:
        sources = list(Source.objects.select_related("outlet__place").exclude(kind__in=CALENDARS))
        of_outlet = Counter(source.outlet_id for source in sources)
        outlines = [_outline(source, alone=of_outlet[source.outlet_id] == 1) for source in sources]
        self.stdout.write(opml.write(outlines, settings.SITE_NAME).decode())
        if others := sum(source.kind != Source.Kind.FEED for source in sources):
            self.stderr.write(f"{others} section pages and sitemaps are marked as such; other programs pass over them.")
        if calendars := Source.objects.filter(kind__in=CALENDARS).count():
            self.stderr.write(f"{calendars} calendars are left out: OPML is of feeds.")


def _outline(source: Source, *, alone: bool) -> opml.Outline:
    """Return the source's outline, titled by its outlet, and by its address where the outlet has several."""
    outlet = source.outlet
    parts = urlsplit(source.url)
    title = outlet.name if alone else f"{outlet.name}: {parts.path}{'?' if parts.query else ''}{parts.query}"
    return opml.Outline(
        title, source.url, outlet.url, str(outlet.place or ""), source.kind, outlet.name, source.selector
    )

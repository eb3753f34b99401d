"""`manage.py load_demo`: what `make demo` runs once its servers are up; of no use alone."""

import time
import urllib.request
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from civictrack.city import load_city
from civictrack.demo.calendar import MOVED, PATH
from civictrack.demo.content import city, load
from civictrack.demo.curator import accept_calendar, curate, curator
from stories.curation.own_calendar import accept_own_moves
from stories.ingestion.poll import poll
from stories.models import Article, CalendarRow, Extraction, Source
from votes.alerts import proof

# How long the workers may take for one step before something counts as broken.
PATIENCE_SECONDS = 180


class Command(BaseCommand):
    help = "Load the invented city through the running feeds, worker and curation door."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--news", required=True, help="address of the demo's news sites")
        parser.add_argument("--day", type=date.fromisoformat, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        news, stories = options["news"], load(options["day"])
        load_city(city(news, options["day"]), timezone.now())
        curator()
        Source.objects.update(next_poll_at=timezone.now())
        self._wait("stories fetched", len(stories), lambda: Article.objects.reports().count())
        self._wait("meetings listed", 2, CalendarRow.objects.count)
        self._wait("stories read for findings", len(stories), Extraction.objects.count)
        self._correct([story.slug for story in stories if story.corrected], news)
        slugs = [story.slug for story in sorted(stories, key=lambda story: story.published)]
        for refused in curate(slugs, options["day"], timezone.now()):
            self.stdout.write(f"left for you to decide: {refused}")
        accept_calendar(timezone.now())
        self._move_meeting(news)
        # Or the desk would say, until the next quarter of an hour, that nobody has looked since the story's first day.
        proof.check(timezone.now())

    def _move_meeting(self, news: str) -> None:
        """Have the council's calendar move a meeting, which the council is set to accept by itself."""
        _bring_out(MOVED, news)
        poll(Source.objects.select_related("outlet__place").get(url=f"{news}{PATH}"), timezone.now())
        accept_own_moves(timezone.now())

    def _correct(self, slugs: list[str], news: str) -> None:
        """Bring the corrections out and let the worker look at those stories again."""
        before = Extraction.objects.count()
        for slug in slugs:
            _bring_out(slug, news)
            Article.objects.filter(url__endswith=f"/{slug}.html").update(next_reread_at=timezone.now())
        self._wait("corrections noticed", before + len(slugs), Extraction.objects.count)

    def _wait(self, what: str, total: int, count: Callable[[], int]) -> None:
        """Show a progress bar until the workers are done; CommandError where they take too long."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        with tqdm(total=total, desc=what, unit="", bar_format="  {desc:<28}{bar:20} {n_fmt}/{total_fmt}") as bar:
            while (done := min(total, count())) < total:
                bar.update(done - bar.n)
                if time.monotonic() > deadline:
                    raise CommandError(f"{what}: {done} of {total} after {PATIENCE_SECONDS} s; see var/demo/*.log.")
                time.sleep(0.3)
            bar.update(total - bar.n)


def _bring_out(slug: str, news: str) -> None:
    """Have the news sites show something in its later form."""
    request = urllib.request.Request(f"{news}/corrected/{slug}", method="POST")  # noqa: S310 - our own site
    urllib.request.urlopen(request, timeout=10).close()  # noqa: S310

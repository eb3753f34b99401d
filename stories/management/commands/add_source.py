"""`manage.py add_source URL`: find what there is to follow, show it, ask, and follow it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.text import slugify

from officials.models import Place
from stories.adding import AddingError, Offer, offer, preview
from stories.ingestion.store import outlet_for
from stories.models import Outlet, Source
from votes.models import Issue

SHOWN = 5


class Command(BaseCommand):
    help = "Follow a news site: its feed, found from any of its pages, a section page, or a sitemap."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url")
        parser.add_argument("--outlet", help="the outlet's name; left out, the site's own")
        parser.add_argument("--place", help="slug of the place it reports on")
        parser.add_argument("--issue", action="append", default=[], help="all its stories belong to this issue (slug)")
        parser.add_argument("--must-have", action="append", default=[], help="take only stories with this word")
        parser.add_argument("--must-not-have", action="append", default=[], help="leave stories with this word")
        parser.add_argument("--kind", choices=Source.Kind.values, default="", help="left out, a feed if there is one")
        parser.add_argument("--selector", default="", help="CSS for the story links of a section page")
        parser.add_argument("--full-text", choices=Source.FullText.values, default="page")
        parser.add_argument("--minutes", type=int, help="poll this often; left out, by the source's own rhythm")
        parser.add_argument("--yes", action="store_true", help="don't ask")

    def handle(self, *args: Any, **options: Any) -> None:
        place = self._one(Place, options["place"])
        issues = [self._one(Issue, slug) for slug in options["issue"]]
        try:
            found = offer(options["url"], options["kind"], options["selector"])
            self._show(found)
            site = self._show_story(found)
        except AddingError as error:
            raise CommandError(str(error)) from error
        if Source.objects.filter(url=found.url).exists():
            raise CommandError(f"{found.url} is followed already.")
        if not options["yes"] and input("Follow it? [y/N] ").strip().lower() not in ("y", "yes"):
            self.stdout.write("Nothing was changed.")
            return
        outlet = self._outlet(options["outlet"], found, site, place)
        source = Source.objects.create(
            outlet=outlet, kind=found.kind, url=found.url, place=place, selector=options["selector"],
            full_text=options["full_text"], must_have=options["must_have"], must_not_have=options["must_not_have"],
            interval_minutes=options["minutes"], next_poll_at=timezone.now(),
        )  # fmt: skip
        source.issues.set(issues)
        self.stdout.write(f"Following {source}. The next worker that wakes up polls it.")

    def _one(self, model: Any, slug: str | None) -> Any:
        found = model.objects.filter(slug=slug).first() if slug else None
        if slug and found is None:
            known = ", ".join(model.objects.values_list("slug", flat=True)[:20]) or "none yet"
            raise CommandError(f"There is no {model._meta.verbose_name} “{slug}”. Known: {known}.")
        return found

    def _show(self, found: Offer) -> None:
        self.stdout.write(f"A {Source.Kind(found.kind).label} at {found.url} with {len(found.items)} stories:")
        for item in found.items[:SHOWN]:
            day = f"{item.published_at:%Y-%m-%d}" if item.published_at else "no date"
            self.stdout.write(f"  {day:<10}  {item.title or item.url}")

    def _show_story(self, found: Offer) -> str:
        page = preview(found)
        self.stdout.write(f"Its newest story would be read so:\n  {page.title}")
        self.stdout.write(f"  by {', '.join(page.byline) or 'nobody named'}, {page.published_at or 'no date'}")
        self.stdout.write(f"  {len(page.text.split())} words: {page.text[:200]} …")
        return page.site

    def _outlet(self, name: str | None, found: Offer, site: str, place: Place | None) -> Outlet:
        if name is None:
            outlet = outlet_for(found.url, site)
        else:
            outlet, _ = Outlet.objects.get_or_create(slug=slugify(name), defaults={"name": name})
        if place and outlet.place is None:
            outlet.place = place
            outlet.save(update_fields=["place"])
        return outlet

"""`manage.py add_source URL`: find what there is to follow, show it, ask, and follow it; or follow it otherwise."""

from argparse import BooleanOptionalAction
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from officials.models import Place
from stories.ingestion.story import outlet_for
from stories.models import Outlet, Source
from stories.sources.discover import AddingError, Offer, addressed, offer, preview
from stories.sources.follow import change, differences, follow, outlet_named
from votes.models import Issue

SHOWN = 5
SAID = ("kind", "selector", "full_text", "must_have", "must_not_have", "paused")
"""Options that go by the name of a source's field."""
UNREAD = "None of its newest stories can be read. If its feed carries them whole, try --full-text feed."


class Command(BaseCommand):
    help = (
        "Follow a news site: its feed, found from any of its pages, a section page, or a sitemap. "
        "With the URL of one followed already, the options given change how it is followed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="of a site, feed, sitemap or section page, or of a source to be changed")
        parser.add_argument("--outlet", help="the outlet's name; left out, the site's own")
        parser.add_argument("--place", help="slug of the place it reports on")
        parser.add_argument("--issue", action="append", help="all its stories belong to this issue (slug); '' for none")
        parser.add_argument("--must-have", action="append", help="take only stories with this word; '' for none")
        parser.add_argument("--must-not-have", action="append", help="leave stories with this word; '' for none")
        parser.add_argument("--kind", choices=Source.Kind.values, help="left out, a feed if there is one")
        parser.add_argument("--selector", help="CSS for the story links of a section page")
        parser.add_argument("--full-text", choices=Source.FullText.values, help="left out, from the page")
        parser.add_argument("--minutes", type=int, help="poll this often; left out or 0, by the source's own rhythm")
        parser.add_argument(
            "--paused", action=BooleanOptionalAction, help="whether it is not polled for the time being"
        )
        parser.add_argument("--yes", action="store_true", help="don't ask")

    def handle(self, *args: Any, **options: Any) -> None:
        wishes, issues = self._wishes(options), self._issues(options["issue"])
        url = addressed(options["url"])
        found = None if Source.objects.filter(url=url).exists() else self._offer(url, options)
        if known := Source.objects.filter(url=found.url if found else url).select_related("outlet").first():
            self._change(known, wishes, issues, options)
        elif found:
            self._follow(found, wishes, issues, options)

    def _wishes(self, options: dict[str, Any]) -> dict[str, Any]:
        """By the names of Source's fields, what was said; an empty word among terms clears them."""
        said = {name: options[name] for name in SAID if options[name] is not None}
        for name in {"must_have", "must_not_have"} & said.keys():
            said[name] = [term for term in said[name] if term.strip()]
        if options["minutes"] is not None:
            if options["minutes"] < 0:
                raise CommandError("--minutes is a number of minutes, or 0 for the source's own rhythm.")
            said["interval_minutes"] = options["minutes"] or None
        if options["place"]:
            said["place"] = self._one(Place, options["place"])
        return said

    def _issues(self, slugs: list[str] | None) -> list[Issue] | None:
        return None if slugs is None else [self._one(Issue, slug) for slug in slugs if slug]

    def _offer(self, url: str, options: dict[str, Any]) -> Offer:
        try:
            return offer(url, options["kind"] or "", options["selector"] or "", options["full_text"] or "page")
        except AddingError as error:
            raise CommandError(str(error)) from error

    def _agreed(self, question: str, options: dict[str, Any]) -> bool:
        if options["yes"] or input(f"{question} [y/N] ").strip().lower() in ("y", "yes"):
            return True
        self.stdout.write("Nothing was changed.")
        return False

    def _follow(
        self, found: Offer, wishes: dict[str, Any], issues: list[Issue] | None, options: dict[str, Any]
    ) -> None:
        self._show(found)
        site = self._show_story(found, options["full_text"] or "page")
        if self._agreed("Follow it?", options):
            wishes["outlet"] = self._outlet(options["outlet"], found.url, site, wishes.get("place"))
            source = follow(found.kind, found.url, wishes, issues, timezone.now())
            self.stdout.write(f"Following {source}. The next worker that wakes up polls it.")

    def _change(
        self, source: Source, wishes: dict[str, Any], issues: list[Issue] | None, options: dict[str, Any]
    ) -> None:
        if options["outlet"]:
            wishes["outlet"] = self._outlet(options["outlet"], source.url, "", None)
        told = differences(source, wishes, issues)
        if not told:
            raise CommandError(f"{source.url} is followed already. Say what should change, as in --minutes 30.")
        self.stdout.write(f"{source} is followed already; this changes:")
        for line in told:
            self.stdout.write(f"  {line}")
        if self._agreed("Change it?", options):
            change(source, wishes, issues, timezone.now())
            self.stdout.write("Changed.")

    def _one(self, model: Any, slug: str | None) -> Any:
        found = model.objects.filter(slug=slug).first() if slug else None
        if slug and found is None:
            known = ", ".join(model.objects.values_list("slug", flat=True)[:20]) or "none yet"
            raise CommandError(f"There is no {model._meta.verbose_name} “{slug}”. Known: {known}.")
        return found

    def _show(self, found: Offer) -> None:
        self.stdout.write(f"A {Source.Kind(found.kind).label} at {found.url} with {len(found.items)} stories:")
        if found.truncated:
            self.stdout.write("  It lists more; the newest are taken.")
        for item in found.items[:SHOWN]:
            day = f"{item.published_at:%Y-%m-%d}" if item.published_at else "no date"
            self.stdout.write(f"  {day:<10}  {item.title or item.url}")

    def _show_story(self, found: Offer, full_text: str) -> str:
        """The outlet's name as its newest story, or else its feed, has it."""
        sample = preview(found, full_text)
        for problem in sample.problems:
            self.stderr.write(f"Can't be read: {problem}")
        if sample.page is None:
            self.stderr.write(UNREAD if found.items else "It lists no story at the moment.")
            return found.title
        page = sample.page
        self.stdout.write(f"Its newest story would be read so:\n  {page.title}")
        self.stdout.write(f"  by {', '.join(page.byline) or 'nobody named'}, {page.published_at or 'no date'}")
        self.stdout.write(f"  {len(page.text.split())} words: {page.text[:200]} …")
        return page.site or found.title

    def _outlet(self, name: str | None, url: str, site: str, place: Place | None) -> Outlet:
        outlet = outlet_named(name, url) if name and name.strip() else outlet_for(url, site)
        if place and outlet.place is None:
            outlet.place = place
            outlet.save(update_fields=["place"])
        return outlet

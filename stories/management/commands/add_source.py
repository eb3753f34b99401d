"""`manage.py add_source URL`: find what there is to follow, show it, ask, and follow it; or follow it otherwise."""

from argparse import BooleanOptionalAction
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from officials.models import Place
from stories.ingestion import request_headers, url_rules
from stories.ingestion.clock import locate
from stories.ingestion.errors import IngestionError
from stories.ingestion.save import outlet_at, outlet_for
from stories.models import CALENDARS, Outlet, Source
from stories.sources.discover import AddingError, Offer, find_offer, listed, preview, with_scheme
from stories.sources.follow import change, differences, follow, followed, outlet_named
from stories.sources.forecast import forecast
from votes.models import Issue

# Stories of an offer that are shown.
SHOWN = 5
# Options that go by the name of a source's field.
SAID = ("kind", "selector", "full_text", "must_have", "must_not_have", "paused")
UNREAD = "None of its newest stories can be read. If its feed carries them whole, try --full-text feed."
WITHOUT_PLACE = "Without a place nothing is counted from its stories' times without a zone. Say it later with --place."


class Command(BaseCommand):
    help = (
        "Follow a news site: its feed, found from any of its pages, a section page, or a sitemap; or a public body's "
        "own calendar. "
        "With the URL of one followed already, the options given change how it is followed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="of a site, feed, sitemap, section page or calendar, or of a source")
        parser.add_argument("--outlet", help="the outlet's name; left out, the site's own")
        parser.add_argument("--place", help="slug of the place it reports on, and of its outlet that has none yet")
        parser.add_argument("--issue", action="append", help="all its stories belong to this issue (slug); '' for none")
        parser.add_argument("--must-have", action="append", help="take only stories with this word; '' for none")
        parser.add_argument("--must-not-have", action="append", help="leave stories with this word; '' for none")
        parser.add_argument("--kind", choices=Source.Kind.values, help="left out, a feed if there is one")
        parser.add_argument("--selector", help="CSS for the story links of a section page")
        parser.add_argument("--full-text", choices=Source.FullText.values, help="left out, from the page")
        parser.add_argument("--minutes", type=int, help="poll this often; left out or 0, by the source's own rhythm")
        parser.add_argument(
            "--url-rule", action="append", help="“only /news/”, “not /sports/” or “rewrite /amp/ /”; '' for none"
        )
        parser.add_argument("--header", action="append", help="ask with this one: “Accept-Language: es”; '' for none")
        parser.add_argument(
            "--paused", action=BooleanOptionalAction, help="whether it is not polled for the time being"
        )
        parser.add_argument(
            "--preview", action="store_true", help="change nothing; show which stories are taken, which not and why"
        )
        parser.add_argument("--yes", action="store_true", help="don't ask")

    def handle(self, *args: Any, **options: Any) -> None:
        wishes, slugs, offer = self._wishes(options), options["issue"], None
        issues = None if slugs is None else [self._named(Issue, slug) for slug in slugs if slug]
        known = followed(with_scheme(options["url"]))
        try:
            if known is None:
                offer = find_offer(options["url"], **wishes)
                known = followed(offer.url)
            if options["preview"]:
                self._preview(known, offer, wishes)
            elif known:
                self._change(known, wishes, issues, options)
            elif offer:
                self._follow(offer, wishes, issues, options)
        except (AddingError, IngestionError) as error:
            raise CommandError(str(error)) from error

    def _wishes(self, options: dict[str, Any]) -> dict[str, Any]:
        """Return what was said, by the names of Source's fields; an empty word among terms clears them."""
        said = {name: options[name] for name in SAID if options[name] is not None}
        for name in {"must_have", "must_not_have"} & said.keys():
            said[name] = [term for term in said[name] if term.strip()]
        if options["minutes"] is not None:
            if options["minutes"] < 0:
                raise CommandError("--minutes is a number of minutes, or 0 for the source's own rhythm.")
            said["interval_minutes"] = options["minutes"] or None
        try:
            if options["url_rule"] is not None:
                said["url_rules"] = url_rules.checked(options["url_rule"])
            if options["header"] is not None:
                said["request_headers"] = request_headers.parsed(options["header"])
        except (url_rules.RuleError, request_headers.HeaderError) as error:
            raise CommandError(str(error)) from error
        if options["place"]:
            said["place"] = self._named(Place, options["place"])
        return said

    def _asked_for_place(self, offer: Offer, options: dict[str, Any]) -> Place | None:
        """Return where the outlet is, asked of whoever follows it: times without a zone are by the clock there."""
        known = outlet_at(offer.url)
        if known and known.place and not (offer.is_calendar and self._is_shared(known, options)):
            return None
        slugs = "" if options["yes"] else ", ".join(Place.objects.values_list("slug", flat=True)[:20])
        if slugs and (slug := input(f"Where is it? Slug of its place ({slugs}), or nothing: ").strip()):
            return cast(Place, self._named(Place, slug))
        self.stderr.write(WITHOUT_PLACE)
        return None

    def _is_shared(self, outlet: Outlet, options: dict[str, Any]) -> bool:
        """Say whether the outlet, known by its host alone, has a calendar: the next there may be another town's."""
        return not options["outlet"] and outlet.sources.filter(kind__in=CALENDARS).exists()

    def _agreed(self, question: str, options: dict[str, Any]) -> bool:
        if options["yes"] or input(f"{question} [y/N] ").strip().lower() in ("y", "yes"):
            return True
        self.stdout.write("Nothing was changed.")
        return False

    def _preview(self, known: Source | None, offer: Offer | None, wishes: dict[str, Any]) -> None:
        """Show what would become of each story that the source lists, were it followed as the wishes say."""
        source = known or Source()
        for name, value in {**({"kind": offer.kind, "url": offer.url} if offer else {}), **wishes}.items():
            setattr(source, name, value)
        offer = offer or listed(source)
        if offer.is_calendar:
            self._show(offer)
            self.stdout.write("Nothing was changed.")
            return
        forecasts = forecast(source, offer.stories, afresh=bool(wishes) or source.is_afresh)
        self.stdout.write(f"{sum(one.is_taken for one in forecasts)} of {len(forecasts)} listed stories are taken:")
        for one in forecasts:
            self.stdout.write(f"  {'+' if one.is_taken else '-'} {one.story.url}  {one.reason}".rstrip())
        self._show_story(offer, wishes)
        self.stdout.write("Nothing was changed.")

    def _follow(
        self, offer: Offer, wishes: dict[str, Any], issues: list[Issue] | None, options: dict[str, Any]
    ) -> None:
        self._show(offer)
        site = self._show_story(offer, wishes)
        if self._agreed("Follow it?", options):
            if "place" not in wishes and (place := self._asked_for_place(offer, options)):
                wishes["place"] = place
            with transaction.atomic():
                wishes["outlet"] = outlet = self._outlet(options["outlet"], offer.url, site, wishes.get("place"))
                is_open = outlet.place is None or self._is_shared(outlet, options)
                if offer.is_calendar and "place" not in wishes and is_open:
                    raise CommandError("Say whose calendar it is by --place: its hours are by the clock there.")
                source = follow(offer.kind, offer.url, wishes, issues, timezone.now())
            self.stdout.write(f"Following {source}. The next worker that wakes up polls it.")

    def _change(
        self, source: Source, wishes: dict[str, Any], issues: list[Issue] | None, options: dict[str, Any]
    ) -> None:
        if options["outlet"]:
            wishes["outlet"] = self._outlet(options["outlet"], source.url, "", None)
        changes, place = differences(source, wishes, issues), wishes.get("place")
        outlet = wishes.get("outlet", source.outlet)
        if place and outlet.place is None:
            changes.append(f"{outlet} is in {place}")
        if not changes:
            raise CommandError(f"{source.url} is followed already. Say what should change, as in --minutes 30.")
        self.stdout.write(f"{source} is followed already; this changes:")
        for line in changes:
            self.stdout.write(f"  {line}")
        if self._agreed("Change it?", options):
            change(source, wishes, issues, timezone.now())
            if place and outlet.place is None:
                locate(outlet, place)
            self.stdout.write("Changed.")

    def _named(self, model: Any, slug: str) -> Any:
        """Return the row with this slug. Raises a CommandError that names those there are."""
        if row := model.objects.filter(slug=slug).first():
            return row
        known = ", ".join(model.objects.values_list("slug", flat=True)[:20]) or "none yet"
        raise CommandError(f"There is no {model._meta.verbose_name} “{slug}”. Known: {known}.")

    def _show(self, offer: Offer) -> None:
        many = "" if len(offer.stories) == 1 else "s"
        lists = f"meeting{many} ahead" if offer.is_calendar else "stories"
        self.stdout.write(f"A {Source.Kind(offer.kind).label} at {offer.url} with {len(offer.stories)} {lists}:")
        if offer.truncated:
            self.stdout.write("  It lists more; the newest are taken.")
        for story in offer.stories[:SHOWN]:
            day = f"{story.published_at:%Y-%m-%d}" if story.published_at else "no date"
            self.stdout.write(f"  {day:<10}  {story.title or story.url}")

    def _show_story(self, offer: Offer, wishes: dict[str, Any]) -> str:
        """Show the newest story as it would be read; returns the outlet's name as that, or else its feed, has it.

        Raises a CommandError where it lists stories and none of them can be read.
        """
        sample = preview(offer, **wishes)
        for problem in sample.problems:
            self.stderr.write(f"Can't be read: {problem}")
        if sample.page is None:
            if sample.problems:
                raise CommandError(UNREAD)
            if not offer.is_calendar:
                self.stderr.write("It lists no story at the moment that would be taken.")
            return offer.title
        page = sample.page
        self.stdout.write(f"Its newest story would be read so:\n  {page.title}")
        self.stdout.write(f"  by {', '.join(page.byline) or 'nobody named'}, {page.published_at or 'no date'}")
        self.stdout.write(f"  {len(page.text.split())} words: {page.text[:200]} …")
        return page.site or offer.title

    def _outlet(self, name: str | None, url: str, site: str, place: Place | None) -> Outlet:
        """Return the outlet of this name, else of this site; it reports on the place if it has none yet."""
        outlet = outlet_named(name, url) if name and name.strip() else outlet_for(url, site)
        if place and outlet.place is None:
            locate(outlet, place)
        return outlet

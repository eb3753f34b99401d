"""`manage.py ingest URL-or-FILE…`: take pages in by hand. A bad one is told on stderr; the others go on."""

from argparse import ArgumentTypeError
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.text import slugify

from stories.pipeline import IngestError, ingest


def moment(text: str) -> datetime:
    """Return an ISO 8601 date or time; without an offset it is by the clock of the outlet's place."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no date; write it as 2026-01-31 or 2026-01-31T18:00-06:00") from None


class Command(BaseCommand):
    help = "Fetch or read pages, store them, extract findings and propose them to the curators."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("targets", nargs="+", metavar="URL-or-FILE")
        parser.add_argument("--issue", metavar="SLUG", help="the issue the stories are proposed for")
        parser.add_argument("--published", type=moment, metavar="ISO-DATE", help="for pages that name no date")

    def handle(self, *args: Any, **options: Any) -> None:
        issue = options["issue"]
        if issue is not None and (not issue or issue != slugify(issue)):
            raise CommandError(
                f"{issue!r} is no issue's slug: use small letters, digits and hyphens, as in pier-repair."
            )
        failed = sum(not self._ingest(target, issue, options["published"]) for target in options["targets"])
        if failed:
            raise CommandError(f"{failed} of {len(options['targets'])} could not be taken in.")

    def _ingest(self, target: str, issue: str | None, published: datetime | None) -> bool:
        """Take one page in and print what became of it; says whether that went well."""
        try:
            done = ingest(target, issue, published, timezone.now())
        except IngestError as error:
            self.stderr.write(f"{target}: {error}")
            return False
        if done.new_issue:
            self.stdout.write(f"New issue “{done.new_issue}”; readers see it once you saved it on the desk.")
        what = "new" if done.stored.created else "new version" if done.stored.version else "unchanged"
        self.stdout.write(f"{done.stored.article.url}: {what}, {done.proposed} findings proposed")
        return True

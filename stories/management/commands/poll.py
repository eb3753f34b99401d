"""`manage.py poll`: poll due sources, or one source now, with every step shown."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from stories.findings.propose import extract_due
from stories.ingestion import intake, poll
from stories.jobs.leases import claim
from stories.management.naming import named_source
from stories.models import Entry, Source


class Command(BaseCommand):
    help = "Poll due sources and take their new stories in; with --source, that one now. -v shows every step."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Return a parser in which our -v, with a number or none, takes the place of Django's, which wants one."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--source", help="its id, its URL or a part of it")
        parser.add_argument(
            "--afresh", action="store_true", help="with --source: forget, this once, what is known of its list"
        )
        parser.add_argument(
            "-v", "--verbosity", nargs="?", type=int, default=1, const=2, choices=range(4), help="show every step"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        say = self.stdout.write if options["verbosity"] > 1 or options["source"] else lambda _: None
        if options["afresh"] and options["source"] is None:
            raise CommandError("--afresh goes with --source: say which one is to be looked through anew.")
        if options["source"] is not None:
            sources = [named_source(options["source"])]
            if options["afresh"]:
                Source.objects.filter(pk=sources[0].pk).ask_afresh(timezone.now())
                sources[0].refresh_from_db()
        else:
            claimed = claim(Source.objects.due(timezone.now()), timezone.now(), 1000)
            sources = list(Source.objects.select_related("outlet__place").filter(pk__in=claimed))
        for source in sources:
            poll.poll(source, timezone.now(), say)
            self._take_in(source, options["verbosity"] > 1)
        while extract_due(timezone.now()):
            pass

    def _take_in(self, source: Source, loud: bool) -> None:
        """Take in what is due now; a story whose host is busy waits for a later run."""
        due = Entry.objects.due(timezone.now()).filter(source=source)
        with tqdm(total=due.count(), desc="stories", disable=loud or not due.exists()) as bar:
            while ids := claim(due.all(), timezone.now(), 20):
                for entry in Entry.objects.filter(pk__in=ids).select_related("source__outlet__place"):
                    stored = intake.take_in(entry, timezone.now())
                    bar.update()
                    if loud:
                        self.stdout.write(f"  {entry.url}: {'stored' if stored else entry.problem}")

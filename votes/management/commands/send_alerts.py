"""`manage.py send_alerts [--dry-run]`: sends what is due, like one turn of the schedule; or says what that would be."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from votes.alerts import announce, deliver, gathering, pause, rehearsal, remind
from votes.models import Held


class Command(BaseCommand):
    help = "Send the alerts that are due; with --dry-run, say what would go to whom and why, and change nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="send nothing, change nothing, say what would go")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if paused := pause.current():
            self.stdout.write(f"All mail is paused by {paused.began_by}: {paused.why}")
        if held := Held.objects.waiting().count():
            self.stdout.write(f"{held} held for an editor to release or drop.")
        if options["dry_run"]:
            self._rehearse(now)
            return
        remind.remind(now)
        announce.fan_out(now)
        gathering.assemble(now)
        self.stdout.write(f"{deliver.send_due(now)} sent.")

    def _rehearse(self, now: Any) -> None:
        letters = rehearsal.rehearse(now)
        for letter in letters:
            deed = "would be sent" if letter.is_sent else "would not be sent"
            self.stdout.write(f"{letter.to} {deed}: {letter.says} ({letter.why})")
        sent = sum(letter.is_sent for letter in letters)
        self.stdout.write(f"{sent} would be sent, {len(letters) - sent} would lapse. Nothing was changed.")

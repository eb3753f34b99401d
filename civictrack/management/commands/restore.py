"""`manage.py restore BACKUP`: a backup into an empty database, or over the one that is there."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from civictrack.backups import BackupError
from civictrack.backups.restore import Restore


class Command(BaseCommand):
    help = "Restore a backup, and carry out again what was removed since."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, help="the backup's folder")
        parser.add_argument("--over", action="store_true", help="replace what is in the database")
        parser.add_argument("--mail-goes-on", action="store_true", help="nothing was sent since: mail need not wait")
        parser.add_argument("--identity", type=Path, help="the file with age's secret key, if it is encrypted")
        parser.add_argument("--removals", type=Path, help="the journal of removals, if it is not beside the backup")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["backup"]
        restore = Restore(
            folder.parent if folder.is_file() else folder, timezone.now(), self.stdout.write, options["over"],
            options["mail_goes_on"], options["identity"], options["removals"],
        )  # fmt: skip
        try:
            whole = restore.carry_out()
        except BackupError as error:
            raise CommandError(str(error)) from error
        if not whole:
            raise CommandError("Restored, but not all that was removed since the backup was removed again: see above.")
        self.stdout.write("Restored.")

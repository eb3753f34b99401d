"""`manage.py backup [--to DIR]`: a backup of all that the installation needs."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from civictrack.backups import BackupError
from civictrack.backups.keep import prune
from civictrack.backups.make import back_up, own_key


class Command(BaseCommand):
    help = "Back up the database, and the secret key where the program made it; delete backups that need not be kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, help="the folder of the backups, in the place of BACKUP_DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["to"] or (Path(settings.BACKUP_DIR) if settings.BACKUP_DIR else None)
        if folder is None:
            raise CommandError("Say where to: set BACKUP_DIR, or name a folder with --to.")
        try:
            made = back_up(folder, timezone.now())
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made}")
        if own_key() is None:
            self.stdout.write("SECRET_KEY is not in it, as it is set by you: keep it elsewhere.")
        for gone in prune(folder, settings.BACKUP_KEEP):
            self.stdout.write(f"Deleted {gone}, which need not be kept.")

"""`manage.py import_data DIR`: files of `export_data` into an instance that has no records yet."""

from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from civictrack.open_data import OpenDataError
from civictrack.open_data.load import take_in


class Command(BaseCommand):
    help = "Take the files of an export into an empty instance, all of them or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder of the export")
        parser.add_argument("--as", dest="by", required=True, help="the account that accepts what is taken in")

    def handle(self, *args: Any, **options: Any) -> None:
        by = User.objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(
                f"There is no account “{options['by']}”; `manage.py account NAME --role editor` makes one."
            )
        try:
            counts = take_in(options["folder"], by, timezone.now())
        except OpenDataError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(", ".join(f"{name}: {number}" for name, number in counts.items()))

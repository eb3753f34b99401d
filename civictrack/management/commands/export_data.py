"""`manage.py export_data DIR`: the public record as CSV and JSON."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from civictrack.open_data import OpenDataError
from civictrack.open_data.export import export


class Command(BaseCommand):
    help = "Write all that readers see of the record into a new folder, as CSV and JSON with a dictionary."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder that is not there yet, or empty")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = export(options["folder"])
        except OpenDataError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(", ".join(f"{name}: {number}" for name, number in counts.items()))

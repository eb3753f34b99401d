"""`manage.py load_city FILE`: a place, its bodies, people, issues, outlets and sources from one TOML file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from civictrack.city import CityError, load_city


class Command(BaseCommand):
    help = "Load or update a city from a TOML file (the README says how)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            city = load_city(options["file"].read_text(encoding="utf-8"), timezone.now())
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}.") from error
        except (UnicodeDecodeError, CityError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        self.stdout.write(
            f"{city.place}: {len(city.bodies)} bodies, {len(city.people)} people, {len(city.issues)} issues, "
            f"{len(city.sources)} sources"
        )

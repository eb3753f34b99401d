"""`manage.py doctor`: everything the installation needs, a line each: ok, or what to do."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from civictrack.doctor import State, examine


class Command(BaseCommand):
    help = "Look at all that the installation needs; the exit code is 1 where something is bad."
    # Whatever is wrong is for the doctor to say.
    requires_system_checks: list[str] = []  # as Django has it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mail", metavar="ADDRESS", default="", help="send one mail there")

    def handle(self, *args: Any, **options: Any) -> None:
        is_bad = False
        for line in examine(options["mail"]):
            self.stdout.write(f"{line.state.value:<4}  {line.what}: {line.says}")
            if line.do:
                self.stdout.write(f"      → {line.do}")
            is_bad = is_bad or line.state is State.BAD
        if is_bad:
            sys.exit(1)

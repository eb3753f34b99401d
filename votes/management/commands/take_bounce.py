"""Reads a mail that came back, as the mail server pipes it: `manage.py take_bounce ADDRESS < MAIL`."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from votes import clock
from votes.alerts import return_path


class Command(BaseCommand):
    help = "Notes what became of a mail that came back to an address of BOUNCE_DOMAIN; the mail is read from stdin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the address that it came back to")

    def handle(self, *args: Any, **options: Any) -> None:
        # It ends well in any case: a mail server would send word of a failure to whoever wrote the mail.
        content = sys.stdin.buffer.read(return_path.LONGEST)
        self.stdout.write(return_path.take(options["address"], content, clock.now()))

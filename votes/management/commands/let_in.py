"""`manage.py let_in ADDRESS`: undoes "never again" for an owner who asks for that."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from votes.alerts import barred


class Command(BaseCommand):
    help = "Let an address ask for mail again whose owner had said never again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the address, as its owner writes it")

    def handle(self, *args: Any, **options: Any) -> None:
        if not barred.let_in(options["address"]):
            raise CommandError("Nobody said never again for this address.")
        self.stdout.write("Mail can be asked for again with this address.")

"""`manage.py reset_second_factor NAME`: lets somebody in again with the password alone who lost app and codes."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from civictrack.second_factor import turn_off


class Command(BaseCommand):
    help = "Take an account's second factor away: the next login asks for the password alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no account {name!r}.")
        had = turn_off(user)
        self.stdout.write(f"{name}: the second factor is off." if had else f"{name} had no second factor.")

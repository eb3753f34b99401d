"""`manage.py check_public`: what is public without its sentence or without a person's act, a line each."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from stories.curation import CurationError
from stories.curation.check import Fault, Kind, faults_of
from stories.curation.repair import repair, system_user


class Command(BaseCommand):
    help = "List what is public without its sentence or a person's act; the exit code is 1 where there is any."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="set each back to proposed, as a logged action")
        parser.add_argument("--as", dest="user", metavar="USERNAME", help="the user whose name the log gets")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["user"]).first() if options["user"] else None
        if options["user"] and user is None:
            raise CommandError(f"There is no user {options['user']}.")
        left = 0
        for kind in Kind:
            for fault in faults_of(kind):
                said = self._repair(fault, user or system_user()) if options["repair"] else ""
                self.stdout.write(f"{fault}{said}")
                left += said != SET_BACK
        if left:
            raise CommandError(f"{left} public without a sentence or a person's act.", returncode=1)
        self.stdout.write("Everything public has its sentence and a person's act.")

    def _repair(self, fault: Fault, by: User) -> str:
        """Set it back and return what is to be said of that."""
        try:
            repair(fault, by, timezone.now())
        except CurationError as error:
            return f": left, {error}"
        return SET_BACK


# What stands behind a fault that is one no longer.
SET_BACK = ": set back"

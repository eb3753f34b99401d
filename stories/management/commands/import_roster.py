"""`manage.py import_roster FILE --body BODY`: bring people and roles up to a published list, or say what differs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from officials.models import Body
from officials.roster import RosterError, read_roster
from stories.curation import CurationError, apply_roster
from stories.curation.repair import system_user
from stories.curation.roster import NEW, diff_of, lines_of


class Command(BaseCommand):
    help = "Load who sits in a body from Popolo or Open States people (JSON), CivicPatch (YAML) or CSV."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--body", required=True, help="the body's name, or its slug where several are called so")
        parser.add_argument("--dry-run", action="store_true", help="say what differs and change nothing")
        parser.add_argument("--whole", action="store_true", help="who is not in the list no longer sits in the body")
        parser.add_argument(
            "--is", dest="said", action="append", default=[], metavar="NAME=NUMBER",
            help="whom a name of the list means: a person's number, or “new”",
        )  # fmt: skip
        parser.add_argument("--as", dest="user", metavar="USERNAME", help="the user whose name the log gets")

    def handle(self, *args: Any, **options: Any) -> None:
        body, meant, whole = _body(options["body"]), dict(map(_said, options["said"])), options["whole"]
        try:
            rows = read_roster(options["file"].read_bytes(), body.name)
            diff = diff_of(rows, body, timezone.localdate(), meant, is_whole=whole)
        except OSError as error:
            raise CommandError(f"{options['file']} can't be read: {error.strerror}.") from error
        except RosterError as error:
            raise CommandError(str(error)) from error
        for line in lines_of(diff):
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write(f"{body}: {diff.summary}; nothing was changed.")
            return
        try:
            apply_roster(rows, body, _user(options["user"]), timezone.now(), meant=meant, is_whole=whole)
        except CurationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{body}: {diff.summary}.")


def _body(name: str) -> Body:
    known = list(Body.objects.filter(slug=name)) or list(Body.objects.called(name).order_by("pk")[:5])
    if len(known) != 1:
        slugs = ", ".join(body.slug for body in known)
        raise CommandError(f"Several bodies are called {name}: {slugs}." if known else f"No body is called {name}.")
    return known[0]


def _said(said: str) -> tuple[str, int]:
    name, _, number = said.rpartition("=")
    if not name or not (number == "new" or (number.isdecimal() and len(number) < 10)):
        raise CommandError(f"--is {said}: write NAME=NUMBER, or NAME=new.")
    return name, NEW if number == "new" else int(number)


def _user(name: str | None) -> User:
    user = User.objects.filter(username=name).first() if name else system_user()
    if user is None:
        raise CommandError(f"There is no user {name}.")
    return user

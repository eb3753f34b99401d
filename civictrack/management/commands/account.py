"""`manage.py account NAME --role ROLE`: an account of the desk, made where there is none, and what it may do."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from civictrack.roles import ROLES


class Command(BaseCommand):
    help = "Make an account of the desk, or give one another role; `none` takes all roles away."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--role", choices=[*ROLES, "none"], required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        name, role = options["name"], options["role"]
        user = User.objects.filter(username=name).first() or User(username=name)
        made = user.pk is None
        if made:
            user.set_unusable_password()
            try:
                user.full_clean()
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            user.save()
        user.groups.remove(*Group.objects.filter(name__in=ROLES))
        user.groups.add(*Group.objects.filter(name=role))
        self.stdout.write(f"{name}: {'no role' if role == 'none' else role}.")
        if made:
            self.stdout.write(f"It has no password yet: python manage.py changepassword {name}")

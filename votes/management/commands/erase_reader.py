"""`manage.py erase_reader ADDRESS`: forgets a reader who asks for it by other ways than their own page."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from votes.alerts import forget
from votes.models import Subscriber


class Command(BaseCommand):
    help = "Erase a reader's address and all that they follow; that something was sent stays, to nobody known."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the reader's e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        reader = Subscriber.objects.filter(email=options["address"].strip().lower()).exclude(email="").first()
        if reader is None:
            raise CommandError("No reader has this address; write it as it stands in the mails' To line.")
        forget.erase(reader, timezone.now())
        self.stdout.write("Erased. A mail that was on its way may still arrive.")

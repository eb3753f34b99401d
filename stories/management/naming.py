"""The source that somebody at the command line means."""

from django.core.management.base import CommandError

from stories.models import Source


def named_source(wanted: str) -> Source:
    """The one with this id or address, else the only one whose address holds these words."""
    sources = Source.objects.select_related("outlet")
    exact = sources.filter(pk=wanted) if wanted.isdigit() else sources.filter(url=wanted)
    found = list(exact or sources.filter(url__contains=wanted)[:100])
    if len(found) != 1:
        many = "No source" if not found else f"{len(found)} sources"
        raise CommandError(f"{many} of “{wanted}”; name one by its id: manage.py sources lists them.")
    return found[0]

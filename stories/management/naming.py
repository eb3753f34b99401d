"""The source that somebody at the command line means."""

from django.core.management.base import CommandError

from stories.models import Source


def named_source(wanted: str) -> Source:
    """Return the source with this id or address, else the only one whose address holds these words.

    Raises a CommandError where there is none, or are several.
    """
    sources = Source.objects.select_related("outlet")
    exact = sources.filter(pk=wanted) if wanted.isdigit() else sources.filter(url=wanted)
    fitting = list(exact or sources.filter(url__contains=wanted)[:100])
    if len(fitting) != 1:
        many = f"{len(fitting)} sources" if fitting else "No source"
        raise CommandError(f"{many} of “{wanted}”; name one by its id: manage.py sources lists them.")
    return fitting[0]

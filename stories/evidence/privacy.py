"""Who may be named where: beyond a page of their own, which `Person.has_page` says, the lists that name speakers."""

from django.db.models import Q, QuerySet

from officials.models import Person
from stories.models import Quote


def may_be_listed(person: Person | None) -> bool:
    """Say whether someone's words may stand in a feed or a list of speakers.

    A private person stands with their words on the pages that show these, and nowhere else; an unnamed speaker names
    nobody.
    """
    return person is None or person.has_page


def listed_quotes() -> QuerySet[Quote]:
    """Return the quotes whose speakers `may_be_listed`, without those whose words were removed."""
    return Quote.objects.filter(Q(person=None) | Q(person__in=Person.objects.with_page()), redacted_at=None)

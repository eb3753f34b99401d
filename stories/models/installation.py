"""By what name this installation signs what readers' programs keep: calendars and feeds know an entry by it."""

from uuid import uuid4

from django.db import models


class Installation(models.Model):
    """One row. `name` stands in every UID and tag, whatever the site is called and wherever it is served: it moves with
    the database. One that was there before the row has the host that its UIDs had until then.
    """

    name = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def own_name(cls) -> str:
        """Return the name, made up where there is none yet."""
        known = cls.objects.order_by("pk").values_list("name", flat=True).first()
        return known or cls.objects.get_or_create(pk=1, defaults={"name": new_name()})[0].name


def new_name() -> str:
    """Return a name that nobody else has."""
    return f"{uuid4()}.civictrack"

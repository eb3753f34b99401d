"""The app's entry in Django."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CivictrackConfig(AppConfig):
    name = "civictrack"

    def ready(self) -> None:
        """Keep the desk's roles complete."""
        from civictrack.roles import make_roles

        post_migrate.connect(make_roles)

"""The app's entry in Django."""

from django.apps import AppConfig
from django.conf import settings
from django.core.signals import got_request_exception
from django.db.models.signals import post_migrate


class CivictrackConfig(AppConfig):
    name = "civictrack"

    def ready(self) -> None:
        """Keep the desk's roles complete, note what requests fail of, and hear what becomes of mail where a service
        sends it.
        """
        from civictrack import failures
        from civictrack.roles import make_roles

        post_migrate.connect(make_roles)
        got_request_exception.connect(failures.note)
        if settings.MAIL_SERVICE:
            from anymail.signals import tracking

            from civictrack.mail_events import heard

            tracking.connect(heard)

"""Composition: settings, URLs, the Celery app and schedule, the embedded servers, the demo."""

from civictrack.celery import app as celery_app

__all__ = ["celery_app"]

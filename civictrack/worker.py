"""The worker's entry point: `celery -A civictrack.worker worker`, with embedded servers where none are named."""

from civictrack import embedded

embedded.ensure()

from civictrack.celery import app  # noqa: E402

__all__ = ["app"]

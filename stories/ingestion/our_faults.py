"""Faults of our own while something is read: told plainly, and to that one thing alone."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError

from stories.ingestion.errors import IngestionError, OurFault

log = logging.getLogger(__name__)


@contextmanager
def as_our_fault() -> Iterator[None]:
    """Turn any error inside that is no IngestionError into OurFault, and log it.

    A database that is away is no story's fault: that error ends the task, and the lease brings the work back.
    """
    try:
        yield
    except (IngestionError, OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("Something could not be taken in")
        raise OurFault(error) from error

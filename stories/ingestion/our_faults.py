"""Faults of our own while something is read: told plainly, and to that one thing alone."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError

from stories.ingestion.errors import IngestionError, OurFault
from stories.ingestion.feeds.errors import FeedError
from stories.ingestion.pages.errors import PageError

log = logging.getLogger(__name__)


@contextmanager
def told_plainly() -> Iterator[None]:
    """Any other error becomes OurFault. A database that is away is no story's fault: that ends the task, and the
    lease brings the work back.
    """
    try:
        yield
    except (IngestionError, FeedError, PageError, OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("Something could not be taken in")
        raise OurFault(error) from error

"""A line of the log, in words or as JSON: each with the id of its request or task, and none with a reader's link or
anybody's mail address.
"""

import logging
import re

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from votes.alerts.unlogged import without_links

ADDRESS = re.compile(r"[^\s@<>\"'(),:;=\[\]{}]{1,64}+@(?=[\w-])")
FIELDS = "{asctime} {levelname} {name} {message} {correlation_id} {process}"
NAMES = {"asctime": "at", "levelname": "level", "name": "logger", "correlation_id": "request"}


def without_persons(words: str) -> str:
    """Return the words without what opens a reader's page, and of mail addresses only at whom."""
    words = without_links(words)
    return ADDRESS.sub("…@", words) if "@" in words else words


class Refusals(logging.Filter):
    """Makes a warning, in one line, of what Django calls an error of ours and is one of whoever asked: another site's
    name, a form too large. Else anybody could fill the log and raise the alarm.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security"):
            record.levelname, record.exc_info = "WARNING", None
        return True


class Line(logging.Formatter):
    """One for whoever reads along."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(correlation_id)s]: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        record.correlation_id = getattr(record, "correlation_id", None) or "-"
        return without_persons(super().format(record))


class Json(JsonFormatter):
    """One for programs that gather logs."""

    def __init__(self) -> None:
        # Django adds the request itself, which would stand in the place of its id.
        left_out = [*RESERVED_ATTRS, "request"]
        super().__init__(FIELDS, style="{", rename_fields=NAMES, json_ensure_ascii=False, reserved_attrs=left_out)

    def format(self, record: logging.LogRecord) -> str:
        return without_persons(super().format(record))

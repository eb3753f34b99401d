"""What `read_page` and `read_feed` share: one file from standard input, or with --jsonl a line for each of many."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError

from stories.ingestion.errors import IngestionError


class ReadingCommand(BaseCommand):
    """Reads without database or server. A command of this kind says what it reads, how, and up to how many bytes."""

    what: ClassVar[str]
    inline: ClassVar[str]  # the key of a line that holds the thing itself
    most_bytes: ClassVar[int]
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    @staticmethod
    def read(data: bytes | str, url: str) -> dict[str, Any]:
        """What was read, ready for JSON. Raises an `IngestionError` that says what came instead."""
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options of the command line."""
        parser.add_argument("--jsonl", action="store_true", help=f"read many {self.what}s, one JSON object a line")
        parser.add_argument("--url", default="", help=f"where the {self.what} was fetched, for relative links")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was read; a bad one is a clear line and a non-zero exit, a bad line of many is a line itself."""
        if options["jsonl"]:
            failures = sum(not self._print_line(line) for line in _lines())
            if failures:
                self.stderr.write(f"{failures} of the {self.what}s could not be read; their lines say why.")
            return
        try:
            found = self.read(sys.stdin.buffer.read(self.most_bytes + 1), options["url"])
        except IngestionError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(json.dumps(found, ensure_ascii=False))

    def _print_line(self, line: str) -> bool:
        answer = self.answer_for(line)
        # ASCII only: a lone surrogate in an id could not be written otherwise.
        self.stdout.write(json.dumps(answer))
        return "error" not in answer

    @classmethod
    def answer_for(cls, line: str) -> dict[str, Any]:
        """One line's object: what was read with its id, or the id and an `error` that says what is wrong."""
        try:
            asked = json.loads(line)
        except (ValueError, RecursionError):
            return {"id": None, "error": "This line is not JSON."}
        if not isinstance(asked, dict):
            return {"id": None, "error": "This line is not a JSON object."}
        try:
            return {"id": asked.get("id"), **cls.read(cls._asked_for(asked), str(asked.get("url") or ""))}
        except (IngestionError, OSError, ValueError, RecursionError, MemoryError) as error:
            return {"id": asked.get("id"), "error": cls._reason(error)}

    @classmethod
    def _asked_for(cls, asked: dict[str, Any]) -> bytes | str:
        if isinstance(asked.get(cls.inline), str):
            return str(asked[cls.inline])
        if not isinstance(asked.get("path"), str):
            raise IngestionError(f"The line has neither {cls.inline} nor path.")
        with Path(asked["path"]).open("rb") as file:
            return file.read(cls.most_bytes + 1)

    @classmethod
    def _reason(cls, error: BaseException) -> str:
        if isinstance(error, FileNotFoundError):
            return "There is no file at this path."
        told = isinstance(error, IngestionError)
        return str(error) if told else f"The {cls.what} could not be read ({type(error).__name__})."


def _lines() -> Iterator[str]:
    """The non-empty lines; bytes that are no UTF-8 are replaced rather than stopping the run."""
    return (line for line in (raw.decode("utf-8", "replace") for raw in sys.stdin.buffer) if line.strip())

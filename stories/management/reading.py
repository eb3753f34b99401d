"""What `read_page` and `read_feed` share: one file from standard input, or with --jsonl a line for each of many."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
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
        """Return what was read, ready for JSON. Raises an `IngestionError` that says what came instead."""
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options of the command line."""
        parser.add_argument("--jsonl", action="store_true", help=f"read many {self.what}s, one JSON object a line")
        parser.add_argument("--url", default="", help=f"where the {self.what} was fetched, for relative links")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was read; a bad one is a clear line and a non-zero exit, a bad line of many is a line itself."""
        if options["jsonl"]:
            self._answer_lines()
            return
        try:
            result = self.read(sys.stdin.buffer.read(self.most_bytes + 1), options["url"])
        except IngestionError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(json.dumps(result, ensure_ascii=False))

    def _answer_lines(self) -> None:
        """Print an object for each non-empty line; bytes that are no UTF-8 are replaced, and stop nothing."""
        failures = 0
        for line in (raw.decode("utf-8", "replace") for raw in sys.stdin.buffer):
            if line.strip():
                answer = self.answer_for(line)
                # ASCII only: a lone surrogate in an id could not be written otherwise.
                self.stdout.write(json.dumps(answer))
                failures += "error" in answer
        if failures:
            self.stderr.write(f"{failures} of the {self.what}s could not be read; their lines say why.")

    @classmethod
    def answer_for(cls, line: str) -> dict[str, Any]:
        """Return one line's object: what was read with its id, or the id and an `error` that says what is wrong."""
        try:
            asked = json.loads(line)
        except (ValueError, RecursionError):
            return {"id": None, "error": "This line is not JSON."}
        if not isinstance(asked, dict):
            return {"id": None, "error": "This line is not a JSON object."}
        try:
            return {"id": asked.get("id"), **cls.read(cls._asked_for(asked), str(asked.get("url") or ""))}
        except FileNotFoundError:
            reason = "There is no file at this path."
        except IngestionError as error:
            reason = str(error)
        except (OSError, ValueError, RecursionError, MemoryError) as error:
            reason = f"The {cls.what} could not be read ({type(error).__name__})."
        return {"id": asked.get("id"), "error": reason}

    @classmethod
    def _asked_for(cls, asked: dict[str, Any]) -> bytes | str:
        """Return what the line holds, or what is in the file that it names, up to a byte too many."""
        if isinstance(asked.get(cls.inline), str):
            return str(asked[cls.inline])
        if not isinstance(asked.get("path"), str):
            raise IngestionError(f"The line has neither {cls.inline} nor path.")
        with Path(asked["path"]).open("rb") as file:
            return file.read(cls.most_bytes + 1)

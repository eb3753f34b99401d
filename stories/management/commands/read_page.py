"""`manage.py read_page`: what a saved page says, as JSON; needs no database and no server."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from stories.ingestion.pages.document import MAX_BYTES
from stories.ingestion.pages.errors import PageError
from stories.ingestion.pages.read import read


class Command(BaseCommand):
    """Reads one page from standard input, or with --jsonl a line of JSON for each of many."""

    help = (
        "Print a page's title, text, byline, site, published_at, modified_at, canonical_url, language and headings "
        "as JSON. With --jsonl, read lines of {id, path or html, url?} and print one line each."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options of the command line."""
        parser.add_argument("--jsonl", action="store_true", help="read many pages, one JSON object a line")
        parser.add_argument("--url", default="", help="where the page was fetched, for relative links")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was read; a bad page is a clear line and a non-zero exit, a bad line of many is a line itself."""
        if options["jsonl"]:
            failures = sum(not self._print_line(line) for line in _lines(sys.stdin))
            if failures:
                self.stderr.write(f"{failures} of the pages could not be read; their lines say why.")
            return
        try:
            page = read(sys.stdin.buffer.read(MAX_BYTES + 1), options["url"])
        except PageError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(json.dumps(page.as_json(), ensure_ascii=False))

    def _print_line(self, line: str) -> bool:
        answer = answer_for(line)
        # ASCII only: a lone surrogate in an id could not be written otherwise.
        self.stdout.write(json.dumps(answer))
        return "error" not in answer


def answer_for(line: str) -> dict[str, Any]:
    """One line's object: the page with its id, or the id and an `error` that says what is wrong."""
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": "This line is not JSON."}
    if not isinstance(asked, dict):
        return {"id": None, "error": "This line is not a JSON object."}
    try:
        return {"id": asked.get("id"), **read(_page_of(asked), str(asked.get("url") or "")).as_json()}
    except (PageError, OSError, ValueError, RecursionError, MemoryError) as error:
        return {"id": asked.get("id"), "error": _reason(error)}


def _page_of(asked: dict[str, Any]) -> bytes | str:
    if isinstance(asked.get("html"), str):
        return str(asked["html"])
    if not isinstance(asked.get("path"), str):
        raise PageError("The line has neither html nor path.")
    with Path(asked["path"]).open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _reason(error: BaseException) -> str:
    if isinstance(error, FileNotFoundError):
        return "There is no file at this path."
    return str(error) if isinstance(error, PageError) else f"The page could not be read ({type(error).__name__})."


def _lines(stream: TextIO) -> Any:
    """The non-empty lines; bytes that are no UTF-8 are replaced rather than stopping the run."""
    if hasattr(stream, "buffer"):
        return (line for line in (raw.decode("utf-8", "replace") for raw in stream.buffer) if line.strip())
    return (line for line in stream if line.strip())

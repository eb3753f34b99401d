"""`manage.py extract --jsonl < stories.jsonl > findings.jsonl`: findings of stories, without database or server."""

import sys
from itertools import islice
from typing import Any, BinaryIO, TextIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from stories.extraction.findings import Story
from stories.extraction.jsonl import BadLine, read_story, write_error, write_findings
from stories.extraction.pipeline import extract_all

# Enough to batch well; few enough that findings come out while stories still come in.
LINES_AT_A_TIME = 64


class Command(BaseCommand):
    help = "Reads stories as JSON lines from standard input and writes their findings as JSON lines."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jsonl", action="store_true", help="JSON lines in and out (the only format)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["jsonl"]:
            raise CommandError("Say --jsonl, and give the stories on standard input, one JSON object a line.")
        failed = run(sys.stdin.buffer, sys.stdout, sys.stderr)
        if failed:
            raise CommandError(f"{failed} lines could not be read; the others are done.")


def run(lines: BinaryIO, out: TextIO, problems: TextIO) -> int:
    """Write one line for each line read, in order; returns how many could not be read."""
    failed = 0
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    while batch := list(islice(numbered, LINES_AT_A_TIME)):
        read = [_read(line) for _, line in batch]
        stories = (item for _, item in read if isinstance(item, Story))
        findings = extract_all(stories, settings.CIVICTRACK_SPACY_MODEL)
        for (number, _), (story_id, item) in zip(batch, read, strict=True):
            if isinstance(item, Story):
                print(write_findings(story_id, next(findings)), file=out)
            else:
                failed += 1
                print(f"line {number}: {item}", file=problems)
                print(write_error(story_id, item), file=out)
        out.flush()
    return failed


def _read(line: bytes) -> tuple[object, Story | str]:
    """Return the line's id with its story, or with what is wrong with it."""
    try:
        return read_story(line)
    except BadLine as problem:
        return problem.story_id, str(problem)

"""`manage.py extract --jsonl < stories.jsonl > findings.jsonl`: findings of stories, without database or server.

With `--extractor model` the language model that the settings name reads them, with `--compare` both do.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO, TextIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from stories.extraction.findings import Findings, Story
from stories.extraction.jsonl import BadLine, read_story, write_error, write_findings
from stories.extraction.pipeline import extract_all
from stories.findings.agreement import MODEL, RULES
from stories.findings.asked import endpoint
from stories.findings.compare import compared

# Enough to batch well; few enough that findings come out while stories still come in.
LINES_AT_A_TIME = 64
# What reads stories: each comes out in its turn, as findings or as what went wrong.
Extract = Callable[[Iterable[Story]], Iterator[Findings | str]]


class Command(BaseCommand):
    help = "Reads stories as JSON lines from standard input and writes their findings as JSON lines."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jsonl", action="store_true", help="JSON lines in and out (the only format)")
        parser.add_argument("--extractor", choices=[RULES, MODEL], default=RULES, help="who reads the stories")
        parser.add_argument("--compare", action="store_true", help="both read; print where they differ")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["jsonl"]:
            raise CommandError("Say --jsonl, and give the stories on standard input, one JSON object a line.")
        asks = options["compare"] or options["extractor"] == MODEL
        if asks and not (settings.MODEL_URL and settings.MODEL_NAME):
            raise CommandError("No language model is set: set MODEL_URL and MODEL_NAME.")
        if options["compare"]:
            failed = compare(sys.stdin.buffer, sys.stdout, sys.stderr)
        else:
            failed = run(sys.stdin.buffer, sys.stdout, sys.stderr, by_model if asks else by_rules)
        if failed:
            raise CommandError(f"{failed} lines could not be read; the others are done.")


def by_rules(stories: Iterable[Story]) -> Iterator[Findings]:
    """Return what the rules find."""
    return extract_all(stories, settings.CIVICTRACK_SPACY_MODEL)


def by_model(stories: Iterable[Story]) -> Iterator[Findings | str]:
    """Return what the language model finds and the stories bear out, or why it could not be asked about one."""
    # Its client is there only where a model is set.
    from stories.asking.errors import AskError
    from stories.asking.read import Meter, read_story

    asked, quotes = endpoint(), settings.MODEL_QUOTES
    for story in stories:
        try:
            yield read_story(story, asked, Meter(), settings.CIVICTRACK_SPACY_MODEL, with_quotes=quotes)
        except (AskError, TimeoutError) as problem:
            yield str(problem)


def run(lines: BinaryIO, out: TextIO, problems: TextIO, extract: Extract = by_rules) -> int:
    """Write one line for each line read, in order; returns how many could not be read."""
    failed = 0
    for number, story_id, item, found in _answers(lines, extract):
        if isinstance(item, Story) and isinstance(found, Findings):
            print(write_findings(story_id, found), file=out)
        else:
            failed += 1
            problem = item if isinstance(item, str) else str(found)
            print(f"line {number}: {problem}", file=problems)
            print(write_error(story_id, problem), file=out)
        out.flush()
    return failed


def compare(lines: BinaryIO, out: TextIO, problems: TextIO) -> int:
    """Write where the rules and the model differ on each story; returns how many could not be read."""
    failed = 0
    for number, story_id, item, found in _answers(lines, by_model):
        if isinstance(item, Story) and isinstance(found, Findings):
            told = "\n  ".join(compared(next(by_rules([item])), found))
            print(f"{story_id}\n  {told}", file=out, flush=True)
        else:
            failed += 1
            print(f"line {number}: {item if isinstance(item, str) else found}", file=problems)
    return failed


def _answers(
    lines: BinaryIO, extract: Extract
) -> Iterator[tuple[int, object, Story | str, Findings | str | None]]:  # fmt: skip
    """Return for each line its number, its id, its story or what is wrong with it, and what was found."""
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    while batch := list(islice(numbered, LINES_AT_A_TIME)):
        read = [_read(line) for _, line in batch]
        found = extract(item for _, item in read if isinstance(item, Story))
        for (number, _), (story_id, item) in zip(batch, read, strict=True):
            yield number, story_id, item, next(found) if isinstance(item, Story) else None


def _read(line: bytes) -> tuple[object, Story | str]:
    """Return the line's id with its story, or with what is wrong with it."""
    try:
        return read_story(line)
    except BadLine as problem:
        return problem.story_id, str(problem)

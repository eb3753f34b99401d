"""What a model is told: our words, which are a versioned file, and the story between marks that it can't forge."""

import copy
import json
import re
import secrets
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from stories.extraction.findings import Story

# Changed with every change of the words or the schema: findings say which one they were made by.
VERSION = "1"
FOLDER = Path(__file__).with_name("prompts") / VERSION
# Of a part, what stands in the one before as well: a sentence and those beside it.
OVERLAP = 600  # characters
BREAK = re.compile(r"\n\s*\n|\n|(?<=[.!?])\s")


@cache
def system() -> str:
    """Return what the model is asked for."""
    return (FOLDER / "system.txt").read_text(encoding="utf-8")


def schema(*, with_quotes: bool) -> dict[str, Any]:
    """Return the JSON schema of an answer, in the strict form that endpoints ask for."""
    whole = copy.deepcopy(_schema())
    if not with_quotes:
        del whole["properties"]["quotes"]
        whole["required"].remove("quotes")
    return whole


@cache
def _schema() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    return told


def parts(text: str, most: int) -> Iterator[str]:
    """Return the text in parts of at most so many characters, each beginning a little before the last one's end, at
    paragraphs where there are any, else at sentences.
    """
    start = 0
    while len(text) - start > most:
        end = _break(text, start + most // 2, start + most)
        yield text[start:end]
        start = max(start + 1, _break(text, max(start + 1, end - OVERLAP), end, first=True))
    yield text[start:]


def _break(text: str, low: int, high: int, *, first: bool = False) -> int:
    """Return where a paragraph or a sentence begins between two places, the last or the `first`; else the further."""
    found = [match.end() for match in BREAK.finditer(text, low, high)]
    paragraphs = [at for at in found if "\n" in text[at - 2 : at]]
    among = paragraphs or found
    if not among:
        return low if first else high
    return among[0] if first else among[-1]


def messages(story: Story, part: str) -> list[dict[str, str]]:
    """Return the messages that ask about a part of a story: of the story its title, day and text leave us, no more."""
    mark = _mark(f"{story.title}\n{part}")
    day = f"{story.published_at:%A, %Y-%m-%d}" if story.published_at else "unknown"
    return [
        {"role": "system", "content": system()},
        {
            "role": "user",
            "content": f"The story stands between the two marks {mark}. It appeared on: {day}.\n\n{mark}\n"
            f"{story.title}\n\n{part}\n{mark}\n\nList what the story between the marks says, as the JSON object.",
        },
    ]


def _mark(text: str) -> str:
    """Return a mark, drawn by chance, that does not stand in the text."""
    while (mark := f"[[story {secrets.token_hex(12)}]]") in text:
        pass
    return mark

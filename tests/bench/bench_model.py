"""What asking a model about a story costs in tokens, without a model: `python -m tests.bench.bench_model`.

Questions are those that are really sent, about ../shared/gold; answers are the gold written as an answer. Four
characters count as a token, as where a server does not say what it used: a rule of thumb for English.
"""

import json
import math
import statistics
import sys
from collections.abc import Sequence
from typing import Any

from stories.asking.client import CHARACTERS, estimate
from stories.asking.prompt import messages, parts, schema
from stories.extraction.findings import Story
from stories.extraction.jsonl import read_story
from tests.bench import gold

PART = 12_000  # characters, the setting's default


def main() -> int:
    entries = gold.stories()
    if not entries:
        print("Not measured: ../shared is missing.")
        return 0
    stories = [read_story(json.dumps({key: one.get(key) for key in ("id", "title", "text")}))[1] for one in entries]
    form = len(json.dumps(schema(with_quotes=False))) // CHARACTERS
    for name, values in (
        ("characters of the story", [len(story.text) for story in stories]),
        ("questions", [len(list(parts(story.text, PART))) for story in stories]),
        ("tokens in, the schema left out", [asked(story) for story in stories]),
        ("tokens in, the schema counted", [asked(story) + form for story in stories]),
        ("tokens out", [answered(one) for one in entries]),
    ):
        print(f"  {name:<34} {told(values)}")
    print(f"  of these, our own words {estimate(messages(Story('', '', None), ''))} and the schema {form} a question")
    return 0


def asked(story: Story) -> int:
    """The tokens of all questions about a story."""
    return sum(estimate(messages(story, part)) for part in parts(story.text, PART))


def answered(entry: dict[str, Any]) -> int:
    """The tokens of the gold as an answer."""

    def words(one: dict[str, Any]) -> str:
        return str(entry["text"][one["start"] : one["end"]])

    nothing = {"clock": None, "place": None}
    answer = {
        "people": [
            {"name": one["name"], "office": one["title"], "body": None, "role": None, "organization": None}
            for one in (*entry["officials"], *({"title": None, **one} for one in entry["speakers_other"]))
        ],
        "positions": [
            {key: one[key] for key in ("actor", "matter", "stance", "basis", "conditional")} | {"evidence": words(one)}
            for one in entry["positions"]
        ],
        "decisions": [
            {key: one[key] for key in ("body", "matter", "status", "outcome", "yes", "no")}
            | nothing
            | {"when": one["phrase"], "evidence": words(one)}
            for one in entry["votes"]
        ],
        "events": [],
    }
    return math.ceil(len(json.dumps(answer, ensure_ascii=False)) / CHARACTERS)


def told(values: Sequence[int]) -> str:
    return f"least {min(values):>6}  median {statistics.median(values):>8g}  most {max(values):>6}"


if __name__ == "__main__":
    sys.exit(main())

"""Stories as JSON lines, read by the rules, by the language model, or by both to see where they differ."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from stories.management.commands.extract import by_model, by_rules, compare, run
from tests.stories.asking.scripted import Model, claims, serve, status
from tests.stories.asking.test_read import HONEST, TRUE_VOTE, stand

STORY = json.dumps({"id": "gull-1", "title": "Leash rule", "text": HONEST, "published_at": "2026-03-03T09:00:00+00:00"})
OPPOSED = stand("Council member Ben Ode said he opposes it.", "Ben Ode", "pier bond", "oppose")


@pytest.fixture
def model(settings: Any) -> Any:
    with serve() as running:
        settings.MODEL_URL, settings.MODEL_NAME = f"http://127.0.0.1:{running.port}/v1", "scripted-1"
        running.says(claims(decisions=[TRUE_VOTE], positions=[OPPOSED]))
        yield running


def read(extract: Any, *lines: str) -> tuple[list[dict[str, Any]], int]:
    out = io.StringIO()
    failed = run(io.BytesIO("\n".join(lines).encode()), out, io.StringIO(), extract)
    return [json.loads(line) for line in out.getvalue().splitlines()], failed


def test_the_rules_read_each_line_and_a_bad_one_stops_no_other() -> None:
    (good, bad), failed = read(by_rules, STORY, "{")
    assert (good["id"], failed) == ("gull-1", 1)
    assert good["votes"]
    assert "not a line of JSON" in bad["error"]


def test_the_model_reads_where_it_is_named(model: Model) -> None:
    (found,), _ = read(by_model, STORY)
    assert [vote["rule"] for vote in found["votes"]] == ["scripted-1, prompt 1: passed"]
    model.says(status(401))
    (refused,), failed = read(by_model, STORY)
    assert (refused["error"], failed) == ("It refuses our key (401).", 1)


def test_where_the_two_differ_is_told_line_by_line(model: Model) -> None:
    turned = TRUE_VOTE | {"matter": "budget of nothing", "body": None}
    model.says(claims(decisions=[turned], positions=[OPPOSED]))
    out = io.StringIO()
    assert compare(io.BytesIO(STORY.encode()), out, io.StringIO()) == 0
    told = out.getvalue()
    assert told.startswith("gull-1\n")
    assert "rules only  official Ona Firth" in told
    assert "both say" in told


@pytest.mark.parametrize("arguments", [["--extractor", "model"], ["--compare"]])
def test_without_a_model_the_command_says_what_to_set(arguments: list[str]) -> None:
    with pytest.raises(CommandError, match="set MODEL_URL and MODEL_NAME"):
        call_command("extract", "--jsonl", *arguments)

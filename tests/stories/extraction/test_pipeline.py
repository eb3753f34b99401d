"""The way from a line of JSON to a line of findings, and the command around it."""

import io
import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError

from stories.extraction import pipeline
from stories.extraction.findings import RosterEntry, Story
from stories.extraction.jsonl import BadLine, read_story, write_findings
from stories.extraction.pipeline import extract, extract_all
from stories.management.commands.extract import Command, run

TEXT = (
    "The Larch Ferry City Council will vote April 7 on a gravel quarry.\n\n"
    "“I can't support it,” said Councilwoman Odile Hart, who plans to vote no.\n\n"
    "Maud Perrin of Friends of Tanner Road said the trucks would wake her children."
)
LINE = {"id": "q1", "title": "Quarry vote", "text": TEXT, "published_at": "2026-03-05T08:00:00-05:00"}


def answers(*lines: str) -> tuple[list[dict[str, object]], str, int]:
    out, problems = io.StringIO(), io.StringIO()
    failed = run(io.BytesIO("\n".join(lines).encode()), out, problems)
    return [json.loads(line) for line in out.getvalue().splitlines()], problems.getvalue(), failed


def test_a_story_gives_quotes_officials_positions_and_votes() -> None:
    (found,), problems, failed = answers(json.dumps(LINE))
    assert found["id"] == "q1"
    assert [quote["speaker"] for quote in found["quotes"] if quote["type"] == "direct"] == ["Odile Hart"]
    assert [(who["name"], who["title"]) for who in found["officials"]] == [("Odile Hart", "Councilwoman")]
    assert [who["name"] for who in found["speakers_other"]] == ["Maud Perrin"]
    assert [(one["actor"], one["stance"]) for one in found["positions"]] == [("Odile Hart", "oppose")]
    assert [vote["earliest"] for vote in found["votes"]] == ["2026-04-07"]
    assert (problems, failed) == ("", 0)


def test_every_finding_carries_a_confidence_and_the_rule_that_made_it() -> None:
    (found,), _, _ = answers(json.dumps(LINE))
    findings = [one for kind in ("quotes", "officials", "speakers_other", "positions", "votes") for one in found[kind]]
    assert findings
    assert all(0 < one["confidence"] <= 1 and one["because"] for one in findings)


def test_a_bad_line_is_told_and_the_others_are_done() -> None:
    lines = (json.dumps(LINE), "{not json", '["a list"]', '{"id": 3, "text": 5}', json.dumps(LINE | {"id": "q2"}))
    found, problems, failed = answers(*lines)
    assert [one["id"] for one in found] == ["q1", None, None, 3, "q2"]
    assert ["error" in one for one in found] == [False, True, True, True, False]
    assert [line.split(":")[0] for line in problems.splitlines()] == ["line 2", "line 3", "line 4"]
    assert failed == 3


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"text": None}, '"text" must be a string'),
        ({"published_at": "yesterday"}, "yesterday"),
        ({"published_at": 12}, "ISO 8601"),
        ({"roster": [{"title": "Mayor"}]}, "'name' is missing"),
        ({"headings": [[1]]}, "unpack"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(change: dict[str, object], complaint: str) -> None:
    with pytest.raises(BadLine, match=complaint) as problem:
        read_story(json.dumps(LINE | change))
    assert problem.value.story_id == "q1"


def test_a_roster_and_headings_are_read() -> None:
    entry = {"name": "Odile Hart", "title": "Council Member", "body": "Larch Ferry City Council", "since": "2024-01-01"}
    _, story = read_story(json.dumps(LINE | {"roster": [entry], "headings": [[0, 5]]}))
    assert story.roster[0] == RosterEntry(
        "Odile Hart", "Odile Hart", "Council Member", "Larch Ferry City Council", (), datetime(2024, 1, 1).date()
    )
    assert story.headings == ((0, 5),)


def test_a_time_without_an_offset_is_read_as_utc() -> None:
    _, story = read_story(json.dumps(LINE | {"published_at": "2026-03-05T08:00:00"}))
    assert story.published_at == datetime(2026, 3, 5, 8, tzinfo=UTC)


def test_a_line_of_findings_is_one_line_whatever_the_story_holds() -> None:
    text = TEXT.replace("Larch Ferry", "Larch\u2028Ferry").replace("gravel", "gra\ud800vel")
    line = write_findings("\ud800", extract(Story("", text, None)))
    assert len(line.splitlines()) == 1
    assert line.isascii()


def test_stories_come_out_in_the_order_they_went_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "CHARACTERS_AT_A_TIME", 6_000)  # a tenth, for two of these stories at a time
    stories = [Story("", f"Mayor Ana Ruiz said the town has {n} bridges. " * 60, None) for n in range(4)]
    stories.insert(2, Story("", TEXT, datetime(2026, 3, 5, tzinfo=UTC)))
    found = list(extract_all(stories))
    assert [bool(one.votes) for one in found] == [False, False, True, False, False]


def test_the_command_asks_for_its_format() -> None:
    with pytest.raises(CommandError, match="--jsonl"):
        Command().handle(jsonl=False)


def test_a_model_that_is_not_installed_is_named_and_no_story_counts_as_read() -> None:
    with pytest.raises(RuntimeError, match="no_such_package"):
        next(extract_all([Story("Quarry vote", "The council met on Monday.", None)], "no_such_package"))

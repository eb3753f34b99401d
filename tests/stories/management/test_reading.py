"""`manage.py read_page` and `read_feed`: one file or many, as JSON, without database or server."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from stories.management.commands.read_feed import Command as ReadFeed
from stories.management.commands.read_page import Command as ReadPage
from stories.management.reading import ReadingCommand
from tests.patience import PATIENCE
from tests.stories.ingestion.samples import LEAD, item, page, rss

ROOT = Path(__file__).parents[3]
KEYS = ["title", "text", "byline", "site", "published_at", "modified_at", "canonical_url", "language", "headings"]


def _run(*options: str, sent: bytes, command: str = "read_page") -> subprocess.CompletedProcess[bytes]:
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none", "REDIS_URL": "redis://127.0.0.1:9/0"}
    started = [sys.executable, "manage.py", command, *options]
    return subprocess.run(
        started, input=sent, capture_output=True, cwd=ROOT, env={**os.environ, **nowhere}, timeout=PATIENCE, check=False
    )


def test_one_page_is_one_object_with_the_keys_that_others_rely_on() -> None:
    done = _run(sent=page())
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert list(found)[:9] == KEYS
    assert (found["byline"], found["published_at"]) == (["Mara Quist"], "2026-03-03T18:20:00-06:00")


def test_a_page_that_cannot_be_read_is_one_clear_line_and_a_failure() -> None:
    done = _run(sent=b"%PDF-1.7")
    assert done.returncode != 0
    assert done.stderr.decode().strip().count("\n") == 0
    assert b"PDF" in done.stderr
    assert done.stdout == b""


def test_many_pages_are_a_line_each_and_a_bad_one_stops_nothing(tmp_path: Path) -> None:
    saved = tmp_path / "page.html"
    saved.write_bytes(page())
    lines = [
        json.dumps({"id": "a", "path": str(saved)}),
        "not json",
        json.dumps({"id": "b", "html": page().decode(), "url": "https://ledger.example/n/1?utm_source=x"}),
        json.dumps({"id": "c", "path": str(tmp_path / "missing.html")}),
        json.dumps({"id": "d"}),
        json.dumps(["e"]),
        '{"id": "f", "html": "\\ud800"}',
    ]
    done = _run("--jsonl", sent="\n".join(lines).encode())
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", None, "b", "c", "d", None, "f"]
    assert answers[0]["text"].startswith(LEAD)
    assert answers[2]["canonical_url"] == "https://ledger.example/n/1"
    assert all(answers[n]["error"] for n in (1, 3, 4, 5, 6))


@pytest.mark.parametrize(
    "line",
    ["[" * 100_000, '{"id": 1, "path": 7}', '{"id": 1, "path": "/"}', '{"id":1,"path":"a\\u0000b"}', "null", "{}"],
)
@pytest.mark.parametrize("command", [ReadPage, ReadFeed])
def test_any_line_is_answered(line: str, command: type[ReadingCommand]) -> None:
    assert command.answer_for(line)["error"]


def test_a_feed_is_one_object_with_its_entries_in_plain_text() -> None:
    done = _run("--url", "https://ledger.example/feed", sent=rss(item(7, link="/news/7")), command="read_feed")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    (entry,) = found["entries"]
    assert (found["title"], found["site_url"]) == ("Harrow Ledger", "https://ledger.example/")
    assert entry == {
        "id": "ledger-7",
        "url": "https://ledger.example/news/7",
        "title": "Story number 7",
        "summary": "The council met.",
        "content": "The council met.",
        "published_at": "2026-03-03T18:20:00-06:00",
        "updated_at": None,
        "authors": [],
    }


def test_what_is_no_feed_is_told_in_its_line() -> None:
    asked = json.dumps({"id": "a", "feed": page().decode()})
    assert ReadFeed.answer_for(asked) == {"id": "a", "error": "The server answered with a web page instead of a feed."}
    assert ReadFeed.answer_for(json.dumps({"id": "b", "feed": rss().decode()}))["entries"]

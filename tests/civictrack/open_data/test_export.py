"""What is in the files is what readers see and no more; a spreadsheet takes none of it for a formula."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from civictrack.open_data.export import NO_LICENCE, dictionary, sha256
from officials.models import Body, Person
from stories import curation
from stories.models import Article, Finding, Quote
from tests.civictrack.backups import town
from tests.factories import NOW, make_article, make_finding, make_issue, make_official, make_person, make_position
from votes.models import Issue

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "open-data.md").read_text(encoding="utf-8")


def read(folder: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((folder / f"{name}.json").read_text())
    return rows


@pytest.mark.django_db
def test_no_private_person_no_withdrawn_no_removed_and_no_undecided_word_is_in_a_file(tmp_path: Path) -> None:
    by = town.build()
    issue = Issue.objects.get(title="The pier")
    private, secret = make_person("Pia Vane"), make_issue("A secret matter", published_at=None)
    Quote.objects.create(text="I would rather not be listed.", type="direct", person=private, issue=issue)
    make_position(private, issue)
    make_position(make_official("Cora Ames", issue.body), secret)
    story = make_article("“Nobody accepted this sentence,” she said.")
    make_finding(story, "Nobody accepted this sentence,", payload={"speaker": "x", "type": "direct"})
    gone = Article.objects.filter(findings__state="accepted").latest("pk")
    curation.withdraw(gone, "made up", True, by, NOW)
    removed = Person.objects.get(name="Ona Firth")
    curation.redact_person(removed, by, NOW, "a minor")
    call_command("export_data", str(tmp_path / "data"))
    words = "".join(path.read_text() for path in (tmp_path / "data").iterdir())
    for secret_words in (
        "Pia Vane", "rather not be listed", "secret matter", "Nobody accepted this", gone.url, "Firth", "@",
        "password", "whsec_",
    ):  # fmt: skip
        assert secret_words not in words, secret_words
    assert "Cora Ames" in words
    assert read(tmp_path / "data", "people")


@pytest.mark.django_db
def test_of_a_story_there_are_thirty_words_of_a_sentence_and_only_where_readers_see_it(tmp_path: Path) -> None:
    long = " ".join(f"word{number}" for number in range(60))
    issue, person = make_issue(), make_official()
    text = f"{person} said {long}. " + "Nothing else was said. " * 40
    story = make_article(text)
    quote = Quote.objects.create(text=long, type="indirect", person=person, issue=issue)
    make_finding(story, long, quote=quote, state="accepted", payload={"type": "indirect", "speaker": str(person)})
    brief = make_article("“It is over,” she said. “It leaks,” she said. “It is ours,” she said. So it went.")
    said = ("It is over,", "It leaks,", "It is ours,")
    for words in said:
        told = Quote.objects.create(text=words, type="direct", person=person, issue=issue)
        make_finding(brief, words, quote=told, state="accepted", payload={"type": "direct", "speaker": str(person)})
    call_command("export_data", str(tmp_path / "data"))
    claims = {row["quote"]: row["sentence"] for row in read(tmp_path / "data", "claims")}
    assert len(claims[quote.pk].split()) == 30
    assert claims[quote.pk].endswith("…")
    quotes = {row["id"]: row["text"] for row in read(tmp_path / "data", "quotes")}
    assert quotes[quote.pk].endswith("word29…")
    assert [bool(words) for pk, words in sorted(claims.items()) if pk != quote.pk] == [True, True, False]
    assert [words for pk, words in sorted(quotes.items()) if pk != quote.pk] == ["It is over", "It leaks", ""]
    assert Finding.objects.count() == 4


@pytest.mark.django_db
def test_the_files_are_the_same_each_time_and_harmless_to_a_spreadsheet(tmp_path: Path, settings: Any) -> None:
    body = make_issue("=cmd|' /C calc'!A1").body
    Body.objects.filter(pk=body.pk).update(name="+1 Council", aliases=["=A1", "the council"])  # type: ignore[union-attr]
    for name in ("first", "second"):
        call_command("export_data", str(tmp_path / name))
    first, second = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("first", "second")
    )
    assert first == second
    with (tmp_path / "first" / "issues.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["title"] == "'=cmd|' /C calc'!A1"
    for path in (tmp_path / "first").glob("*.csv"):
        with path.open(newline="") as file:
            cells = [cell for line in csv.reader(file) for cell in line]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    manifest = json.loads(first["manifest.json"])
    assert manifest["licence"] == NO_LICENCE
    assert {name: sha256(tmp_path / "first" / name) for name in manifest["sha256"]} == manifest["sha256"]
    settings.OPEN_DATA_LICENCE = "CC BY 4.0"
    call_command("export_data", str(tmp_path / "third"))
    assert json.loads((tmp_path / "third" / "manifest.json").read_text())["licence"] == "CC BY 4.0"
    with pytest.raises(CommandError, match="not empty"):
        call_command("export_data", str(tmp_path / "third"))
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="can't be written"):
        call_command("export_data", str(tmp_path / "file" / "data"))


def as_written() -> str:
    """The dictionary as the page has it."""
    parts = []
    for name, kind in dictionary().items():
        parts += [f"### {name}", "", kind["says"], "", "| column | type | what it is |", "|---|---|---|"]
        for column, about in kind["columns"].items():
            of = f" of {about['of']}" if "of" in about else ""
            values = f": {', '.join(f'`{value}`' for value in about['values'])}" if "values" in about else ""
            parts.append(f"| `{column}` | {about['type']}{of} | {about['says']}{values} |")
        parts.append("")
    return "\n".join(parts).strip()


def test_the_page_has_the_dictionary_as_it_is() -> None:
    assert as_written() == re.split(r"^## The dictionary\n\n", PAGE, flags=re.MULTILINE)[1].strip()

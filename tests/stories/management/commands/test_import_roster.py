"""`manage.py import_roster`: what differs, a line each; applied, or only said."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from officials.models import Body, Person
from stories.models import LoggedAction
from tests.factories import make_account, make_body, make_official, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> Body:
    return make_body("Reedham Council", make_place("Reedham"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text("name,title\nAda Reed,Mayor\nAl Bell,Council Member\n")
    return path


def run(file: Path, *options: str, body: str = "reedham council") -> str:
    out = StringIO()
    call_command("import_roster", str(file), "--body", body, *options, stdout=out)
    return out.getvalue()


def test_a_dry_run_says_what_differs_and_changes_nothing(body: Body, file: Path) -> None:
    out = run(file, "--dry-run")
    assert "+ role    Al Bell: Council Member\n" in out
    assert "Reedham Council: 2 new people, 2 new roles; nothing was changed." in out
    assert not Person.objects.exists()


def test_it_is_applied_in_the_name_of_a_user(body: Body, file: Path) -> None:
    make_account("una")
    run(file, "--as", "una")
    assert (LoggedAction.objects.get().by.username, Person.objects.count()) == ("una", 2)


def test_whom_a_name_means_is_said_on_the_command_line(body: Body, file: Path) -> None:
    known = make_official("Ada Reede", body, title="Mayor")
    with pytest.raises(CommandError, match="Say first who these are: Ada Reed"):
        run(file)
    run(file, "--is", f"Ada Reed={known.pk}", "--whole")
    assert Person.objects.get(pk=known.pk).name == "Ada Reed"


def test_what_is_wrong_is_said_in_a_sentence(body: Body, file: Path) -> None:
    make_body("Reedham Council")
    for asked, said in (
        (lambda: run(file), "Several bodies are called reedham council"),
        (lambda: run(file, body="Mill Board"), "No body is called Mill Board"),
        (lambda: run(Path("/nowhere"), body=body.slug), "can't be read"),
        (lambda: run(file, "--is", "Ada", body=body.slug), "write NAME=NUMBER"),
        (lambda: run(file, "--as", "nobody", body=body.slug), "There is no user nobody"),
    ):
        with pytest.raises(CommandError, match=said):
            asked()
    file.write_text("name,since\nAda,soon\n")
    with pytest.raises(CommandError, match="Line 2: its since"):
        run(file, body=body.slug)

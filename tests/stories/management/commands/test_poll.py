"""`manage.py poll`: every step shown."""

from typing import Any

import pytest
from django.core.management import call_command

from stories.models import Source

pytestmark = pytest.mark.django_db


def test_polling_one_source_shows_every_step(source: Source, capsys: Any) -> None:
    call_command("poll", "--source", str(source.pk), verbosity=2)
    said = capsys.readouterr().out
    for step in ("Asking", "lists 2 stories, 2 of them new", "stored", "Next look in"):
        assert step in said


@pytest.mark.parametrize("verbosity", [["-v"], ["-v", "2"], ["--verbosity", "2"], ["-v2"]])
def test_poll_takes_v_with_a_number_or_without(
    source: Source, verbosity: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("poll", "--source", str(source.pk), *verbosity)
    assert capsys.readouterr().out.count(": stored") == 2

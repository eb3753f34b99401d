"""`manage.py poll`: every step shown."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

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


def test_a_source_can_be_polled_afresh(source: Source, capsys: Any) -> None:
    call_command("poll", "--source", str(source.pk))
    Source.objects.update(must_not_have=[])
    call_command("poll", "--source", str(source.pk), "--afresh")
    assert "It lists 2 stories, 0 of them new." in capsys.readouterr().out
    assert not Source.objects.get().is_afresh


def test_all_sources_at_once_are_not_polled_afresh() -> None:
    with pytest.raises(CommandError, match="goes with --source"):
        call_command("poll", "--afresh")

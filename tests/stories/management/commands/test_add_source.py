"""`manage.py add_source` with a source followed already: it is changed as the options say, and never added twice."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from stories.models import Source
from tests.factories import make_issue

pytestmark = pytest.mark.django_db


def test_a_source_followed_already_is_changed_as_the_options_say(source: Source, capsys: Any) -> None:
    issue = make_issue()
    call_command(
        "add_source", source.url, "--minutes", "45", "--must-not-have", "obituary", "--full-text", "feed", "--paused",
        "--issue", issue.slug, "--outlet", "Gull Cove Beacon", "--yes",
    )  # fmt: skip
    said = capsys.readouterr().out
    for line in ("interval minutes: none → 45", "must not have: none → obituary", "full text: page → feed",
                 "paused: no → yes", f"issues: none → {issue}", "→ Gull Cove Beacon"):  # fmt: skip
        assert line in said
    source.refresh_from_db()
    assert (source.interval_minutes, source.must_not_have, source.paused) == (45, ["obituary"], True)
    assert (source.outlet.name, source.issues.get()) == ("Gull Cove Beacon", issue)
    call_command(
        "add_source", source.url, "--minutes", "0", "--must-not-have", "", "--no-paused", "--issue", "", "--yes"
    )
    source.refresh_from_db()
    assert (source.interval_minutes, source.must_not_have, source.paused) == (None, [], False)
    assert not source.issues.exists()
    assert source.full_text == "feed"


def test_a_source_followed_already_is_not_added_twice(source: Source) -> None:
    with pytest.raises(CommandError, match="followed already"):
        call_command("add_source", source.url, "--yes")
    assert Source.objects.count() == 1

"""A source goes in once, whatever its newest item is, and can be followed in another way later."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from stories.models import Outlet, Source
from stories.sources.follow import outlet_named
from tests.factories import make_issue, make_outlet

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


def test_outlets_whose_names_have_no_latin_letter_are_told_apart() -> None:
    first, other = outlet_named("Новости", "https://a.example/feed"), outlet_named("Вести", "https://a.example/feed")
    assert (first.slug, other.slug) == ("a-example", "a-example-2")
    assert outlet_named("новости ", "https://b.example/") == first
    assert Outlet.objects.count() == 2


def test_an_outlet_can_be_named_by_its_slug() -> None:
    outlet = make_outlet("Gull Cove Beacon")
    assert outlet_named(outlet.slug, "https://a.example/feed") == outlet

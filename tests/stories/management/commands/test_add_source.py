"""`manage.py add_source` with a source followed already: it is changed as the options say, and never added twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from stories.models import Source
from tests.factories import make_issue, make_place
from tests.stories.ingestion.web import Site, page

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


def test_a_tracking_copy_of_a_source_is_that_source(source: Source) -> None:
    with pytest.raises(CommandError, match="followed already"):
        call_command("add_source", f"{source.url}?utm_source=reader", "--yes")
    assert Source.objects.count() == 1


def test_rules_and_headers_are_set_checked_and_cleared(source: Source, capsys: Any) -> None:
    call_command(
        "add_source", source.url, "--url-rule", "only /news/", "--url-rule", "rewrite /amp/ /",
        "--header", "X-Key: s3c", "--yes",
    )  # fmt: skip
    source.refresh_from_db()
    assert (source.url_rules, source.request_headers) == (["only /news/", "rewrite /amp/ /"], {"X-Key": "s3c"})
    assert source.is_afresh
    assert "s3c" not in capsys.readouterr().out
    call_command("add_source", source.url, "--url-rule", "", "--header", "", "--yes")
    source.refresh_from_db()
    assert (source.url_rules, source.request_headers) == ([], {})


@pytest.mark.parametrize(("option", "words"), [
    (["--url-rule", "(a+)+$"], "is none"), (["--header", "X: a\r\nHost: b"], "can't be sent"),
])  # fmt: skip
def test_a_rule_or_header_that_is_none_is_refused(source: Source, option: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("add_source", source.url, *option, "--yes")


def test_a_known_source_is_previewed_as_the_options_would_have_it(source: Source, capsys: Any) -> None:
    call_command("add_source", source.url, "--preview", "--url-rule", "not /2")
    said = capsys.readouterr().out
    assert "1 of 2 listed stories are taken" in said
    assert "/2.html  Its address is under /2." in said
    assert "Story 1 of the pier" in said
    source.refresh_from_db()
    assert (source.url_rules, source.is_afresh, source.entries.count()) == ([], False, 0)


def test_a_site_that_is_not_followed_is_previewed_and_not_followed(site: Site, capsys: Any) -> None:
    call_command("add_source", site.url("/feed"), "--preview")
    assert "2 of 2 listed stories are taken" in capsys.readouterr().out
    assert not Source.objects.exists()


def test_where_an_outlet_is_is_asked_when_its_source_is_added(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    place, asked = make_place(), []

    def answer(question: str) -> str:
        asked.append(question)
        return place.slug if "Where is" in question else "y"

    monkeypatch.setattr("builtins.input", answer)
    call_command("add_source", site.url("/feed"))
    assert [question.split()[0] for question in asked] == ["Follow", "Where"]
    assert place.slug in asked[1]
    assert (Source.objects.get().place, Source.objects.get().outlet.place) == (place, place)


def test_without_a_place_it_is_told_what_that_means(site: Site, capsys: Any) -> None:
    call_command("add_source", site.url("/feed"), "--yes")
    assert "nothing is counted from its stories' times without a zone" in capsys.readouterr().err


def test_a_place_can_be_said_later(source: Source) -> None:
    place = make_place()
    call_command("add_source", source.url, "--place", place.slug, "--yes")
    source.refresh_from_db()
    assert (source.place, source.outlet.place) == (place, place)


def test_the_second_calendar_of_a_host_is_asked_whose_it_is_and_has_a_place_of_its_own(local_site: Site) -> None:
    begins = f"{timezone.now() + timedelta(days=9):%Y%m%dT180000}"
    for path in ("/cove.ics", "/bay.ics"):
        text = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:{begins}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        local_site.pages[path] = page(text.encode(), Content_Type="text/calendar")
    cove, bay = make_place("Gull Cove"), make_place("Heron Bay")
    call_command("add_source", local_site.url("/cove.ics"), "--place", cove.slug, "--yes")
    with pytest.raises(CommandError, match="Say whose calendar it is by --place"):
        call_command("add_source", local_site.url("/bay.ics"), "--yes")
    call_command("add_source", local_site.url("/bay.ics"), "--place", bay.slug, "--yes")
    first, second = Source.objects.order_by("pk")
    assert (first.outlet, first.outlet.place) == (second.outlet, cove)
    assert (first.home, second.home) == (cove, bay)

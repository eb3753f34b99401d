"""An operator sees at once which source needs a look."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from stories.models import Entry, Source
from stories.sources.health import health
from tests.factories import NOW, make_article, make_finding, make_source, number

pytestmark = pytest.mark.django_db


def yielded(source: Source, *days_ago: int) -> None:
    """The source's stories gave a finding on these days."""
    for days in days_ago:
        article = make_article(outlet=source.outlet)
        Entry.objects.create(
            source=source, guid=f"g{number()}", url=article.url, article=article, next_try_at=NOW, seen_at=NOW
        )
        finding = make_finding(article, "council")
        type(finding).objects.filter(pk=finding.pk).update(created_at=NOW - timedelta(days=days))
    Source.objects.filter(pk=source.pk).update(last_yield_at=NOW - timedelta(days=min(days_ago)))


def alarm_of(source: Source) -> str:
    return next(one.alarm for one in health(NOW) if one.source == source)


def test_a_source_that_stopped_yielding_against_its_own_history_is_an_alarm() -> None:
    source = make_source()
    yielded(source, 20, 22, 24, 26)
    assert "No finding for 20 days" in alarm_of(source)


def test_a_source_that_seldom_yields_is_no_alarm() -> None:
    source = make_source()
    yielded(source, 20, 60, 100, 140)
    assert alarm_of(source) == ""


def test_the_alarm_of_a_silent_source_does_not_fall_silent_itself() -> None:
    source = make_source()
    yielded(source, 400, 402, 404, 406)
    assert "No finding for 400 days" in alarm_of(source)


def test_a_young_source_that_yielded_only_in_its_first_days_is_an_alarm_after_a_month() -> None:
    young, silent = make_source(), make_source()
    yielded(young, 20, 21)
    yielded(silent, 31, 32)
    assert alarm_of(young) == ""
    assert "No finding for 31 days, though it did yield some" in alarm_of(silent)


def test_a_source_that_never_yielded_is_an_alarm_after_a_month() -> None:
    source = make_source()
    Source.objects.filter(pk=source.pk).update(created_at=NOW - timedelta(days=31))
    assert "No finding in all the 31 days" in alarm_of(source)


def test_a_new_source_is_no_alarm() -> None:
    assert alarm_of(make_source()) == ""


def test_repeated_failures_are_an_alarm_in_plain_words() -> None:
    source = make_source(failures=3, problem="The host was not found.")
    assert alarm_of(source) == "It failed 3 times in a row: The host was not found."


def test_a_paused_source_is_no_alarm() -> None:
    assert alarm_of(make_source(paused=True, failures=9)) == ""


def test_what_needs_a_look_comes_first(django_assert_max_num_queries: object) -> None:
    make_source()
    bad = make_source(failures=5, problem="It answers 404.")
    for _ in range(5):
        make_source()
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert health(NOW)[0].source == bad


def test_the_command_lists_the_sources_with_their_alarms(capsys: pytest.CaptureFixture[str]) -> None:
    make_source(failures=5, problem="It answers 404.")
    call_command("sources")
    assert "! It failed 5 times in a row: It answers 404." in capsys.readouterr().out


def test_the_command_tells_a_problem_from_the_first_failure_on(capsys: pytest.CaptureFixture[str]) -> None:
    make_source(failures=1, problem="It answers 500.")
    call_command("sources")
    assert "! It answers 500." in capsys.readouterr().out


def test_the_command_tells_of_one_source_which_stories_could_not_be_read_and_why(
    capsys: pytest.CaptureFixture[str],
) -> None:
    source = make_source(url="https://post.example/feed")
    make_source(url="https://post.example/feed/other")
    lost = {"next_try_at": NOW, "seen_at": NOW, "source": source, "attempts": 5}
    Entry.objects.create(guid="a", url="https://post.example/a", state="failed", problem="It is a PDF.", **lost)
    Entry.objects.create(guid="b", url="https://post.example/b", problem="It was too slow.", **lost)
    call_command("sources", "--source", "https://post.example/feed")
    said = " ".join(capsys.readouterr().out.split())
    assert "https://post.example/a given up: It is a PDF." in said
    assert "https://post.example/b tried again later: It was too slow." in said
    assert "/other" not in said


def seen(source: Source, state: str, problem: str = "") -> None:
    address = f"https://post.example/{number()}"
    Entry.objects.create(
        source=source, guid=address, url=address, state=state, problem=problem, attempts=1, next_try_at=NOW, seen_at=NOW
    )


def test_a_source_none_of_whose_newest_stories_can_be_read_is_an_alarm() -> None:
    source = make_source()
    seen(source, "done")
    for _ in range(4):
        seen(source, "failed", "It answers 403.")
    assert alarm_of(source) == ""
    seen(source, "due", "It answers 403.")
    assert alarm_of(source) == "None of its newest 5 stories could be read: It answers 403."
    seen(source, "done")
    assert alarm_of(source) == ""

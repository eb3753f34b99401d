"""`manage.py sources`: how each is doing, what was left out, and what could not be read."""

import pytest
from django.core.management import call_command

from stories.ingestion import poll
from stories.models import Entry, Source
from stories.sources.health import health
from tests.factories import NOW, make_source
from tests.stories.ingestion.beacon import rss
from tests.stories.ingestion.web import Site, page

pytestmark = pytest.mark.django_db


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


def test_stories_left_out_by_their_words_are_counted(
    source: Source, capsys: pytest.CaptureFixture[str], site: Site
) -> None:
    Source.objects.filter(pk=source.pk).update(must_not_have=["story 2"])
    call_command("poll", "--source", str(source.pk), "-v")
    assert "leave out 1 of those" in capsys.readouterr().out
    call_command("sources")
    assert "1 left out by its words" in capsys.readouterr().out


def test_of_a_feed_too_long_to_be_taken_whole_the_operator_is_told(
    source: Source, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.pages["/feed"] = page(rss(site, *range(1_001)))
    said: list[str] = []
    poll.poll(source, NOW, said.append)
    poll.poll(source, NOW)
    assert "It lists more stories than are taken at once: only its newest are." in said
    call_command("sources")
    assert "only its newest 1,000 are" in capsys.readouterr().out
    assert [of_source.alarm for of_source in health(NOW)] == [""]

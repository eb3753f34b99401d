"""An operator sees at once when a source stops yielding, what was left out, and what could not be read."""
# ruff: noqa: F811

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from stories.ingestion import poll
from stories.ingestion.keywords import has_any
from stories.models import Article, Entry, Source
from stories.sources.health import health
from tests.factories import NOW, make_source
from tests.stories.ingestion.test_poll import rss, site, source, story  # noqa: F401
from tests.stories.ingestion.web import Site, page, redirect

pytestmark = pytest.mark.django_db


def alarm_of(source: Source) -> str:
    return next(one.alarm for one in health(NOW) if one.source == source)


@pytest.mark.parametrize("verbosity", [["-v"], ["-v", "2"], ["--verbosity", "2"], ["-v2"]])
def test_poll_takes_v_with_a_number_or_without(
    source: Source, verbosity: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("poll", "--source", str(source.pk), *verbosity)
    assert capsys.readouterr().out.count(": stored") == 2


def test_a_section_page_that_lists_no_story_any_more_is_a_problem_at_each_look(site: Site) -> None:
    link = '<h2><a href="/1.html">Story 1 of the pier and the council</a></h2>'
    site.pages["/news/"] = page(f"<html><body><main>{link}</main></body></html>".encode(), Content_Type="text/html")
    source = make_source(url=site.url("/news/"), kind=Source.Kind.PAGE, selector="main h2 a")
    assert poll.poll(source, NOW) == 1
    site.pages["/news/"] = page(b"<html><body><p>A new look</p></body></html>", Content_Type="text/html")
    for _ in range(3):
        poll.poll(source, NOW)
    assert "No links to stories are found on it." in source.problem
    assert "It failed 3 times in a row" in alarm_of(source)


def test_a_server_that_asks_for_a_pause_for_ever_is_an_alarm(source: Source, site: Site) -> None:
    site.pages["/feed"] = page(b"", 429)
    for _ in range(3):
        poll.poll(source, NOW)
    assert "It failed 3 times in a row" in alarm_of(source)


def test_a_source_that_moved_to_one_already_followed_is_paused_with_a_note(source: Source, site: Site) -> None:
    site.pages["/new-feed"] = site.pages["/feed"]
    other = make_source(url=site.url("/new-feed"))
    site.pages["/feed"] = redirect("/new-feed", 301)
    for _ in range(poll.TIMES_BEFORE_MOVING):
        assert not source.paused
        poll.poll(source, NOW)
    source.refresh_from_db()
    assert source.paused
    assert f"which is source {other.pk}: this one is paused" in source.problem


def test_a_source_stays_when_the_one_it_moved_to_is_paused(source: Source, site: Site) -> None:
    site.pages["/new-feed"] = site.pages["/feed"]
    make_source(url=site.url("/new-feed"), paused=True)
    site.pages["/feed"] = redirect("/new-feed", 301)
    for _ in range(poll.TIMES_BEFORE_MOVING):
        poll.poll(source, NOW)
    source.refresh_from_db()
    assert not source.paused


@pytest.mark.parametrize(
    ("term", "text", "there"),
    [
        ("ice", "Police chief quits", False),
        ("tax", "Taxi fares rise", False),
        ("tax", "TAX: what changes", True),
        ("city council", "The City\n Council met", True),
        ("бюджет", "Новый Бюджет города", True),
        ("#pier", "All about #pier", True),
    ],
)
def test_terms_are_whole_words(term: str, text: str, there: bool) -> None:
    assert has_any([term], text) is there


def test_stories_left_out_by_their_words_are_counted(
    source: Source, capsys: pytest.CaptureFixture[str], site: Site
) -> None:
    Source.objects.filter(pk=source.pk).update(must_not_have=["story 2"])
    call_command("poll", "--source", str(source.pk), "-v")
    assert "leave out 1 of those" in capsys.readouterr().out
    call_command("sources")
    assert "1 left out by its words" in capsys.readouterr().out


def test_a_backfill_tells_each_failure_and_asks_again_for_what_was_given_up(
    source: Source, site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    urls = tmp_path / "urls.txt"
    urls.write_text(f"{site.url('/1.html')}\n{site.url('/2.html')}\n")
    site.pages["/2.html"] = page(b"", 410)
    with pytest.raises(CommandError, match="0 are tried again later, 1 are given up"):
        call_command("backfill", str(source.pk), str(urls))
    assert f"{site.url('/2.html')}: " in capsys.readouterr().err
    assert Entry.objects.get(state="failed").url == site.url("/2.html")
    site.pages["/2.html"] = page(story(2), Content_Type="text/html")
    call_command("backfill", str(source.pk), str(urls))
    assert Article.objects.count() == 2


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
    assert alarm_of(source) == ""

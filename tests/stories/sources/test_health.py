"""An operator sees at once which source needs a look."""

from datetime import timedelta

import pytest

from stories.ingestion import poll
from stories.models import Entry, Source
from stories.sources.health import health
from tests.factories import NOW, make_article, make_finding, make_outlet, make_place, make_source, number
from tests.stories.council import look, make_calendar, shows, vevent
from tests.stories.ingestion.web import Site, page

pytestmark = pytest.mark.django_db


def yielded(source: Source, *days_ago: int) -> None:
    """The source's stories gave a finding on these days."""
    for days in days_ago:
        article = make_article(outlet=source.outlet)
        Entry.objects.create(
            source=source, guid=f"g{number()}", url=article.url, article=article, next_try_at=NOW, seen_at=NOW
        )
        make_finding(article, "council", created_at=NOW - timedelta(days=days))
    Source.objects.filter(pk=source.pk).update(last_yield_at=NOW - timedelta(days=min(days_ago)))


def alarm_of(source: Source) -> str:
    return next(of_one.alarm for of_one in health(NOW) if of_one.source == source)


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


def test_stories_that_a_source_shows_only_in_part_are_counted() -> None:
    source = make_source()
    for partial in (True, False, True):
        article = make_article(outlet=source.outlet, partial=partial)
        Entry.objects.create(
            source=source, guid=f"g{number()}", url=article.url, article=article, state="done", next_try_at=NOW,
            seen_at=NOW,
        )  # fmt: skip
    assert [of_one.partial for of_one in health(NOW)] == [2]


def test_an_outlet_without_a_place_is_said_with_what_it_costs() -> None:
    source, placed = make_source(), make_source(make_outlet(place=make_place("Quarry Bend")))
    make_article(outlet=source.outlet, published_at=NOW, utc_offset=None)
    make_article(outlet=source.outlet)
    notes = {of_one.source: of_one.without_place for of_one in health(NOW)}
    assert "no place" in notes[source]
    assert "1 of its stories" in notes[source]
    assert notes[placed] == ""


def test_a_calendars_meetings_are_counted_and_those_it_lists_no_more_are_named(local_site: Site) -> None:
    calendar = make_calendar(local_site)
    first, last = vevent("a@cove.example", "20260311T180000"), vevent("z@cove.example", "20260401T180000")
    shows(local_site, first, vevent(), last)
    look(calendar)
    shows(local_site, first, last)
    look(calendar, 0.5)
    (one,) = health(NOW + timedelta(days=60))
    assert one.alarm == "", "a calendar may list for months what is on no followed issue"
    (one,) = health(NOW + timedelta(days=0.5))
    assert one.notes == [
        "3 meetings are known from it, 2 of them ahead.",
        "No longer in it, though still ahead: Gull Cove City Council, Tuesday, March 17, 2026, 6 p.m.",
    ]

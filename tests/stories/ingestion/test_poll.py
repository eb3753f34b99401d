"""Sources polled over real HTTP: nothing missed, nothing twice, and every failure in plain words."""

from datetime import timedelta

import pytest

from stories.ingestion import poll
from stories.models import Article, Entry, Source
from stories.sources.follow import change
from stories.sources.health import alarm
from tests.factories import NOW, make_source
from tests.stories.ingestion.beacon import FEED, carries, rss, story, take_all_in
from tests.stories.ingestion.web import Site, page, redirect

pytestmark = pytest.mark.django_db


def test_new_entries_become_stored_stories(source: Source) -> None:
    assert poll.poll(source, NOW) == 2
    take_all_in(source)
    assert sorted(Article.objects.values_list("title", flat=True)) == ["Story 1 of the pier", "Story 2 of the pier"]
    assert not Entry.objects.due(NOW).exists()


def test_polling_again_takes_nothing_twice(source: Source, site: Site) -> None:
    poll.poll(source, NOW)
    take_all_in(source)
    site.pages["/feed"] = page(rss(site, 1, 2, 3))
    assert poll.poll(source, NOW) == 1
    take_all_in(source)
    assert Article.objects.count() == 3


def test_an_unchanged_source_costs_one_conditional_request(source: Source, site: Site) -> None:
    poll.poll(source, NOW)
    site.pages["/feed"] = page(b"", 304)
    before = len(site.requests)
    poll.poll(source, NOW)
    (asked,) = site.requests[before:]
    assert asked.headers["If-None-Match"] == '"one"'
    assert source.problem == ""


def test_a_server_that_ignores_conditions_is_seen_through_by_the_body(source: Source, site: Site) -> None:
    site.pages["/feed"] = page(rss(site, 1, 2))
    poll.poll(source, NOW)
    said: list[str] = []
    assert poll.poll(source, NOW, said.append) == 0
    assert "It has not changed." in said


def test_a_failure_is_told_in_plain_words_and_backs_off(source: Source, site: Site) -> None:
    site.pages["/feed"] = page(b"oops", 500)
    poll.poll(source, NOW)
    first = source.next_poll_at
    poll.poll(source, NOW)
    assert "500" in source.problem
    assert source.failures == 2
    assert source.next_poll_at > first


def test_a_page_instead_of_a_feed_is_told_as_that(source: Source, site: Site) -> None:
    site.pages["/feed"] = page(story(1), Content_Type="text/html")
    poll.poll(source, NOW)
    assert "page" in source.problem
    assert not Entry.objects.exists()


def test_a_source_that_works_again_forgets_its_failures(source: Source, site: Site) -> None:
    good = site.pages["/feed"]
    site.pages["/feed"] = page(b"oops", 500)
    poll.poll(source, NOW)
    site.pages["/feed"] = good
    poll.poll(source, NOW)
    assert (source.failures, source.problem) == (0, "")


def test_a_source_gone_for_good_is_not_asked_again(source: Source, site: Site) -> None:
    site.pages["/feed"] = page(b"", 410)
    poll.poll(source, NOW)
    assert source.gone_at == NOW
    assert not Source.objects.due(NOW + timedelta(days=900)).exists()


def test_a_source_that_asks_for_a_pause_gets_it(source: Source, site: Site) -> None:
    site.pages["/feed"] = page(b"", 429, Retry_After="7200")
    poll.poll(source, NOW)
    assert source.next_poll_at >= NOW + timedelta(hours=2)
    assert alarm(source, [], NOW) == ""


def test_a_permanent_move_is_believed_when_it_repeats(source: Source, site: Site) -> None:
    site.pages["/new-feed"], old = site.pages["/feed"], source.url
    site.pages["/feed"] = redirect("/new-feed", 301)
    poll.poll(source, NOW)
    poll.poll(source, NOW)
    assert source.url == old
    poll.poll(source, NOW)
    assert source.url == site.url("/new-feed")


def test_what_robots_txt_forbids_is_not_asked(source: Source, site: Site) -> None:
    site.pages["/robots.txt"] = page(b"User-agent: *\nDisallow: /\n")
    poll.poll(source, NOW)
    assert "robots.txt" in source.problem
    assert [request.path for request in site.requests] == ["/robots.txt"]


def test_words_that_must_or_must_not_occur_keep_stories_out(source: Source) -> None:
    source.must_have, source.must_not_have = ["story"], ["story 2"]
    poll.poll(source, NOW)
    assert dict(Entry.objects.values_list("guid", "state")) == {"story-1": "due", "story-2": "skipped"}


def test_items_that_point_inside_are_never_fetched(source: Source, site: Site) -> None:
    evil = b"<link>http://169.254.169.254/latest/</link>"
    feed = rss(site, 1, 2).replace(f"<link>{site.url('/1.html')}</link>".encode(), evil)
    site.pages["/feed"] = page(feed)
    poll.poll(source, NOW)
    take_all_in(source)
    assert Article.objects.count() == 1
    (refused,) = Entry.objects.exclude(problem="")
    assert "169.254.169.254" in refused.problem


def test_an_operator_who_pauses_a_source_while_it_is_polled_is_heard(source: Source) -> None:
    Source.objects.filter(pk=source.pk).update(paused=True)
    poll.poll(source, NOW)
    source.refresh_from_db()
    assert source.paused
    assert source.last_fetch_at == NOW


def test_a_feed_with_new_guids_each_time_lists_nothing_new(site: Site) -> None:
    source = make_source(url=site.url("/feed"))
    listing = rss(site, 1).decode()
    for number, new in ((1, 1), (2, 0), (3, 0)):
        changed = listing.replace("story-1", f"story-1-{number}").encode()
        site.pages["/feed"] = page(changed, Content_Type="application/rss+xml")
        assert poll.poll(source, NOW + timedelta(hours=number)) == new
    assert source.entries.count() == 1


def test_the_same_guid_twice_in_a_feed_that_carries_its_stories_is_one_entry(site: Site) -> None:
    source = make_source(url=site.url("/feed"), full_text=Source.FullText.FEED)
    item = (FEED % ("", "story-1", site.url("/1.html"), "Twice.")).split("<item>")[1].split("</item>")[0]
    doubled = (FEED % ("", "story-1", site.url("/1.html"), "Once.")).replace("<item>", f"<item>{item}</item><item>")
    site.pages["/feed"] = page(doubled.encode(), Content_Type="application/rss+xml")
    assert poll.poll(source, NOW) == 1


@pytest.mark.parametrize("polls", [1, 2])
def test_a_guid_used_again_for_another_story_hides_neither(site: Site, polls: int) -> None:
    source = make_source(url=site.url("/feed"))
    first = (FEED % ("", "daily", site.url("/1.html"), "One.")).replace("<title>", "<title>Monday: ")
    second = (FEED % ("", "daily", site.url("/2.html"), "Two.")).replace("<title>", "<title>Tuesday: ")
    if polls == 1:
        item = first.split("<item>")[1].split("</item>")[0]
        second = second.replace("<item>", f"<item>{item}</item><item>")
    for number, feed in enumerate([first, second, second][3 - polls - 1 :]):
        site.pages["/feed"] = page(feed.encode(), Content_Type="application/rss+xml")
        poll.poll(source, NOW + timedelta(hours=number))
    assert {entry.url.rpartition("/")[2] for entry in source.entries.all()} == {"1.html", "2.html"}
    assert source.entries.count() == 2


def test_a_guid_whose_story_moved_or_was_headed_anew_is_still_that_story(site: Site) -> None:
    source = make_source(url=site.url("/feed"))
    feed = FEED % ("", "daily", site.url("/1.html"), "One.")
    for number, changed in enumerate(
        [feed, feed.replace("/1.html", "/1-corrected.html"), feed.replace("<title>", "<title>Now: ")]
    ):
        site.pages["/feed"] = page(changed.encode(), Content_Type="application/rss+xml")
        poll.poll(source, NOW + timedelta(hours=number))
    assert source.entries.count() == 1


def test_a_server_that_says_not_modified_for_ever_is_asked_for_everything_once_a_day(site: Site) -> None:
    source = make_source(url=site.url("/feed"))
    site.pages["/feed"] = page(rss(site, 1), Content_Type="application/rss+xml", ETag='"one"')
    poll.poll(source, NOW)
    site.pages["/feed"] = page(b"", 304)
    poll.poll(source, NOW + timedelta(hours=1))
    assert site.requests[-1].headers["If-None-Match"] == '"one"'
    assert source.problem == ""
    poll.poll(source, NOW + timedelta(days=1))
    assert "If-None-Match" not in site.requests[-1].headers
    assert "says “not modified”" in source.problem
    site.pages["/feed"] = page(rss(site, 1, 2, 3), Content_Type="application/rss+xml", ETag='"one"')
    assert poll.poll(source, NOW + timedelta(days=1, hours=1)) == 2
    assert source.problem == ""


def test_a_list_said_to_change_in_years_is_not_waited_for(site: Site) -> None:
    source = make_source(url=site.url("/feed"))
    site.pages["/feed"] = page(rss(site, 1), Last_Modified="Fri, 01 Mar 2041 10:00:00 GMT")
    poll.poll(source, NOW)
    site.pages["/feed"] = page(rss(site, 1, 2), Last_Modified="Fri, 01 Mar 2041 10:00:00 GMT")
    assert poll.poll(source, NOW + timedelta(minutes=30)) == 1
    assert "If-Modified-Since" not in site.requests[-1].headers


def test_a_server_caught_calling_a_changed_list_unmodified_is_asked_for_everything_from_then_on(site: Site) -> None:
    source = make_source(url=site.url("/feed"))
    site.pages["/feed"] = page(rss(site, 1), ETag='"one"')
    poll.poll(source, NOW)
    site.pages["/feed"] = page(rss(site, 1, 2), ETag='"one"')
    poll.poll(source, NOW + timedelta(days=1))
    assert source.unconditional
    site.pages["/feed"] = page(rss(site, 1, 2, 3), ETag='"one"')
    assert poll.poll(source, NOW + timedelta(days=1, hours=1)) == 1
    assert "If-None-Match" not in site.requests[-1].headers
    Source.objects.filter(pk=source.pk).ask_afresh(NOW)
    source.refresh_from_db()
    poll.poll(source, NOW + timedelta(days=1, hours=2))
    assert not source.unconditional


def test_an_honest_server_is_believed_when_a_list_says_the_same_in_other_words(site: Site) -> None:
    source = make_source(url=site.url("/feed"))
    for hours, built in enumerate(["<ttl>5</ttl>", "<ttl>6</ttl>"]):
        site.pages["/feed"] = page(rss(site, 1).replace(b"<item>", f"{built}<item>".encode()), ETag='W/"one"')
        poll.poll(source, NOW + timedelta(hours=hours))
    assert not source.unconditional


@pytest.mark.parametrize("answer", ["whole", "not modified", "fault"])
def test_a_change_made_while_a_source_is_polled_counts_from_the_next_poll_on(site: Site, answer: str) -> None:
    source = make_source(url=site.url("/feed"), must_not_have=["story 2"])
    poll.poll(source, NOW)
    served = {"whole": page(rss(site, 1, 2)), "not modified": page(b"", 304), "fault": page(b"", 500)}[answer]

    def meddle(step: str) -> None:
        if step.startswith("Asking"):
            change(Source.objects.get(), {"must_not_have": []}, None, NOW + timedelta(minutes=30))

    site.pages["/feed"] = served
    poll.poll(source, NOW + timedelta(minutes=30), meddle)
    site.pages["/feed"] = page(rss(site, 1, 2))
    due = Source.objects.due(NOW + timedelta(minutes=31)).get()
    assert due.must_not_have == []
    poll.poll(due, NOW + timedelta(minutes=31))
    assert set(source.entries.values_list("state", flat=True)) == {"due"}
    assert not Source.objects.due(NOW + timedelta(minutes=32)).exists()


def test_a_source_asked_afresh_is_asked_for_everything_one_time(source: Source, site: Site) -> None:
    poll.poll(source, NOW)
    Source.objects.filter(pk=source.pk).ask_afresh(NOW)
    source.refresh_from_db()
    said: list[str] = []
    for minutes in (1, 2):
        poll.poll(source, NOW + timedelta(minutes=minutes), said.append)
    feeds = [request.headers.get("If-None-Match") for request in site.requests if request.path == "/feed"]
    assert feeds == [None, None, '"one"']
    assert "It lists 2 stories, 0 of them new." in said


def test_a_source_asked_afresh_that_can_not_be_reached_is_asked_so_the_next_time(source: Source, site: Site) -> None:
    poll.poll(source, NOW)
    good, site.pages["/feed"] = site.pages["/feed"], page(b"", 500)
    Source.objects.filter(pk=source.pk).ask_afresh(NOW)
    source.refresh_from_db()
    poll.poll(source, NOW + timedelta(minutes=1))
    site.pages["/feed"] = good
    poll.poll(source, NOW + timedelta(minutes=2))
    assert "If-None-Match" not in site.requests[-1].headers
    assert not source.is_afresh


def test_a_feeds_own_pace_outlasts_an_answer_that_nothing_changed(site: Site) -> None:
    carries(site, "Ana Marsh is for it.", ttl="<ttl>600</ttl>")
    source = make_source(url=site.url("/feed"))
    for look in range(3):
        poll.poll(source, NOW + timedelta(hours=look))
        assert source.next_poll_at - NOW > timedelta(hours=8 + look)


def test_a_paused_sources_stories_wait_with_it(site: Site) -> None:
    source = make_source(url=site.url("/feed"))
    poll.poll(source, NOW)
    Source.objects.update(paused=True)
    due = Entry.objects.due(NOW)
    assert due.count() == 2
    assert not due.of_running_sources().exists()


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

"""What a poll would make of each story that a source lists, told before it is polled."""

import pytest

from stories.ingestion import poll
from stories.ingestion.listing import ListedStory
from stories.models import Entry, Source
from stories.sources.discover import listed
from stories.sources.forecast import forecast
from tests.factories import NOW, make_article
from tests.stories.ingestion.beacon import rss, take_all_in
from tests.stories.ingestion.web import Site, page

pytestmark = pytest.mark.django_db


def told(source: Source, **said: bool) -> dict[str, tuple[bool, str]]:
    """What becomes of each story of the source, by the end of its address."""
    forecasts = forecast(source, listed(source).stories, **said)
    return {one.story.url.rpartition("/")[2]: (one.is_taken, one.reason) for one in forecasts}


def test_each_story_is_taken_or_not_with_the_reason(source: Source, site: Site) -> None:
    poll.poll(source, NOW)
    take_all_in(source)
    site.pages["/feed"] = page(
        rss(site, 1, 2, 3, 4, 5).replace(b"Story 4", b"Obituary").replace(b"/5.html", b"/sports/5")
    )
    source.must_not_have, source.url_rules = ["obituary"], ["not /sports/"]
    assert told(source) == {
        "1.html": (False, "It is taken in already."),
        "2.html": (False, "It is taken in already."),
        "3.html": (True, ""),
        "4.html": (False, "It has a word that it must not have: obituary."),
        "5": (False, "Its address is under /sports/."),
    }
    assert source.entries.count() == 2


def test_what_was_left_out_waits_or_was_given_up_is_told(source: Source) -> None:
    poll.poll(source, NOW)
    source.entries.filter(guid="story-1").update(state=Entry.State.FAILED, problem="It is a PDF.")
    source.entries.filter(guid="story-2").update(state=Entry.State.SKIPPED)
    assert told(source) == {
        "1.html": (False, "It is given up until the source is asked afresh: It is a PDF."),
        "2.html": (False, "It was left out when it came; asked afresh, it is taken."),
    }
    assert told(source, afresh=True) == {"1.html": (True, ""), "2.html": (True, "")}
    source.entries.update(state=Entry.State.DUE, problem="It was too slow.")
    assert told(source)["1.html"] == (True, "It waits to be read. It was too slow.")


def test_a_story_listed_again_under_another_guid_is_told(source: Source, site: Site) -> None:
    poll.poll(source, NOW)
    site.pages["/feed"] = page(rss(site, 1, 3).replace(b"story-1", b"another-guid"))
    assert told(source)["1.html"] == (False, "It is known already, under another GUID.")


def test_of_a_source_that_is_not_followed_yet_all_is_told_as_well() -> None:
    stories = [
        ListedStory("a", "https://b.example/news/1", "A"),
        ListedStory("a", "https://b.example/news/1", "A"),
        ListedStory("b", "javascript:alert(1)", "B"),
    ]
    reasons = {(one.is_taken, one.reason) for one in forecast(Source(url_rules=["only /news/"]), stories)}
    assert reasons == {(True, ""), (False, "It is listed twice."), (False, "It has no address of the web.")}


def test_a_story_that_another_source_brought_is_looked_at_again() -> None:
    article = make_article()
    (one,) = forecast(Source(), [ListedStory("a", article.url, "A")])
    assert (one.is_taken, one.reason) == (True, "Its story is stored already, and is looked at again.")

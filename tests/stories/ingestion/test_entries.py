"""The stories of a list: addressed by rules, left out with a reason, and decided anew when asked afresh."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stories.ingestion import poll
from stories.ingestion.entries import addressed, left_out
from stories.ingestion.listing import ListedStory
from stories.models import Article, Entry, Source
from stories.sources.follow import change
from tests.factories import NOW
from tests.stories.ingestion.beacon import rss, take_all_in
from tests.stories.ingestion.web import Site, page

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def test_a_story_is_asked_for_by_the_address_that_the_rules_make(source: Source, site: Site) -> None:
    source.url_rules = ["rewrite /mobile/", "only /1"]
    site.pages["/feed"] = page(rss(site, 1, 2).replace(b"/1.html", b"/mobile/1.html?utm_source=rss"))
    poll.poll(source, NOW)
    take_all_in(source)
    assert Article.objects.get().url == site.url("/1.html")
    assert dict(source.entries.values_list("guid", "state")) == {"story-1": "done", "story-2": "skipped"}


def test_each_story_that_is_left_out_has_its_reason() -> None:
    source = Source(must_have=["pier", "ferry"], must_not_have=["obituary"], url_rules=["not /sports/"])
    reasons = {
        "https://b.example/sports/1 The pier race": "Its address is under /sports/.",
        "https://b.example/news/2 The budget": "It has none of the words that it must have: pier, ferry.",
        "https://b.example/news/3 Obituary: a captain of the ferry": "It has a word that it must not have: obituary.",
        "https://b.example/news/4 A vote on the pier": "",
    }
    for said, reason in reasons.items():
        url, _, title = said.partition(" ")
        assert left_out(source, ListedStory(url, url, title)) == reason


def test_what_has_no_address_of_the_web_is_no_story() -> None:
    listed = [ListedStory("a", "javascript:alert(1)", "A"), ListedStory("b", "https://b.example/1?utm_source=x", "B")]
    assert [story.url for story in addressed(Source(), listed)] == ["https://b.example/1"]


def test_changed_rules_decide_anew_on_what_was_left_out_waits_or_was_given_up(source: Source, site: Site) -> None:
    source.must_have = ["nothing of the kind"]
    source.save()
    poll.poll(source, NOW)
    assert set(source.entries.values_list("state", flat=True)) == {"skipped"}
    change(source, {"must_have": [], "url_rules": ["not /2"]}, None, LATER)
    source.refresh_from_db()
    poll.poll(source, LATER)
    assert dict(source.entries.values_list("guid", "state")) == {"story-1": "due", "story-2": "skipped"}


def test_what_is_done_stays_done_however_often_a_source_is_asked_afresh(source: Source, site: Site) -> None:
    poll.poll(source, NOW)
    take_all_in(source)
    Source.objects.filter(pk=source.pk).ask_afresh(LATER)
    source.refresh_from_db()
    poll.poll(source, LATER)
    assert set(source.entries.values_list("state", flat=True)) == {"done"}


def test_a_story_given_up_is_tried_again_when_its_source_is_asked_afresh(source: Source) -> None:
    poll.poll(source, NOW)
    source.entries.update(state=Entry.State.FAILED, attempts=5, problem="It was a PDF.")
    source.entries.filter(guid="story-2").update(claimed_until=timezone.now())
    Source.objects.filter(pk=source.pk).ask_afresh(LATER)
    source.refresh_from_db()
    poll.poll(source, LATER)
    assert set(source.entries.values_list("state", "attempts", "problem")) == {("due", 0, "")}


def test_words_come_with_the_stories_of_a_feed_that_turns_out_to_be_the_only_place_to_read_them(
    source: Source, site: Site
) -> None:
    words = "<description>The council of Gull Cove put the vote off.</description><guid>"
    site.pages["/feed"] = page(rss(site, 1).replace(b"<guid>", words.encode()))
    site.pages["/1.html"] = page(b"", 403)
    poll.poll(source, NOW)
    take_all_in(source)
    assert not Article.objects.exists()
    change(source, {"full_text": Source.FullText.FEED}, None, LATER)
    source.refresh_from_db()
    poll.poll(source, LATER)
    take_all_in(source)
    for entry in Entry.objects.due(LATER):
        assert entry.content

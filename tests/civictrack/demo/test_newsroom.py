"""The demo's corner of the web: news sites that list their stories, and a mailbox that shows what was sent."""

from datetime import date
from pathlib import Path

import pytest

from civictrack.demo.calendar import MOVED, PATH
from civictrack.demo.content import OUTLETS, load
from civictrack.demo.days import days
from civictrack.demo.newsroom import Newsroom
from stories.ingestion.feeds.read import read as read_feed
from stories.ingestion.feeds.section_page import story_links
from stories.ingestion.pages.read import read as read_page

BASE = "http://127.0.0.1:8010"
STORIES = load(date(2026, 11, 29))


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(STORIES, BASE, tmp_path, days(date(2026, 11, 29)))


def body(newsroom: Newsroom, path: str) -> bytes:
    answer = newsroom.answer(path)
    assert answer, path
    return answer[1].encode()


@pytest.mark.parametrize("outlet", OUTLETS.values(), ids=lambda outlet: outlet.key)
def test_each_outlet_lists_all_its_stories_in_its_own_way(newsroom: Newsroom, outlet: object) -> None:
    key, kind = outlet.key, outlet.kind  # type: ignore[attr-defined]
    mine = {f"{BASE}{story.path}" for story in STORIES if story.outlet.key == key}
    if kind == "page":
        listed = {
            link.url for link in story_links(body(newsroom, f"/{key}/"), f"{BASE}/{key}/", "main h2 a", "text/html")
        }
    else:
        listed = {entry.url for entry in read_feed(body(newsroom, f"/{key}/feed.xml"), BASE, "text/xml").entries}
    assert listed == mine


def test_a_story_is_read_as_it_was_written_and_changes_when_it_is_corrected(newsroom: Newsroom) -> None:
    (story,) = (story for story in STORIES if story.corrected)
    page = read_page(body(newsroom, story.path), BASE + story.path, "text/html")
    assert (page.title, page.published_at) == (story.title, story.published)
    newsroom.corrected.add(story.slug)
    assert read_page(body(newsroom, story.path), BASE + story.path, "text/html").text != page.text


def test_mail_is_shown_and_a_hostile_subject_is_only_words(newsroom: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "0001.eml").write_text("Subject: <script>alert(1)</script>\nTo: a@b.example\n\nThe vote moved.")
    assert b"<script>alert" not in body(newsroom, "/mailbox/")
    assert b"The vote moved." in body(newsroom, "/mailbox/0001.eml")
    assert newsroom.answer("/mailbox/../secret") is None
    assert newsroom.answer("/nothing") is None


def test_the_council_has_a_page_that_leads_to_its_calendar_which_moves_a_meeting_when_told(newsroom: Newsroom) -> None:
    assert f'href="{PATH}"'.encode() in body(newsroom, "/council/")
    before = body(newsroom, PATH)
    newsroom.corrected.add(MOVED)
    assert before != body(newsroom, PATH)

"""What the demo shows: its stories, read and accepted by its curator, fill the pages."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client

from civictrack.city import load_city
from civictrack.demo.content import city, load
from civictrack.demo.curator import READER, curate
from civictrack.demo.newsroom import Newsroom
from stories.matching.match import match_issues
from stories.models import ArticleVersion
from stories.pipeline import ingest
from votes.models import Vote

BASE = "http://127.0.0.1:8010"
TODAY = date(2026, 11, 29)
NOW = datetime(2026, 11, 29, 14, 0, tzinfo=ZoneInfo("America/New_York"))

pytestmark = pytest.mark.django_db


def test_the_demos_city_is_taken_in_read_accepted_and_shown(tmp_path: Path, client: Client) -> None:
    load_city(city(BASE, TODAY), NOW)
    stories = sorted(load(TODAY), key=lambda story: story.published)
    newsroom = Newsroom(stories, BASE, tmp_path)
    for story in stories:
        page = newsroom.answer(story.path)
        assert page
        (tmp_path / "page.html").write_text(page[1])
        ingest(str(tmp_path / "page.html"), None, None, NOW)
    match_issues(list(ArticleVersion.objects.all()))
    assert curate([story.slug for story in stories], TODAY, NOW) == []
    assert {vote.status for vote in Vote.objects.standing()} >= {"held"}
    assert {address for message in mail.outbox for address in message.to} == {READER}
    issue = client.get("/en/issues/police-drones/").content.decode()
    assert "Marguerite Sloane" in issue
    assert "Dec 8" in issue
    assert client.get("/en/issues/rental-inspections/").status_code == 200

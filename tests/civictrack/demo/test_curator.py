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
from votes.models import Event, Vote

BASE = "http://127.0.0.1:8010"
TODAY = date(2026, 11, 29)
NOW = datetime(2026, 11, 29, 14, 0, tzinfo=ZoneInfo("America/New_York"))

pytestmark = pytest.mark.django_db


def check_what_became_of_each_matter() -> None:
    """A lease that a joint committee put off, 8–3, until after a hearing; and meters that were tabled and came back."""
    disposals = Vote.objects.filter(disposes_of__isnull=False)
    put_off, tabled = (disposals.get(issue__slug=slug) for slug in ("cannery-lease", "parking-meters"))
    assert (put_off.classification, put_off.yes, put_off.no) == ("postpone", 8, 3)
    assert put_off.body.parents.count() == 2
    assert put_off.disposes_of
    assert put_off.disposes_of.earliest == date(2026, 12, 16)
    assert put_off.made_changes.get().vote == put_off.disposes_of
    assert tabled.classification == "table"
    assert tabled.disposes_of
    moves = tabled.disposes_of.changes.values_list("new__status", flat=True)
    assert list(moves) == ["scheduled", "shelved", "scheduled", None]
    assert tabled.disposes_of.meeting
    ahead = Event.objects.ahead(TODAY).values_list("kind", "earliest")
    assert list(ahead) == [
        ("deadline", date(2026, 12, 4)), ("hearing", date(2026, 12, 7)), ("meeting", date(2026, 12, 10)),
    ]  # fmt: skip


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
    check_what_became_of_each_matter()
    assert {address for message in mail.outbox for address in message.to} == {READER}
    subjects = "\n".join(message.subject for message in mail.outbox)
    for told in (
        "Shelved: Parking meters", "Back on, scheduled for Thursday, Dec 10", "Moved to Wednesday, Dec 16: A hotel",
        "Public hearing set for Monday, Dec 7",
    ):  # fmt: skip
        assert told in subjects
    issue = client.get("/en/issues/police-drones/").content.decode()
    assert "Marguerite Sloane" in issue
    assert "Dec 8" in issue
    assert client.get("/en/issues/rental-inspections/").status_code == 200

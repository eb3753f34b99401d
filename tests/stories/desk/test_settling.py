"""Where an act announces something, it is said until when undoing it tells nobody."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from stories.desk.settling import goes_out, last_goes_out
from stories.models import LoggedAction
from tests.votes.alerts.readers import make_scheduled, on
from votes.alerts import announce
from votes.models import FanOut

pytestmark = pytest.mark.django_db


def test_moving_a_vote_says_when_it_goes_out_and_for_how_long(desk: Client, una: User) -> None:
    now = timezone.now()
    vote = make_scheduled(now, **on((now + timedelta(days=30)).date()))
    announce.fan_out(now)
    sent = {
        "act": "vote", "earliest": vote.earliest + timedelta(days=9), "latest": vote.earliest + timedelta(days=9),
        "precision": "day", "status": "scheduled", "sentence": "It moved.", "source_name": "Agenda", "why": "news",
        "version": vote.version,
    }  # fmt: skip
    answer = desk.post(f"/desk/votes/{vote.pk}/", sent, follow=True)
    assert LoggedAction.objects.filter(by=una).exists()
    due = timezone.localtime(FanOut.objects.get(done_at=None).due_at)
    said = f"Goes out at {due:%H:%M} UTC, undo until then."
    assert said in answer.content.decode()
    assert said in desk.get("/desk/log/").content.decode()
    assert last_goes_out(una) == said
    desk.post(f"/desk/log/{LoggedAction.objects.latest('pk').pk}/undo/")
    page = desk.get("/desk/log/").content.decode()
    assert "undo until then" not in page
    assert f"Whoever was told hears at {due:%H:%M} UTC that it was taken back." in page
    assert last_goes_out(una) == ""


def test_nothing_is_said_of_what_announced_nothing_or_has_gone_out(una: User) -> None:
    now = timezone.now()
    assert last_goes_out(una) == ""
    assert goes_out(now) == ""
    make_scheduled(now, **on((now + timedelta(days=30)).date()))
    assert goes_out(now - timedelta(hours=1)) == ""

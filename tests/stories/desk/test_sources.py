"""The room of sources: what is wrong comes first, in plain words; pause, resume, poll now."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stories.models import AskingDay, Entry, LoggedAction, Source
from tests.factories import make_outlet, make_source

pytestmark = pytest.mark.django_db


def test_sources_that_need_a_look_come_first_with_the_reason(desk: Client) -> None:
    make_source(make_outlet("Able Post"))
    make_source(make_outlet("Zeal Post"), failures=3, problem="The server does not know this address (404).")
    page = " ".join(desk.get("/desk/sources/").content.decode().split())
    assert "1 of 2 needs a look." in page
    assert page.index("Zeal Post") < page.index("Able Post")
    assert "It failed 3 times in a row: The server does not know this address (404)." in page


def test_the_language_model_has_its_figures_its_failures_and_what_its_answers_had_wrong(
    desk: Client, settings: Any
) -> None:
    assert "language model" not in desk.get("/desk/sources/").text
    settings.EXTRACTORS, settings.MODEL_NAME = ["rules", "model"], "mistral-small"
    settings.MODEL_URL = "https://secret:key@models.example/v1"
    now = timezone.now()
    AskingDay.objects.create(
        day=now.date(), stories=7, requests=9, tokens_in=21_000, tokens_out=3_000, failures=4,
        problem="It failed (500).", paused_until=now + timedelta(minutes=2), dropped={"name no <b>person's</b>": 3},
    )  # fmt: skip
    page = " ".join(desk.get("/desk/sources/").text.split())
    assert "<strong>mistral-small</strong>" in page
    assert "<strong>models.example</strong>" in page
    assert "key@" not in page
    assert "The last 4 questions failed: It failed (500)." in page
    assert "Today it read 7 stories in 9 questions, with 21,000 tokens in and 3,000 out; 1,000,000 may be used" in page
    assert "UTC: It failed (500)." in page
    assert "Name no &lt;b&gt;person&#x27;s&lt;/b&gt; <strong>3</strong>" in page


def test_each_source_and_host_says_when_it_was_last_heard(desk: Client) -> None:
    hour = timezone.now() - timedelta(hours=1, minutes=1)
    make_source(url="https://post.example/a.xml", last_fetch_at=hour, last_new_at=hour)
    make_source(url="https://post.example/b.xml", last_fetch_at=hour - timedelta(days=2))
    page = " ".join(desk.get("/desk/sources/").content.decode().split())
    assert page.count("<strong>post.example</strong>") == 1
    assert "asked 1 hour ago, new story 1 hour ago, finding never" in page


def test_a_paused_source_is_not_due_until_it_is_resumed(desk: Client) -> None:
    source = make_source()
    desk.post(f"/desk/sources/{source.pk}/", {"act": "pause"})
    assert not Source.objects.due(timezone.now()).exists()
    desk.post(f"/desk/sources/{source.pk}/", {"act": "resume"})
    assert Source.objects.due(timezone.now()).get() == source
    assert [row.after["paused"] for row in LoggedAction.objects.all()] == [False, True]
    page = desk.get("/desk/log/").content.decode()
    assert f"{source}: paused" in page


def test_polling_now_makes_a_source_due_even_one_that_had_stopped(desk: Client) -> None:
    source = make_source(next_poll_at=timezone.now() + timedelta(days=1), gone_at=timezone.now())
    desk.post(f"/desk/sources/{source.pk}/", {"act": "poll"})
    assert Source.objects.due(timezone.now()).get() == source


def test_polling_afresh_forgets_what_is_known_of_the_list(desk: Client) -> None:
    source = make_source(next_poll_at=timezone.now() + timedelta(days=1))
    assert "Poll afresh" in desk.get("/desk/sources/").content.decode()
    page = desk.post(f"/desk/sources/{source.pk}/", {"act": "afresh"}, follow=True).content.decode()
    assert "is soon asked for all that it lists" in page
    assert Source.objects.due(timezone.now()).get().is_afresh


def test_what_is_particular_about_a_source_is_shown_without_its_secrets(desk: Client) -> None:
    make_source(request_headers={"X-Key": "s3cret"}, url_rules=["only /news/<b>"], unconditional=True)
    page = desk.get("/desk/sources/").content.decode()
    assert "Asked with headers of its own: X-Key." in page
    assert "only /news/&lt;b&gt;" in page
    assert "calls it unmodified when it is not" in page
    assert "s3cret" not in page


def test_a_paused_source_is_not_polled_by_the_way(desk: Client) -> None:
    source = make_source(paused=True)
    page = desk.post(f"/desk/sources/{source.pk}/", {"act": "poll"}, follow=True).content.decode()
    assert "It is paused; resume it first." in page


def test_an_act_that_does_not_exist_changes_nothing(desk: Client) -> None:
    source = make_source()
    desk.post(f"/desk/sources/{source.pk}/", {"act": "explode"})
    assert Source.objects.get() == source
    assert not LoggedAction.objects.exists()


def test_what_a_server_said_is_shown_as_text(desk: Client) -> None:
    make_source(make_outlet("<script>x</script>"), failures=9, problem="<script>alert(1)</script>")
    assert "<script>" not in desk.get("/desk/sources/").content.decode()


def test_stories_that_could_not_be_read_are_listed_with_the_reason(desk: Client) -> None:
    now = timezone.now()
    Entry.objects.create(
        source=make_source(), guid="a", url="https://post.example/a", state="failed", attempts=5,
        problem="It is a <PDF>.", next_try_at=now, seen_at=now,
    )  # fmt: skip
    page = " ".join(desk.get("/desk/sources/").content.decode().split())
    assert 'href="https://post.example/a"' in page
    assert 'It is a &lt;PDF&gt;. <span class="soft">Given up.</span>' in page

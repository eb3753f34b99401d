"""The desk's page of alerts: what is on its way, and how editors hold it back."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.factories import NOW, make_account
from tests.smtp import MailServer
from tests.votes.alerts.readers import DAY, make_followed, make_reader, make_scheduled, move, on, run
from votes.alerts import hold
from votes.models import Announcement, Delivery, Held, Hold, Pause, Vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def vote() -> Vote:
    now = timezone.now()
    vote = make_scheduled(now, **on((now + timedelta(days=30)).date()))
    for _ in range(2):
        make_reader(vote.issue, now=now)
    return vote


def page_of(desk: Client, path: str = "/desk/alerts/") -> str:
    return " ".join(desk.get(path).content.decode().split())


def test_the_page_tells_by_announcement_what_is_owed_sent_deferred_and_failed(
    desk: Client, vote: Vote, mail_server: MailServer
) -> None:
    run(timezone.now())
    page = page_of(desk)
    assert "Every announced change has reached its readers" in page
    assert "0 owed, 2 sent" in page
    first, _ = Delivery.objects.all()
    Delivery.objects.filter(pk=first.pk).update(state="lapsed", why="refused", handed_over_at=None)
    page = page_of(desk)
    assert "1 sent" in page
    assert "1 failed" in page
    assert "The desk can send it again." in page


def test_a_move_is_shown_as_one_and_what_was_told_as_it_was_told_then(desk: Client, mail_server: MailServer) -> None:
    vote = make_followed()
    run(NOW)
    move(vote, DAY, NOW + timedelta(days=1))
    run(NOW + timedelta(days=2))
    for path in ("/desk/alerts/", "/desk/told/"):
        page = page_of(desk, path)
        assert "Vote expected: Leaf blower ban" in page
        assert "Vote moved: Leaf blower ban" in page
        assert "Vote was due" not in page


def test_what_settles_is_shown_with_its_moment(desk: Client) -> None:
    now = timezone.now()
    make_scheduled(now + timedelta(minutes=10), **on((now + timedelta(days=30)).date()))
    announcement = Announcement.objects.select_related("fan_out").get()
    due = f"{timezone.localtime(announcement.fan_out.due_at):%H:%M} UTC"
    assert f"goes out at {due}, undo until then" in page_of(desk)
    assert f"It goes out at {due}, to 0 readers." in page_of(desk, f"/desk/alerts/{announcement.pk}/")
    body = Vote.objects.get().body_id
    desk.post("/desk/alerts/", {"act": "hold", "body": body, "reason": "The clerk doubts the day"})
    assert f"held from {due} on, undo until then" in page_of(desk)
    page = page_of(desk, f"/desk/alerts/{announcement.pk}/")
    assert f"At {due} it stops for an editor" in page
    assert "It goes out" not in page, "of a held body nothing goes out by itself"


def test_a_pause_is_red_on_every_desk_page_until_somebody_ends_it(desk: Client, una: User, vote: Vote) -> None:
    answer = desk.post("/desk/alerts/", {"act": "pause", "reason": "Wrong day in all of them"}, follow=True)
    assert "All mail is paused. Confirmations still go." in answer.content.decode()
    for path in ("/desk/", "/desk/log/", "/desk/bodies/", "/desk/alerts/"):
        assert "Wrong day in all of them" in page_of(desk, path)
    assert (Pause.objects.get().began_by, Pause.objects.get().why) == (una, "Wrong day in all of them")
    desk.post("/desk/alerts/", {"act": "resume"})
    assert "Wrong day in all of them" not in page_of(desk, "/desk/log/")
    assert "Wrong day in all of them" in page_of(desk), "the page keeps who paused, when and why"


def test_a_pause_needs_a_reason(desk: Client) -> None:
    answer = desk.post("/desk/alerts/", {"act": "pause", "reason": " "})
    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()
    assert not Pause.objects.exists()


def test_an_editor_holds_a_body_looks_at_what_waits_and_releases_it(
    desk: Client, vote: Vote, mail_server: MailServer
) -> None:
    desk.post("/desk/alerts/", {"act": "hold", "body": vote.body_id, "reason": "The clerk doubts the day"})
    run(timezone.now())
    page = page_of(desk)
    assert "Waiting for an editor" in page
    assert "The clerk doubts the day" in page
    held = Held.objects.get()
    one = page_of(desk, f"/desk/alerts/{held.pk}/")
    assert "Released, it goes to 2 readers; dropped, to nobody." in one
    assert "You get this because you follow" in one, "the mail's own words"
    answer = desk.post(f"/desk/alerts/{held.pk}/", {"act": "release", "reason": "She called back"}, follow=True)
    assert "Released: it goes out within a minute." in answer.content.decode()
    run(timezone.now())
    assert len(mail_server.messages) == 2
    assert "She called back" in page_of(desk, f"/desk/alerts/{held.pk}/")
    desk.post("/desk/alerts/", {"act": "unhold", "hold": Hold.objects.get().pk})
    assert not Hold.objects.open().exists()


def test_what_is_dropped_says_by_whom_and_why(desk: Client, vote: Vote) -> None:
    hold.begin(vote.body, make_account("bo"), "Doubts", timezone.now())
    run(timezone.now())
    held = Held.objects.get()
    page = desk.post(f"/desk/alerts/{held.pk}/", {"act": "drop", "reason": "A slip"}, follow=True).content.decode()
    assert "Dropped: nobody is told." in page
    assert "by una: nobody was told." in " ".join(page.split())
    late = desk.post(f"/desk/alerts/{held.pk}/", {"act": "release"}, follow=True).content.decode()
    assert "Somebody has decided on it meanwhile." in late


def test_a_test_goes_to_oneself_and_to_nobody_else(
    desk: Client, una: User, vote: Vote, mail_server: MailServer
) -> None:
    pk = Announcement.objects.get().pk
    answer = desk.post(f"/desk/alerts/{pk}/", {"act": "test"}, follow=True)
    assert "Your account has no mail address" in answer.content.decode()
    una.email = "una@news.example"
    una.save()
    desk.post(f"/desk/alerts/{pk}/", {"act": "test"})
    assert [message["To"] for message in mail_server.messages] == ["una@news.example"]
    assert str(mail_server.messages[0]["Subject"]).startswith("Test: ")
    assert Delivery.objects.count() == 0


def test_a_test_that_the_server_does_not_take_is_said(desk: Client, una: User, vote: Vote, settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    User.objects.update(email="una@news.example")
    answer = desk.post(f"/desk/alerts/{Announcement.objects.get().pk}/", {"act": "test"}, follow=True)
    assert "The mail server did not take it (ConnectionRefusedError)." in answer.content.decode()


def test_what_failed_is_sent_again_from_the_page(desk: Client, vote: Vote, mail_server: MailServer) -> None:
    run(timezone.now())
    first, _ = Delivery.objects.all()
    Delivery.objects.filter(pk=first.pk).update(state="lapsed", why="refused", handed_over_at=None)
    pk = Announcement.objects.get().pk
    assert "Send it again to the 1 it failed to reach" in page_of(desk, f"/desk/alerts/{pk}/")
    desk.post(f"/desk/alerts/{pk}/", {"act": "resend"})
    run(timezone.now())
    assert len(mail_server.messages) == 3
    assert "There is nobody" in desk.post(f"/desk/alerts/{pk}/", {"act": "resend"}, follow=True).content.decode()


def test_a_curator_looks_and_does_nothing(client: Client, vote: Vote) -> None:
    client.force_login(make_account("cleo", "curator"))
    page = page_of(client)
    assert "Pause all mail" not in page
    assert client.post("/desk/alerts/", {"act": "pause", "reason": "x"}).status_code == 403


def test_one_announcement_without_words_does_not_take_the_page_away(desk: Client) -> None:
    broken = Announcement.objects.create(
        kind="date", subject="vote:9", topics=["issue:1"], path="/", new={"status": "x"}, created_at=timezone.now()
    )
    assert "can’t be put into words" in page_of(desk)
    assert "can’t be put into words" in page_of(desk, f"/desk/alerts/{broken.pk}/")

"""The reader's own pages: confirm, manage, pause, erase, never again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import make_issue
from tests.smtp import MailServer
from tests.votes.alerts.readers import WISH, ask, make_reader, make_scheduled, move, on, opened, run
from votes.alerts import barred
from votes.alerts.tokens import Purpose
from votes.models import Consent, Subscriber, Subscription

pytestmark = pytest.mark.django_db

PAGES = ["alerts", "alerts/leave", "alerts/address", "alerts/download", "alerts/revoke", "alerts/erase"]


def sent_by(reader: Subscriber, **changes: object) -> dict[str, object]:
    """What the one form of a reader's page sends, with changes."""
    data: dict[str, object] = {"subscription": [*reader.subscriptions.live().values_list("pk", flat=True)], "until": ""}
    for one in reader.subscriptions.live():
        wish = {"kinds": one.kinds, "leads": one.leads, "cadence": one.cadence, "other_leads": ""}
        data |= {f"s{one.pk}-{name}": value for name, value in wish.items()}
    return data | changes


def test_looking_at_the_link_as_mail_scanners_do_confirms_nothing() -> None:
    ask("wren@mail.example", make_issue())
    reader = Subscriber.objects.get()
    page = opened(Purpose.CONFIRM, reader).get("/en/confirm/").text
    assert "Send these alerts to wren@mail.example?" in page
    assert "dates and changes, reminders 3 days before; in one mail a day" in page, "the whole wish"
    assert Subscription.objects.get().confirmed_at is None


def test_who_confirms_sees_their_alerts() -> None:
    ask("wren@mail.example", make_issue())
    reader = Subscriber.objects.get()
    data = {"subscription": reader.subscriptions.get().pk}
    answer = opened(Purpose.CONFIRM, reader).post("/en/confirm/", data, follow=True)
    assert "Confirmed. This is what you will be told about." in answer.text


def test_all_is_changed_by_one_save() -> None:
    reader = make_reader(make_issue(), make_issue(), make_issue())
    one, other, third = reader.subscriptions.order_by("pk")
    wish = {f"s{one.pk}-{name}": value for name, value in WISH.items()}
    data = sent_by(reader, **wish, **{f"s{third.pk}-stop": "on", f"s{one.pk}-other_leads": "12"})
    assert "Saved." in opened(Purpose.MANAGE, reader).post("/en/alerts/", data, follow=True).text
    one.refresh_from_db()
    assert (one.kinds, one.leads, one.cadence) == (["date", "reminder"], [12, 3], "daily")
    assert [*reader.subscriptions.live().order_by("pk")] == [one, other]
    assert [*Consent.objects.values_list("deed", "form").order_by("deed")] == [
        ("changed", "manage"),
        ("left", "manage"),
    ]


def test_a_mistake_in_one_saves_none_and_loses_nothing() -> None:
    reader = make_reader(make_issue(), make_issue())
    one, other = reader.subscriptions.order_by("pk")
    data = sent_by(reader, **{f"s{one.pk}-kinds": [], f"s{other.pk}-cadence": "weekly"})
    page = opened(Purpose.MANAGE, reader).post("/en/alerts/", data).text
    assert "Choose at least one thing to be told about." in page
    assert f'id="s{one.pk}" open' in " ".join(page.split())
    other.refresh_from_db()
    assert other.cadence == "at_once"


def test_what_came_after_the_page_was_opened_is_not_touched_by_it() -> None:
    reader = make_reader(make_issue())
    data = sent_by(reader)
    late = Subscription.objects.create(subscriber=reader, issue=make_issue(), confirmed_at=timezone.now(), leads=[5])
    opened(Purpose.MANAGE, reader).post("/en/alerts/", data)
    late.refresh_from_db()
    assert (late.leads, late.ended_at) == ([5], None)


def test_a_link_changes_only_its_own_readers_subscriptions() -> None:
    issue = make_issue()
    mine, theirs = make_reader(issue), make_reader(issue)
    one = theirs.subscriptions.get()
    opened(Purpose.MANAGE, mine).post("/en/alerts/", sent_by(theirs, **{f"s{one.pk}-stop": "on"}))
    opened(Purpose.CONFIRM, mine).post("/en/confirm/", {"subscription": one.pk})
    assert theirs.subscriptions.live().count() == 1


def test_who_pauses_is_told_what_becomes_of_a_date_they_were_sent_and_nothing_new(mail_server: MailServer) -> None:
    now = timezone.now()
    vote = make_scheduled(now, **on(now.date() + timedelta(days=40)))
    reader = make_reader(vote.issue)
    run(now)
    until = now.date() + timedelta(days=30)
    page = (
        opened(Purpose.MANAGE, reader).post("/en/alerts/", sent_by(reader, until=until.isoformat()), follow=True).text
    )
    assert "Paused until" in page
    assert "you are told its change and its outcome all the same" in page
    already = len(mail_server.messages)
    other = make_scheduled(now, **on(now.date() + timedelta(days=50)))
    Subscription.objects.create(subscriber=reader, issue=other.issue, confirmed_at=now)
    run(now)
    assert len(mail_server.messages) == already
    move(vote, on(now.date() + timedelta(days=45)), now)
    run(now)
    assert len(mail_server.messages) == already + 1
    move(other, on(now.date() + timedelta(days=60)), now + timedelta(days=31))
    run(now + timedelta(days=31))
    assert len(mail_server.messages) == already + 2, "the pause is over"


@pytest.mark.parametrize("until", ["2020-01-01", "2999-01-01", "soon"])
def test_a_pause_that_cannot_be_is_answered_with_what_to_do(until: str) -> None:
    reader = make_reader(make_issue())
    page = opened(Purpose.MANAGE, reader).post("/en/alerts/", sent_by(reader, until=until)).text
    assert "Choose a day" in page
    reader.refresh_from_db()
    assert reader.paused_until is None


def test_leaving_all_from_ones_page_asks_once_more() -> None:
    reader = make_reader(make_issue(), make_issue())
    client = opened(Purpose.MANAGE, reader)
    assert "Stop all mail to" in client.get("/en/alerts/leave/").text
    assert reader.subscriptions.live().count() == 2
    assert "You have left" in client.post("/en/alerts/leave/").text
    assert not reader.subscriptions.live().exists()


def test_old_links_can_be_made_useless() -> None:
    reader = make_reader(make_issue())
    client, thief = opened(Purpose.MANAGE, reader), opened(Purpose.MANAGE, reader)
    assert "Links to leave work for good." in client.get("/en/alerts/revoke/").text
    assert "There is no password" in client.post("/en/alerts/revoke/", follow=True).text
    assert thief.get("/en/alerts/").status_code == 404


def test_a_reader_is_erased_by_a_button_on_a_page_that_says_what_goes_and_what_stays() -> None:
    reader = make_reader(make_issue())
    client = opened(Purpose.MANAGE, reader, client=Client(enforce_csrf_checks=True))
    assert 'href="/en/alerts/erase/"' in client.get("/en/alerts/").text
    asked = client.get("/en/alerts/erase/").text
    assert f"Erase {reader.email}?" in asked
    assert "We keep that mails were sent and when" in asked
    assert Subscriber.objects.get().email == reader.email, "looking at the page erases nothing"
    assert client.post("/en/alerts/erase/").status_code == 403, "nor does another site's form"
    answer = opened(Purpose.MANAGE, reader).post("/en/alerts/erase/")
    assert "We no longer have your address" in answer.text
    assert reader.email not in answer.text
    assert not Subscriber.objects.exclude(email="").exists()


def test_not_me_never_again_asks_once_and_is_for_good() -> None:
    issue = make_issue()
    ask("wren@mail.example", issue)
    client = opened(Purpose.NEVER, Subscriber.objects.get())
    assert "you neither" in client.get("/en/never/").text
    assert not barred.is_barred("wren@mail.example")
    assert "nobody can ask for mail to it any more" in client.post("/en/never/").text
    ask("wren@mail.example", issue)
    assert not Subscriber.objects.exclude(email="").exists()


@pytest.mark.parametrize("page", PAGES)
def test_nobody_opens_a_page_without_its_link(page: str) -> None:
    answer = Client().get(f"/en/{page}/")
    assert answer.status_code == 404
    assert 'action="/en/alerts/link/"' in answer.text


@pytest.mark.parametrize("page", PAGES)
def test_a_readers_page_stays_out_of_caches_searches_and_referrers(page: str) -> None:
    answer = opened(Purpose.MANAGE, make_reader(make_issue())).get(f"/en/{page}/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex", "same-origin")

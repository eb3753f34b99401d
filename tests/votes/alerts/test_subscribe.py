"""How readers come, change what they get, and leave: on the pages themselves."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import NOW, make_issue, make_official, make_person
from tests.smtp import MailServer
from tests.votes.alerts.readers import DAY, make_reader, make_scheduled, move, run
from votes.alerts import deliver
from votes.alerts.subscribe import confirm, subscribe
from votes.models import Issue, Message, Subscriber, Subscription

pytestmark = pytest.mark.django_db

WISH = {"kinds": ["date", "reminder"], "leads": [3], "cadence": "daily"}


def ask(email: str, issue: Issue, client: Client | None = None, **wish: object) -> Any:
    data = {"email": email, **WISH, **wish}
    return (client or Client()).post(f"/en/subscribe/issue/{issue.slug}/", data, follow=True)


def confirm_by_mail(reader: Subscriber) -> Any:
    pending = reader.subscriptions.pending().values_list("pk", flat=True)
    return Client().post(f"/en/confirm/{reader.key}/", {"subscription": [*pending]}, follow=True)


def test_a_reader_asks_confirms_is_told_and_leaves(mail_server: MailServer) -> None:
    vote = make_scheduled()
    assert "Check your mail" in ask("Wren@Mail.Example", vote.issue, kinds=["date"], cadence="at_once").text
    reader = Subscriber.objects.get(email="wren@mail.example")
    now = timezone.now()
    assert deliver.send_due(now) == 1
    assert f"/en/confirm/{reader.key}/" in mail_server.messages[0].get_body(("plain",)).get_content()
    assert "Confirmed." in confirm_by_mail(reader).text
    move(vote, DAY, now)
    assert run(now) == 1
    Client().post(f"/en/leave/{reader.key}/{reader.subscriptions.get().pk}/")
    move(vote, {"status": "cancelled"}, now)
    assert run(now) == 0


def test_until_they_confirm_nothing_but_the_one_question_is_sent(mail_server: MailServer) -> None:
    vote = make_scheduled()
    subscribe("wren@mail.example", vote.issue, now=NOW, **WISH)
    for day in range(10):
        run(NOW + timedelta(days=day))
    assert [str(message["Subject"]) for message in mail_server.messages] == ["Confirm: alerts about Leaf blower ban"]


def test_looking_at_the_link_as_mail_scanners_do_confirms_nothing() -> None:
    issue = make_issue()
    ask("wren@mail.example", issue)
    reader = Subscriber.objects.get()
    assert "Send these alerts to wren@mail.example?" in Client().get(f"/en/confirm/{reader.key}/").text
    assert Subscription.objects.get().confirmed_at is None


def test_asking_again_within_ten_minutes_sends_nothing_more() -> None:
    issue, other = make_issue(), make_issue()
    subscribe("wren@mail.example", issue, now=NOW, **WISH)
    subscribe("wren@mail.example", other, now=NOW + timedelta(minutes=9), **WISH)
    assert Message.objects.count() == 1
    subscribe("wren@mail.example", issue, now=NOW + timedelta(minutes=11), **WISH)
    assert Message.objects.count() == 2


def test_nobody_can_be_pestered_through_the_form() -> None:
    issue = make_issue()
    for asked in range(20):
        subscribe("wren@mail.example", issue, now=NOW + timedelta(hours=asked), **WISH)
    assert Message.objects.count() == 3


def test_who_has_confirmed_can_follow_something_else_at_once() -> None:
    subscribe("wren@mail.example", make_issue(), now=NOW, **WISH)
    reader = Subscriber.objects.get()
    confirm(reader, reader.subscriptions.values_list("pk", flat=True), NOW)
    subscribe("wren@mail.example", make_issue(), now=NOW + timedelta(minutes=1), **WISH)
    assert Message.objects.count() == 2


def test_the_answer_does_not_reveal_whether_an_address_is_known() -> None:
    issue = make_issue()
    reader = make_reader(issue)
    known, unknown = ask(reader.email, issue), ask("nobody@mail.example", issue)
    assert (known.redirect_chain, known.text) == (unknown.redirect_chain, unknown.text)


def test_asking_again_for_what_one_has_changes_nothing_and_brings_the_way_to_it(mail_server: MailServer) -> None:
    issue = make_issue()
    reader = make_reader(issue)
    ask(reader.email, issue, cadence="weekly")
    assert Subscription.objects.get().cadence == "at_once"
    deliver.send_due(timezone.now())
    assert f"/en/alerts/{reader.key}/" in mail_server.messages[0].get_body(("plain",)).get_content()


def test_who_left_and_asks_again_confirms_again() -> None:
    issue = make_issue()
    reader = make_reader(issue)
    reader.subscriptions.update(ended_at=NOW)
    ask(reader.email, issue)
    again = Subscription.objects.get()
    assert (again.ended_at, again.confirmed_at, again.leads) == (None, None, [3])


def test_who_confirms_after_their_mail_bounced_is_sent_mail_again() -> None:
    reader = make_reader(make_issue())
    reader.stopped_at = NOW
    reader.save()
    assert "your mail server refused it" in Client().get(f"/en/alerts/{reader.key}/").text
    Client().post(f"/en/confirm/{reader.key}/")
    assert reader.subscriptions.live().count() == 1


def test_a_robot_that_fills_every_field_is_thanked_and_forgotten() -> None:
    assert "Check your mail" in ask("robot@mail.example", make_issue(), website="https://spam.example").text
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"email": "wren"}, "That is not an e-mail address"),
        ({"email": "wren@mail.example\nBcc: all@mail.example"}, "That is not an e-mail address"),
        ({"kinds": []}, "Choose at least one thing to be told about."),
        ({"leads": []}, "Choose how long before a vote to remind you."),
        ({"leads": ["-4"]}, "Select a valid choice"),
        ({"cadence": "hourly"}, "Select a valid choice"),
    ],
)
def test_a_wish_that_cannot_be_met_is_answered_with_what_to_do(wish: dict[str, Any], sentence: str) -> None:
    answer = ask(wish.pop("email", "wren@mail.example"), make_issue(), **wish)
    assert sentence in answer.text
    assert not Subscriber.objects.exists()


def test_a_person_who_is_followed_is_told_of_by_what_they_say_and_where_they_stand() -> None:
    person = make_official("Pia Lund")
    page = Client().get(f"/en/subscribe/person/{person.slug}/").text
    assert "When they are quoted" in page
    assert "Before a vote" not in page
    data = {"email": "wren@mail.example", "kinds": ["quote"], "cadence": "daily"}
    Client().post(f"/en/subscribe/person/{person.slug}/", data)
    assert (Subscription.objects.get().kinds, Subscription.objects.get().leads) == (["quote"], [])


@pytest.mark.parametrize("address", ["issue/none", "vote/x", "vote/99999999999999999999", "story/1", "place/nowhere"])
def test_what_is_not_there_cannot_be_followed(address: str) -> None:
    assert Client().get(f"/en/subscribe/{address}/").status_code == 404


def test_a_private_person_cannot_be_followed() -> None:
    assert Client().get(f"/en/subscribe/person/{make_person().slug}/").status_code == 404


def test_every_kind_of_topic_has_its_form() -> None:
    vote = make_scheduled()
    for address in [f"vote/{vote.pk}", f"body/{vote.body.slug}", f"place/{vote.body.place.slug}"]:
        assert Client().get(f"/en/subscribe/{address}/").status_code == 200


def test_a_reader_changes_one_subscription_and_the_other_stays() -> None:
    issue, other = make_issue(), make_issue()
    reader = make_reader(issue, other)
    one = reader.subscriptions.get(issue=issue)
    answer = Client().post(f"/en/alerts/{reader.key}/", {"subscription": one.pk, **WISH}, follow=True)
    assert "Saved." in answer.text
    one.refresh_from_db()
    assert (one.kinds, one.leads, one.cadence) == (["date", "reminder"], [3], "daily")
    assert reader.subscriptions.get(issue=other).cadence == "at_once"


def test_a_key_changes_only_its_own_readers_subscriptions() -> None:
    issue = make_issue()
    mine, theirs = make_reader(issue), make_reader(issue).subscriptions.get()
    Client().post(f"/en/alerts/{mine.key}/", {"subscription": theirs.pk, **WISH})
    assert Client().post(f"/en/leave/{mine.key}/{theirs.pk}/").status_code == 404
    Client().post(f"/en/confirm/{mine.key}/", {"subscription": theirs.pk})
    theirs.refresh_from_db()
    assert (theirs.cadence, theirs.ended_at) == ("at_once", None)


def test_leaving_is_by_a_bare_post_without_cookie_or_token() -> None:
    reader = make_reader(make_issue(), make_issue())
    first, second = reader.subscriptions.order_by("pk")
    strict = Client(enforce_csrf_checks=True)
    url = f"/en/leave/{reader.key}/{first.pk}/"
    assert "Stop mail about" in strict.get(url).text
    assert reader.subscriptions.live().count() == 2, "looking at the page is not leaving"
    assert strict.post(url, "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded").status_code == 200
    assert list(reader.subscriptions.live()) == [second]


def test_leaving_all_leaves_nothing() -> None:
    reader = make_reader(make_issue(), make_issue())
    assert "You have left" in Client(enforce_csrf_checks=True).post(f"/en/leave/{reader.key}/").text
    assert not reader.subscriptions.live().exists()


def test_an_unknown_key_is_told_what_to_do() -> None:
    answer = Client().get("/en/alerts/nothing-like-it/")
    assert answer.status_code == 404
    assert "This link does not work" in answer.text


@pytest.mark.parametrize("page", ["alerts/{key}", "confirm/{key}", "leave/{key}", "leave/{key}/{subscription}"])
def test_a_readers_page_stays_out_of_caches_searches_and_referrers(page: str) -> None:
    reader = make_reader(make_issue())
    url = f"/en/{page.format(key=reader.key, subscription=reader.subscriptions.get().pk)}/"
    answer = Client().get(url)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex", "same-origin")

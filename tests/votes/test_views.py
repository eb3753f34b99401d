"""The reader's own pages."""

import pytest
from django.test import Client

from tests.factories import make_issue
from tests.votes.alerts.readers import WISH, ask, make_reader
from votes.models import Subscriber, Subscription

pytestmark = pytest.mark.django_db


def test_looking_at_the_link_as_mail_scanners_do_confirms_nothing() -> None:
    issue = make_issue()
    ask("wren@mail.example", issue)
    reader = Subscriber.objects.get()
    assert "Send these alerts to wren@mail.example?" in Client().get(f"/en/confirm/{reader.key}/").text
    assert Subscription.objects.get().confirmed_at is None


def test_the_answer_does_not_reveal_whether_an_address_is_known() -> None:
    issue = make_issue()
    reader = make_reader(issue)
    known, unknown = ask(reader.email, issue), ask("nobody@mail.example", issue)
    assert (known.redirect_chain, known.text) == (unknown.redirect_chain, unknown.text)


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
    page = Client(enforce_csrf_checks=True).post(f"/en/leave/{reader.key}/").text
    assert "You have left" in page
    assert "A mail that was already on its way when you left may still arrive." in page
    assert not reader.subscriptions.live().exists()


def test_who_leaves_reads_that_a_mail_on_its_way_may_still_arrive() -> None:
    reader = make_reader(make_issue())
    for page in (f"{reader.key}/{reader.subscriptions.get().pk}", reader.key):
        answer = Client().post(f"/en/leave/{page}/").text
        assert "A mail that was already on its way when you left may still arrive." in answer


def test_a_reader_is_erased_by_a_button_on_a_page_that_says_what_goes_and_what_stays() -> None:
    reader = make_reader(make_issue())
    erase = f"/en/erase/{reader.key}/"
    assert f'href="{erase}"' in Client().get(f"/en/alerts/{reader.key}/").text
    asked = Client().get(erase).text
    assert f"Erase {reader.email}?" in asked
    assert "We keep that mails were sent and when" in asked
    assert Subscriber.objects.get().email == reader.email, "looking at the page erases nothing"
    assert Client(enforce_csrf_checks=True).post(erase).status_code == 403, "nor does another site's form"
    answer = Client().post(erase)
    assert "We no longer have your address" in answer.text
    assert reader.email not in answer.text
    assert not Subscriber.objects.exclude(email="").exists()


def test_an_unknown_key_is_told_what_to_do() -> None:
    answer = Client().get("/en/alerts/nothing-like-it/")
    assert answer.status_code == 404
    assert "This link does not work" in answer.text


@pytest.mark.parametrize("page", ["alerts/a%00b", "confirm/%00", "leave/%00", "leave/%00/1", "erase/%00"])
def test_a_key_that_no_database_takes_is_no_page(page: str) -> None:
    assert Client().get(f"/en/{page}/").status_code == 404


@pytest.mark.parametrize(
    "page", ["alerts/{key}", "confirm/{key}", "leave/{key}", "leave/{key}/{subscription}", "erase/{key}"]
)
def test_a_readers_page_stays_out_of_caches_searches_and_referrers(page: str) -> None:
    reader = make_reader(make_issue())
    url = f"/en/{page.format(key=reader.key, subscription=reader.subscriptions.get().pk)}/"
    answer = Client().get(url)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex", "same-origin")

"""How readers come, and leave by the links of mails."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import NOW, make_issue, make_official
from tests.votes.alerts.readers import ask, make_announced, make_reader, on
from votes.alerts import forget
from votes.alerts.tokens import Purpose, link, make
from votes.models import Subscriber, Subscription, Wish
from votes.subjects import key_of

pytestmark = pytest.mark.django_db


def leaving(reader: Subscriber, *topics: str) -> str:
    return link(Purpose.LEAVE, reader, topics).removeprefix(settings.SITE_URL)


def test_the_answer_does_not_reveal_whether_an_address_is_known() -> None:
    issue = make_issue()
    reader = make_reader(issue)
    known, unknown = ask(reader.email, issue), ask("nobody@mail.example", issue)
    assert (known.redirect_chain, known.text) == (unknown.redirect_chain, unknown.text)


def test_any_days_before_can_be_chosen() -> None:
    ask("wren@mail.example", make_issue(), leads=["7"], other_leads="30, 10")
    assert Subscription.objects.get().leads == [30, 10, 7]


@pytest.mark.parametrize("days", ["soon", "61", "-3", "1.5 weeks"])
def test_days_that_are_none_are_answered_with_what_to_write(days: str) -> None:
    answer = ask("wren@mail.example", make_issue(), other_leads=days)
    assert "Write days as numbers up to 60" in answer.text
    assert not Subscriber.objects.exists()


def test_a_hearing_can_be_followed_from_its_page() -> None:
    event = make_announced(**on(date(2031, 5, 5)))
    page = Client().get(event.get_absolute_url()).text
    assert f'href="/en/subscribe/event/{event.pk}/"' in page
    assert "Follow the public hearing on Leaf blower ban" in Client().get(f"/en/subscribe/event/{event.pk}/").text


def test_leaving_is_by_a_bare_post_without_cookie_or_token() -> None:
    first, second = make_issue(), make_issue()
    reader = make_reader(first, second)
    strict = Client(enforce_csrf_checks=True)
    url = leaving(reader, key_of(first))
    assert "Stop mail about" in strict.get(url).text
    assert reader.subscriptions.live().count() == 2, "looking at the page is not leaving"
    for _ in range(2):
        answer = strict.post(url, "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded")
        assert (answer.status_code, dict(answer.cookies)) == (200, {})
        assert list(reader.subscriptions.live()) == [reader.subscriptions.get(issue=second)]


def test_one_click_leaves_exactly_what_the_mail_was_for() -> None:
    issues = [make_issue(), make_issue(), make_issue()]
    reader = make_reader(*issues)
    assert Client().post(leaving(reader, *map(key_of, issues[:2]))).status_code == 200
    assert [one.issue for one in reader.subscriptions.live()] == issues[2:]
    assert "You have left" in Client().get(leaving(reader, *map(key_of, issues[:2]))).text, "it is not asked again"


def test_leaving_all_leaves_nothing() -> None:
    reader = make_reader(make_issue(), make_issue())
    page = Client(enforce_csrf_checks=True).post(leaving(reader)).text
    assert "You have left" in page
    assert "A mail that was already on its way when you left may still arrive." in page
    assert not reader.subscriptions.live().exists()


def test_links_to_leave_of_mails_sent_before_there_were_tokens_work_for_good() -> None:
    reader = make_reader(make_issue(), make_issue())
    first, second = reader.subscriptions.order_by("pk")
    assert Client().post(f"/en/leave/{reader.key}/{first.pk}/").status_code == 200
    assert list(reader.subscriptions.live()) == [second]
    assert Client().post(f"/en/leave/{reader.key}/").status_code == 200
    assert not reader.subscriptions.live().exists()


@pytest.mark.parametrize("page", ["alerts", "confirm", "erase"])
def test_an_old_link_to_ones_alerts_asks_for_a_new_one_by_mail(page: str) -> None:
    reader = make_reader(make_issue())
    answer = Client().get(f"/en/{page}/{reader.key}/")
    assert answer.status_code == 404
    assert "This link does not work" in answer.text
    assert 'action="/en/alerts/link/"' in answer.text
    assert reader.email not in answer.text


def test_a_link_to_leave_shows_no_whole_address_and_leads_to_no_other_page_of_its_reader() -> None:
    reader = make_reader(make_issue())
    client = Client()
    answer = client.get(leaving(reader))
    assert reader.email not in answer.text
    assert "r…@mail.example" in answer.text
    assert client.get("/en/alerts/").status_code == 404


def test_who_was_erased_has_left() -> None:
    issue = make_issue()
    reader = make_reader(issue)
    url = leaving(reader, key_of(issue))
    forget.erase(reader, NOW)
    assert "You have left" in Client().post(url).text


def test_a_key_leaves_only_its_own_readers_subscriptions() -> None:
    issue = make_issue()
    mine, theirs = make_reader(issue), make_reader(issue).subscriptions.get()
    assert Client().post(f"/en/leave/{mine.key}/{theirs.pk}/").status_code == 404
    Client().post(leaving(mine, key_of(issue)))
    theirs.refresh_from_db()
    assert theirs.ended_at is None


@pytest.mark.parametrize(
    "page", ["alerts/a%00b", "confirm/%00", "leave/%00", "leave/%00/1", "erase/%00", "never/%00", "new-address/%00"]
)
def test_a_key_that_no_database_takes_is_no_page(page: str) -> None:
    assert Client().get(f"/en/{page}/").status_code == 404


def test_pages_that_lead_to_a_reader_stay_out_of_caches_searches_and_referrers() -> None:
    reader = make_reader(make_issue())
    for url in (leaving(reader), f"/en/alerts/{make(Purpose.MANAGE, reader)}/", "/en/alerts/"):
        answer = Client().get(url)
        assert "no-store" in answer["Cache-Control"]
        assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex", "same-origin")


def test_nobody_can_flood_others_with_links() -> None:
    for _ in range(31):
        answer = Client().post("/en/alerts/link/", {"email": "wren@mail.example"})
    assert answer.status_code == 429
    assert "press Send me the link again" in " ".join(answer.text.split())
    assert Wish.objects.count() == 30


def test_a_person_is_followed_from_their_page() -> None:
    assert Client().get(f"/en/subscribe/person/{make_official('Pia Lund').slug}/").status_code == 200

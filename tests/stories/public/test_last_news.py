"""The last thing that happened, in one line."""

from datetime import date

import pytest
from django.test import Client

from stories.public.last_news import line_of
from stories.public.pages import issue_page
from tests.factories import NOW, make_position
from tests.stories.public.city import City, add_report, hold, make_city
from tests.stories.public.test_pages import get, link, words
from votes.models import Vote

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def last(city: City) -> str:
    news = line_of(issue_page(city.issue, NOW)["entries"][0], TODAY)
    return news.words


def test_what_happened_last_is_one_line_with_its_day(client: Client) -> None:
    city = make_city()
    shown = get(client, city.issue.get_absolute_url())
    assert words(shown, ".face .news").startswith("Mar 10 :")
    leads = shown.select_one(".face .news a")
    assert leads
    assert shown.find(id=str(leads["href"])[1:]), "leads to where it is told"
    assert last(city) == "Vote announced: the first week of May (May 1–7, 2099)"
    hold(city)
    assert last(city) == "Vote held: passed, 1–1"


def test_a_change_of_mind_is_news_in_one_line() -> None:
    city = make_city()
    Vote.objects.update(withdrawn_at=NOW)
    make_position(city.ada, city.issue, stance="support", since=date(2026, 1, 1))
    assert last(city) == "Ada Reed now opposes: Harbor lease"


def test_on_an_older_page_of_the_timeline_nothing_is_called_the_last_thing(client: Client) -> None:
    city = make_city()
    for _ in range(16):
        add_report(city)
    url = city.issue.get_absolute_url()
    assert get(client, url + link(get(client, url), "next")).select_one(".face .news") is None

"""What a page tells programs, in the words of schema.org."""

from datetime import date, time
from typing import Any

import pytest

from stories.models import Quote
from stories.public.linked_data import article_data, event_data, issue_data, person_data, quotation_data, story_data
from tests.factories import NOW, make_article, make_event, make_vote
from tests.stories.public.city import City, make_city
from votes import schedule
from votes.citation import Citation

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
SAID = Citation("It was put off.", "The Reed", "https://reed.example/0")
DEC_1 = {"earliest": date(2099, 12, 1), "latest": date(2099, 12, 1), "precision": "day", "phrase": ""}
DEC_8 = {"earliest": date(2099, 12, 8), "latest": date(2099, 12, 8), "precision": "day", "phrase": ""}
NO_DAY = {"earliest": None, "latest": None, "precision": "none", "phrase": ""}


@pytest.fixture
def city() -> City:
    return make_city()


def vote_data(city: City) -> dict[str, Any]:
    city.vote.refresh_from_db()
    return event_data(city.vote, [city.issue], TODAY)


def test_of_a_window_no_day_is_named_and_its_words_are(city: City) -> None:
    data = vote_data(city)
    assert "startDate" not in data
    assert data["description"] == "the first week of May (May 1–7, 2099)"
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    month = make_event(city.issue, earliest=date(2099, 5, 1), latest=date(2099, 5, 31))
    assert event_data(month, [city.issue], TODAY)["startDate"] == "2099-05"


def test_a_vote_that_moved_says_from_when(city: City) -> None:
    schedule.change(city.vote, {**DEC_1, "status": "scheduled"}, SAID, NOW)
    schedule.change(city.vote, {**DEC_8, "time": time(18, 30), "status": "postponed"}, SAID, NOW)
    data = vote_data(city)
    assert data["eventStatus"] == "https://schema.org/EventRescheduled"
    assert (data["startDate"], data["previousStartDate"]) == ("2099-12-08T18:30:00-06:00", "2099-12-01")


@pytest.mark.parametrize("change", [{**NO_DAY, "status": "postponed"}, {"status": "shelved"}])
def test_a_vote_that_lost_its_date_is_postponed_from_it(city: City, change: dict[str, Any]) -> None:
    schedule.change(city.vote, {**DEC_1, "status": "scheduled"}, SAID, NOW)
    schedule.change(city.vote, change, SAID, NOW)
    data = vote_data(city)
    assert data["eventStatus"] == "https://schema.org/EventPostponed"
    assert data["previousStartDate"] == "2099-12-01"


def test_a_vote_that_was_called_off_did_not_move_from_its_own_day_and_one_without_a_day_is_not_scheduled(
    city: City,
) -> None:
    schedule.change(city.vote, {**DEC_1, "status": "scheduled"}, SAID, NOW)
    schedule.change(city.vote, {"status": "cancelled"}, SAID, NOW)
    data = vote_data(city)
    assert (data["eventStatus"], data["startDate"]) == ("https://schema.org/EventCancelled", "2099-12-01")
    assert "previousStartDate" not in data
    assert "eventStatus" not in event_data(make_vote(**NO_DAY), [], TODAY)


def test_what_was_called_off_is_cancelled_and_keeps_its_day() -> None:
    data = event_data(make_vote(status="cancelled", earliest=date(2099, 12, 1)), [], TODAY)
    assert (data["eventStatus"], data["startDate"]) == ("https://schema.org/EventCancelled", "2099-12-01")


def test_a_quote_is_spoken_by_somebody_and_based_on_a_report(city: City) -> None:
    from stories.evidence.book import book_of

    quote = Quote.objects.create(text="It leaks,", type="direct", person=city.ada, issue=city.issue)
    data = quotation_data(quote, [])
    assert data
    assert (data["text"], data["spokenByCharacter"]["name"]) == ("It leaks", "Ada Reed")
    private = city.quotes[0]
    assert quotation_data(private, book_of(quotes=[private]).of(private)) is None
    quote.redacted_at = NOW
    assert quotation_data(quote, []) is None


def test_a_report_is_cited_and_not_copied() -> None:
    article = make_article("A secret text.", "Harbor talks", url="https://reed.example/9")
    assert article_data(article) == {
        "@type": "NewsArticle", "headline": "Harbor talks", "url": "https://reed.example/9",
        "datePublished": "2026-03-10T15:00:00+00:00",
        "publisher": {"@type": "Organization", "name": article.outlet.name},
    }  # fmt: skip
    page = story_data(article)
    assert page["isBasedOn"] == "https://reed.example/9"
    assert "secret" not in str(page)


def test_an_issue_has_its_dates_and_its_reports_once(city: City) -> None:
    data = issue_data(city.issue, [city.vote], [*city.articles, *city.articles], TODAY)
    assert [event["name"] for event in data["mainEntity"]] == ["Lease the harbor"]
    assert len(data["citation"]) == 1


def test_a_person_has_the_offices_they_hold(city: City) -> None:
    data = person_data(city.ada, city.ada.roles.all())
    assert data["memberOf"][0]["memberOf"]["name"] == "Reedham Council"

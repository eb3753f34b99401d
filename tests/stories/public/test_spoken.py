"""Somebody's words in a line of text."""

from datetime import date

import pytest
from django.test import Client

from officials.models import Person, Role
from stories.models import Quote
from stories.public.spoken import affiliation_of, once, said_in_words
from tests.factories import make_article, make_finding
from tests.stories.public.city import City, make_city

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "text", "line"),
    [
        ("direct", "Not with my vote,", "Ada Reed: “Not with my vote”"),
        ("indirect", "her members would comply,", "Ada Reed, reported: her members would comply"),
        ("mixed", "the plan “is a gift”", "Ada Reed: the plan “is a gift”"),
    ],
)
def test_only_direct_words_stand_in_quotation_marks(kind: str, text: str, line: str) -> None:
    assert said_in_words(Quote(person=Person(name="Ada Reed"), type=kind, text=text)) == line


def test_words_cut_within_the_marks_they_were_printed_with_end_with_one() -> None:
    quote = Quote(label="a spokesperson", type="mixed", text="the plan “is a gift to nobody” at all")
    assert said_in_words(quote, 5) == "A spokesperson: the plan “is a gift…”"


def reported(city: City) -> Quote:
    words = "his members would comply"
    quote = Quote.objects.create(text=words, type="indirect", person=city.ada, issue=city.issue)
    make_finding(make_article(f"Reed said {words}."), words, state="accepted", quote=quote)
    return quote


def test_reported_speech_is_nobodys_quotation_on_the_page_in_the_feed_and_for_programs(client: Client) -> None:
    quote = reported(make_city())
    assert quote.issue
    feed = client.get(f"{quote.issue.get_absolute_url()}feed.atom").content.decode()
    assert "<title>Ada Reed, reported: his members would comply</title>" in feed
    page = client.get(quote.get_absolute_url()).content.decode()
    assert "Quotation" not in page
    assert 'content="his members would comply"' in page
    assert f"Ada Reed, reported on {quote.issue}" in page
    opening = client.get(quote.issue.get_absolute_url()).content.decode()
    assert "“his members would comply" not in opening


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("Port Commission Chair, Tern Harbor Port Commission", "Chair, Tern Harbor Port Commission"),
        ("Council President, Reedham City Council", "President, Reedham City Council"),
        ("Mayor, City of Reedham", "Mayor, City of Reedham"),
        ("At-Large Councilor", "At-large Councilor"),
        ("who lives by the harbor", "who lives by the harbor"),
    ],
)
def test_a_title_and_its_body_are_not_said_twice(printed: str, told: str) -> None:
    assert once(printed) == told


def test_a_speaker_has_one_office_however_reports_call_it_their_seat_in_the_deciding_body_first() -> None:
    city = make_city()
    assert city.issue.body
    Role.objects.create(person=city.ada, body=city.issue.body, title="Council President", voting=False)
    quote = Quote(person=city.ada, issue=city.issue, said_on=date(2026, 3, 1), affiliation="Councilor, Reedham Council")
    assert affiliation_of(quote) == city.ada.roles.exclude(seat="").get().office
    elsewhere = Quote(person=city.ada, said_on=date(2026, 3, 1), affiliation="Councilor")
    assert affiliation_of(elsewhere).endswith(", Reedham Council")
    assert affiliation_of(Quote(person=city.ada, affiliation="Councilor")) == "Councilor"

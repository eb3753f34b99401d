"""What the demo's curator enters by hand is what the demo's stories say."""

import tomllib
from datetime import date

import pytest

from civictrack.demo.by_hand import CORRECTED, ENTERED, REJECTED, Entry, correction
from civictrack.demo.content import city, load
from civictrack.demo.days import days, in_print
from stories.models import Article, Finding

TODAY = date(2026, 11, 29)
STORIES = {story.slug: story for story in load(TODAY)}
CITY = tomllib.loads(city("https://news.example", TODAY))


@pytest.mark.parametrize(("slug", "entry"), [(slug, entry) for slug, entries in ENTERED.items() for entry in entries])
def test_each_event_rests_on_a_sentence_that_names_its_day_and_place(slug: str, entry: Entry) -> None:
    (sentence,) = (line for line in STORIES[slug].text.split("\n\n") if entry.words in line)
    assert in_print(days(TODAY)[entry.day]) in sentence
    assert entry.location.removeprefix("The ") in sentence


def test_each_event_is_of_bodies_and_on_an_issue_of_the_citys_file() -> None:
    entries = [entry for entries in ENTERED.values() for entry in entries]
    assert {slug for entry in entries for slug in entry.bodies} <= {body["slug"] for body in CITY["bodies"]}
    assert {entry.issue for entry in entries} <= {issue["slug"] for issue in CITY["issues"]}


def test_only_the_vote_that_was_taken_is_corrected() -> None:
    assert {*CORRECTED, *REJECTED} <= set(STORIES)
    article = Article(url="https://news.example/beacon/cannery-put-off.html")
    taken, coming = (
        Finding(article=article, kind="vote", payload={"status": status}) for status in ("held", "postponed")
    )
    assert correction(taken) == {"classification": "postpone"}
    assert correction(coming) == correction(Finding(article=article, kind="quote", payload={})) == {}

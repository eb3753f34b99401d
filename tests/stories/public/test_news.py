"""What is told anew, one thing at a time."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User

from stories import curation
from stories.curation.corrected import POSITION_FIELDS
from stories.curation.log import mark_of
from stories.curation.rows import values_of
from stories.models import Quote
from stories.public.news import news_of
from stories.public.scopes import Scope
from tests.factories import NOW, make_account, make_article, make_finding, make_position
from tests.stories.public.city import City, make_city
from votes import schedule
from votes.citation import Citation
from votes.models import Position

pytestmark = pytest.mark.django_db
SAID = Citation("It was put off.", "The Reed", "https://reed.example/0")


@pytest.fixture
def city() -> City:
    return make_city()


@pytest.fixture
def una() -> User:
    return make_account("una")


def titles(scope: Scope) -> list[str]:
    return [news.title for news in news_of(scope, 40)]


def say(city: City, sentence: str, **fields: object) -> Position:
    position = make_position(city.ada, city.issue, **fields)
    article = make_article(sentence)
    make_finding(article, sentence, "position", "evidence", state="accepted", position=position)
    return position


def test_a_change_of_mind_says_what_it_was(city: City) -> None:
    say(city, "Reed is for it now.", stance="support", conditional=True, since=date(2026, 3, 5))
    assert "Ada Reed now supports, with conditions (was: opposes)" in titles(Scope(city.issue))


def test_a_question_without_an_answer_and_a_quote_are_told_as_they_are(city: City) -> None:
    say(city, "Reed did not call back.", stance="no_position", basis="no_response")
    quote = Quote.objects.create(text="Not with my vote,", type="direct", person=city.ada, issue=city.issue)
    make_finding(make_article("“Not with my vote,” Reed said."), "Not with my vote,", state="accepted", quote=quote)
    told = titles(Scope(city.ada))
    assert "Ada Reed did not respond" in told
    assert "Ada Reed: “Not with my vote”" in told


@pytest.mark.parametrize(
    ("change", "title"),
    [
        ({"earliest": date(2099, 6, 1), "latest": date(2099, 6, 1), "precision": "day", "phrase": ""},
         "Vote moved: Lease the harbor: Monday, June 1, 2099"),
        ({"status": "shelved"}, "Shelved: Lease the harbor"),
        ({"status": "held", "outcome": "passed", "yes": 4, "no": 3}, "Vote held: Lease the harbor: passed, 4–3"),
    ],
)  # fmt: skip
def test_the_moves_of_a_vote_say_the_news(city: City, change: dict[str, object], title: str) -> None:
    schedule.change(city.vote, change, SAID, NOW)
    assert title.partition(":")[2] in " ".join(titles(Scope(city.issue)))


def test_put_right_it_is_updated_and_its_day_stays(city: City, una: User) -> None:
    article = make_article("Member Bo Lund said he backs it.")
    finding = make_finding(
        article, "Member Bo Lund said he backs it.", "position", "evidence", issue=city.issue,
        payload={"actor": "Bo Lund", "matter": "", "stance": "support", "basis": "statement", "conditional": False},
    )  # fmt: skip
    curation.accept(finding.pk, una, NOW, curation.Choice(person=city.bo))
    finding.refresh_from_db()
    position = finding.position
    assert position
    [before] = [news for news in news_of(Scope(city.bo), 40) if news.record == position]
    assert before.published == before.updated == NOW
    values = values_of(position, POSITION_FIELDS)
    later = NOW + timedelta(days=2)
    curation.correct_position(position, values | {"stance": "mixed"}, una, later, "He wrote to us", mark_of(values))
    [after] = [news for news in news_of(Scope(city.bo), 40) if "part" in news.title]
    assert (after.published, after.updated, after.key) == (before.published, later, before.key)


def test_it_takes_the_same_few_queries_whatever_there_is(city: City, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for number in range(12):
        say(city, f"Reed said so {number} times.", since=date(2026, 1, 1) + timedelta(days=number))
    with django_assert_max_num_queries(30):
        news_of(Scope(), 40)

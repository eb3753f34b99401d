"""The evidence of many records."""

from datetime import timedelta
from typing import Any

import pytest

from stories.evidence.book import Book, book_of, claims_of, is_withheld
from stories.models import Article, Quote
from tests.factories import NOW, make_article, make_finding, make_position, make_vote

pytestmark = pytest.mark.django_db

WORDS = "We wait."


def quoted(*articles: Article, state: str = "accepted") -> Quote:
    quote = Quote.objects.create(text=WORDS, type="direct", label="a clerk")
    for article in articles:
        make_finding(article, WORDS, state=state, quote=quote)
    return quote


def test_a_record_rests_on_all_its_accepted_reports_the_earliest_first() -> None:
    late, early = make_article(WORDS), make_article(WORDS, published_at=NOW - timedelta(days=5))
    quote = quoted(late, early)
    make_finding(make_article(WORDS), WORDS, state="pending", quote=quote)
    assert [evidence.article for evidence in book_of([quote]).of(quote)] == [early, late]


def test_a_book_that_is_not_read_yet_holds_nothing() -> None:
    quote = quoted(make_article(WORDS))
    assert Book().of(quote) == []


def test_the_evidence_of_many_records_is_read_in_one_query(django_assert_num_queries: Any) -> None:
    quotes = [quoted(make_article(WORDS)) for _ in range(5)]
    position = make_position()
    make_finding(make_article(WORDS), WORDS, "position", "evidence", state="accepted", position=position)
    with django_assert_num_queries(1):
        book = book_of(quotes, [position])
        passages = [evidence.passage for record in (*quotes, position) for evidence in book.of(record)]
    assert len(passages) == 6


def test_a_record_without_reports_is_not_said_to_be_withheld() -> None:
    assert not is_withheld([])


def test_the_claims_about_a_vote_say_who_reports_it_without_their_words() -> None:
    vote = make_vote()
    late, early = make_article(WORDS), make_article(WORDS, published_at=NOW - timedelta(days=5))
    for article in (late, early):
        make_finding(article, WORDS, "vote", "evidence", state="accepted", vote=vote)
    assert [(claim.article, claim.passage) for claim in claims_of([vote])[vote]] == [(early, None), (late, None)]


def test_a_story_is_opened_at_the_words_also_where_its_address_has_a_fragment() -> None:
    quote = quoted(make_article(WORDS, url="https://reed.example/a#top"))
    [evidence] = book_of([quote]).of(quote)
    assert evidence.address == "https://reed.example/a#:~:text=We%20wait."

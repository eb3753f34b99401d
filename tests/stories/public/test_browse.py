"""Addresses that lead nowhere offer a search for the words in them."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from stories.public.browse import words_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/en/people/marge-sloane/", "marge sloane"),
        ("/en/votes/1234/", ""),
        ("/news/2026/pier_vote.html", "pier vote"),
        ("/", ""),
        ("/en/", ""),
        ("/en/people/José", "José"),
        ("/en/" + "a" * 5000, "a" * 100),
        ("/en/people/<script>alert(1)</script>", "script"),
    ],
)
def test_the_words_of_an_address_are_what_is_looked_for(path: str, words: str) -> None:
    assert words_of(path) == words


@pytest.mark.parametrize("address", ["/en/people/marge-sloane/", "/marge-sloane", "/en/places/marge-sloane/"])
def test_a_page_that_is_missing_has_a_search_with_the_words_filled_in(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    page = BeautifulSoup(answer.content, "lxml")
    field = page.select_one('form[action="/en/search/"] input[name=q]')
    assert field is not None
    assert field["value"] == "marge sloane"
    assert not answer.cookies


def test_nothing_in_a_missing_address_is_markup(client: Client) -> None:
    answer = client.get('/en/"><script>alert(1)</script>')
    assert answer.status_code == 404
    assert b"<script>alert" not in answer.content

"""Finding things by words."""

import pytest
from django.test import Client

from officials.models import Alias
from stories.models import Quote
from stories.public.search import SearchResults, search
from tests.factories import NOW, make_body, make_issue, make_official, make_person, make_vote

pytestmark = pytest.mark.django_db


def test_an_issue_a_vote_and_a_body_are_found_by_their_words() -> None:
    issue = make_issue("Leasing the harbor", make_body("Reedham Council"))
    vote = make_vote(issue, motion="Lease the harbor for ten years")
    found = search("harbor lease")
    assert (found.issues, found.votes) == ([issue], [vote])
    assert search("reedham").bodies == [issue.body]


def test_an_official_is_found_by_each_name() -> None:
    ada = make_official("Ada Quill-Reed")
    Alias.objects.create(person=ada, name="Addie Reed")
    assert search("reed ada").people == search("addie").people == [ada]


def test_a_private_person_has_no_entry_and_neither_have_their_words() -> None:
    Quote.objects.create(text="The harbor is ours.", type="direct", person=make_person("Oda Private"))
    assert not search("Oda")
    assert not search("harbor")


def test_a_quote_is_shown_with_thirty_words_at_most_and_a_redacted_one_not_at_all() -> None:
    text = "The harbor " + "and the town and its people " * 30
    Quote.objects.create(text=text, type="direct", person=make_official())
    Quote.objects.create(text=text, type="direct", label="a clerk", redacted_at=NOW)
    [quote] = search("harbor").quotes
    assert len(quote.excerpt.split()) <= 30  # type: ignore[attr-defined]


def test_a_vote_withdrawn_as_our_mistake_is_not_found() -> None:
    make_vote(motion="Lease the harbor", withdrawn_at=NOW)
    assert not search("harbor")


@pytest.mark.parametrize("asked", ["", "   ", "\x00", "'; --", '"', "a & | ! (", "%", "x" * 10_000])
def test_any_question_gets_an_answer(asked: str) -> None:
    assert isinstance(search(asked), SearchResults)


def test_the_page_answers_in_words_and_without_a_cookie(client: Client) -> None:
    make_issue("Leasing the harbor")
    answer = client.get("/en/search/", {"q": "harbor"})
    assert "Leasing the harbor" in answer.content.decode()
    assert not answer.cookies
    assert "Nothing was found" in client.get("/en/search/", {"q": "<script>"}).content.decode()

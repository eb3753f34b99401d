"""Finding things by words and names, near ones too."""

import datetime as dt

import pytest
from django.test import Client

from officials.models import Alias, Person
from stories.models import Quote
from stories.public.asked import Asked
from stories.public.search import KINDS, SOME, SearchResults, search
from tests.factories import (
    NOW,
    make_article,
    make_body,
    make_finding,
    make_issue,
    make_official,
    make_person,
    make_place,
    make_vote,
)
from votes.models import Issue

pytestmark = pytest.mark.django_db


def found(words: str = "", **narrowed: object) -> SearchResults:
    return search(Asked(words, **narrowed))  # type: ignore[arg-type]


def make_quote(text: str, person: Person | None = None, **fields: object) -> Quote:
    label = "" if person else "a clerk"
    return Quote.objects.create(text=text, type="direct", person=person, label=label, **fields)


def test_an_issue_a_vote_and_a_body_are_found_by_their_words() -> None:
    issue = make_issue("Leasing the harbor", make_body("Reedham Council"))
    vote = make_vote(issue, motion="Lease the harbor for ten years")
    results = found("harbor lease")
    assert (results.of("issues"), results.of("votes")) == ([issue], [vote])
    assert found("reedham").of("bodies") == [issue.body]


def test_an_official_is_found_by_each_name_and_by_how_it_begins() -> None:
    ada = make_official("Ada Quill-Reed")
    Alias.objects.create(person=ada, name="Addie Reed")
    assert found("reed ada").of("people") == found("addie").of("people") == found("qui").of("people") == [ada]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Marguerite Sloane", "slone"),
        ("Ruben Achterberg", "achterburg"),
        ("Anneke Vasquez-Lindh", "vasqez"),
        ("Imani Okoro-Bell", "okorro"),
        ("Tobias Fenn", "tobis fenn"),
    ],
)
def test_a_name_typed_wrong_brings_the_person_and_says_that_it_is_near(name: str, typed: str) -> None:
    person = make_official(name)
    make_official("Priya Castellan")
    results = found(typed)
    assert (results.of("people"), results.is_near) == ([person], True)


def test_accents_need_not_be_typed_and_may_be() -> None:
    muñoz = make_official("Inés Muñoz")
    quote = make_quote("The café stays.", make_official())
    assert found("munoz").of("people") == found("muñoz ines").of("people") == [muñoz]
    assert found("cafe").of("quotes") == found("Café").of("quotes") == [quote]


def test_quotes_are_found_by_their_speaker_and_by_speaker_and_words() -> None:
    sloane, other = make_official("Marguerite Sloane"), make_official("Odile Prentiss")
    drones = make_quote("We need these drones.", sloane)
    pier = make_quote("The pier is rotten.", sloane)
    make_quote("No drones over my roof.", other)
    assert set(found("sloane").of("quotes")) == {drones, pier}
    assert found("sloane drones").of("quotes") == [drones]
    assert set(found(kind="quotes", person=sloane).of("quotes")) == {drones, pier}


def test_a_story_is_found_by_its_title_once_something_of_it_is_public() -> None:
    shown, hidden = make_article(title="Ferry fares to rise"), make_article(title="Ferry fares may fall")
    make_finding(shown, "The council will vote.", state="accepted", quote=make_quote("The council will vote."))
    assert found("ferry").of("stories") == [shown]
    assert hidden not in found("fares").of("stories")


def test_a_private_person_has_no_entry_and_neither_have_their_words() -> None:
    make_quote("The harbor is ours.", make_person("Oda Private"))
    assert not found("Oda")
    assert not found("harbor")
    assert not found("Privat Oda")


def test_a_quote_is_shown_with_thirty_words_at_most_and_a_redacted_one_not_at_all() -> None:
    text = "The harbor " + "and the town and its people " * 30
    make_quote(text, make_official())
    make_quote(text, redacted_at=NOW)
    [quote] = found("harbor").of("quotes")
    assert len(quote.excerpt.split()) <= 30


def test_a_vote_withdrawn_as_our_mistake_is_not_found() -> None:
    make_vote(motion="Lease the harbor", withdrawn_at=NOW)
    assert not found("harbor").of("votes")


def test_what_narrows_a_question_leaves_out_what_it_is_not_about() -> None:
    here, there = make_place("Reedham"), make_place("Osier")
    issue = make_issue("Leasing the harbor", make_body("Reedham Council", here))
    make_issue("The other harbor", make_body("Osier Council", there))
    Issue.objects.filter(pk=issue.pk).update(place=here)
    assert found("harbor", place=here).of("issues") == [issue]
    old = make_quote("The harbor sleeps.", make_official(), said_on=dt.date(2026, 1, 5), issue=issue)
    new = make_quote("The harbor wakes.", make_official("Cato Lind"), said_on=dt.date(2026, 9, 5), issue=issue)
    assert found("harbor", until=dt.date(2026, 3, 1)).of("quotes") == [old]
    assert found("harbor", since=dt.date(2026, 3, 1), issue=issue).of("quotes") == [new]
    assert found("harbor", issue=issue).of("issues") == []


def test_some_of_each_kind_are_shown_and_all_of_one_in_pages() -> None:
    ada = make_official()
    for number in range(45):
        make_quote(f"The harbor, point {number}.", ada)
    first = found("harbor").kinds[0]
    assert (len(first.rows), first.more) == (SOME, "q=harbor&kind=quotes")
    pages = [found("harbor", kind="quotes", page=page).kinds[0] for page in (1, 2, 3)]
    assert [len(page.rows) for page in pages] == [20, 20, 5]
    assert len({quote.pk for page in pages for quote in page.rows}) == 45
    assert [page.more for page in pages] == ["q=harbor&kind=quotes&page=2", "q=harbor&kind=quotes&page=3", ""]


HOSTILE = [
    "", "   ", "'; --", '"', "a & | ! (", "%", "_", "\\", "x" * 1_000_000, "‮olleh‬", ":*", "<-> & !", "-" * 300,
    '"unclosed -', "- " * 100, "-(" * 100, "or " * 66, '-"' * 100, '"' * 200, "not " * 50, "-a" * 100,
    "\ue000<script>\ue001",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_any_question_gets_an_answer(client: Client, typed: str) -> None:
    make_quote("The harbor <script>alert(1)</script> \ue000<b>\ue001 is ours.", make_official())
    for kind in ("", *KINDS):
        answer = client.get("/en/search/", {"q": typed, "kind": kind, "page": "9" * 5000, "since": typed[:500]})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()


def test_a_percent_sign_matches_itself_alone() -> None:
    make_official("Ada Quill")
    assert not found("%").of("people")
    assert not found("_da").of("people")


def test_the_page_answers_in_words_marks_what_was_found_and_sets_no_cookie(client: Client) -> None:
    make_issue("Leasing the harbor")
    make_quote("Our <b>harbors</b> are full.", make_official())
    answer = client.get("/en/search/", {"q": "harbor"})
    page = answer.content.decode()
    assert "Leasing the harbor" in page
    assert "<mark>harbors</mark>" in page
    assert "<b>" not in page
    assert not answer.cookies
    assert "Nothing was found" in client.get("/en/search/", {"q": "<script>"}).content.decode()


def test_a_near_name_is_asked_about_on_the_page(client: Client) -> None:
    make_official("Marguerite Sloane")
    page = client.get("/en/search/", {"q": "slone"}).content.decode()
    assert "Did you mean" in page
    assert "Marguerite Sloane" in page

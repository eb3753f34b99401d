"""What the site's templates say of people, stands and reports."""

import pytest
from django.utils.html import strip_tags

from officials.models import Person
from stories.evidence.book import book_of
from stories.models import Quote
from stories.public.cited import alone, lines, reports
from stories.templatetags.stories import name, names, page, speaker, stance, stand, web
from tests.factories import NOW, make_article, make_finding, make_official, make_person
from votes.models import Position

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("url", "shown"),
    [("https://reed.example/a", True), ("HTTP://reed.example", True), ("javascript:alert(1)", False), ("", False)],
)
def test_only_addresses_of_the_web_become_links(url: str, shown: bool) -> None:
    assert web(url) == (url if shown else "")


def test_a_name_is_a_link_where_there_is_a_page_and_no_name_where_it_was_removed() -> None:
    ada = make_official("Ada <Reed>")
    assert name(ada) == f'<a href="{ada.get_absolute_url()}" class="words">Ada &lt;Reed&gt;</a>'
    assert name(make_person("Oda Private")) == '<span class="words">Oda Private</span>'
    assert "removed" in name(make_person("Oda Gone", redacted_at=NOW))


def test_an_unnamed_speaker_is_called_as_printed_with_the_affiliation() -> None:
    quote = Quote(text="No.", label="a clerk", affiliation="of <Reedham>")
    assert speaker(quote).startswith('<span class="words">A clerk</span>')
    assert ", of &lt;Reedham&gt;" in speaker(quote)


def test_copies_of_one_story_are_one_source() -> None:
    original = make_article("We wait.")
    quote = Quote.objects.create(text="We wait.", type="direct", label="a clerk")
    for article in (original, make_article("We wait. ", original=original), make_article("We wait.  ")):
        make_finding(article, "We wait.", state="accepted", quote=quote)
    evidence = book_of([quote]).of(quote)
    assert [reports(evidence), reports(evidence[:1])] == ["3 reports, 2 original", "1 report"]


@pytest.mark.parametrize(
    ("basis", "conditional", "html"),
    [
        ("statement", False, '<span class="stance stance-oppose">opposes</span>'),
        ("statement", True, '<span class="stance stance-oppose">opposes</span>, with conditions'),
        ("action", True, "<span>acted</span>"),
        ("no_response", False, "<span>did not respond</span>"),
    ],
)
def test_a_stance_is_coloured_by_its_side_and_a_deed_or_silence_has_none(
    basis: str, conditional: bool, html: str
) -> None:
    assert stance(Position(stance="oppose", basis=basis, conditional=conditional)) == html


def test_a_quote_alone_loses_the_comma_that_led_over_to_its_speaker() -> None:
    assert alone("We wait,") == "We wait"


@pytest.mark.parametrize(
    ("stance", "basis", "words"),
    [
        ("support", "statement", "supports the lease, with conditions"),
        ("oppose", "vote_intent", "opposes the lease, with conditions"),
        ("mixed", "statement", "backs part, fights part of the lease, with conditions"),
        ("undecided", "statement", "undecided on the lease, with conditions"),
        ("no_position", "past_vote", "no position on the lease, with conditions"),
        ("support", "action", "acted on the lease"),
        ("no_position", "declined", "declined to comment"),
    ],
)
def test_a_stand_is_told_with_its_matter_as_a_sentence_has_it(stance: str, basis: str, words: str) -> None:
    position = Position(stance=stance, basis=basis, matter="the lease", conditional=True)
    assert strip_tags(stand(position)) == words


@pytest.mark.parametrize(
    ("stance", "basis", "words"),
    [
        ("support", "statement", "supports, with conditions: drone contract"),
        ("mixed", "statement", "backs part, fights part, with conditions: drone contract"),
        ("undecided", "statement", "undecided, with conditions: drone contract"),
        ("support", "action", "acted: drone contract"),
    ],
)
def test_a_matter_printed_without_an_article_stands_behind_a_colon(stance: str, basis: str, words: str) -> None:
    position = Position(stance=stance, basis=basis, matter="drone contract", conditional=True)
    assert strip_tags(stand(position)) == words


def test_a_name_stands_before_a_deed_only_where_its_sentence_has_none() -> None:
    person = Person(name="Desmond Farrow")
    assert names("Farrow asked the council for a map.", person)
    assert not names("The ordinance was sponsored by the harrower Farrows.", person)


def test_between_the_lines_of_a_passage_is_a_space_whoever_reads_it() -> None:
    assert strip_tags(lines("At the Harbor Office.\n\nThe <Board> met.")).split() == [
        "At", "the", "Harbor", "Office.", "The", "&lt;Board&gt;", "met.",
    ]  # fmt: skip


def test_on_paper_an_address_says_no_words_of_its_page() -> None:
    assert page("https://reed.example/story?p=1#:~:text=a%20boat,the%20pier") == "https://reed.example/story?p=1"

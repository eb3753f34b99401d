"""How a story changed: words, not lines; late and silent changes told apart; nothing of a page becomes markup."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from stories.desk.versions import changes
from stories.evidence.rewording import word_diff
from stories.models import Article
from tests.factories import NOW, make_account, make_article

OLD = "The council will vote on the pier on March 17. " + "Nobody spoke of the plow. " * 20 + "It meets at six."
NEW = OLD.replace("March 17", "March 31").replace("at six", "at seven")


def second_version(article: Article, text: str, title: str = "", after: timedelta = timedelta(hours=3)) -> None:
    article.versions.create(number=2, title=title or article.title, text=text, sha256="2", read_at=NOW + after)


def shown(kind: str, text_of: list) -> list[str]:
    return [piece.text for piece in text_of if piece.kind == kind]


@given(st.text(max_size=200), st.text(max_size=200))
def test_both_texts_can_be_put_together_again(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


def test_a_moved_date_is_one_word_changed() -> None:
    pieces = word_diff("The vote is on March 17.", "The vote is on March 31.")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "The vote is on March "), ("removed", "17"), ("added", "31"), ("same", "."),
    ]  # fmt: skip


@pytest.mark.django_db
def test_only_the_changes_are_shown_with_a_few_words_around() -> None:
    article = make_article(OLD)
    second_version(article, NEW)
    (change,) = changes(article)
    assert shown("removed", change.text) == ["17", "six"]
    assert shown("added", change.text) == ["31", "seven"]
    assert len(shown("gap", change.text)) == 2
    assert len("".join(shown("same", change.text))) < 200


@pytest.mark.django_db
def test_a_change_long_after_publication_without_a_notice_is_told_as_such() -> None:
    corrected = make_article(OLD, correction="Correction: the story misstated the day.")
    for article in (quiet := make_article(OLD), corrected):
        second_version(article, NEW)
    second_version(early := make_article(OLD), NEW, after=timedelta(minutes=5))
    found = [changes(article)[0] for article in (quiet, corrected, early)]
    assert [(change.late, change.silent) for change in found] == [(True, True), (True, False), (False, False)]


@pytest.mark.django_db
def test_a_changed_headline_is_shown_and_a_story_of_one_version_has_no_changes() -> None:
    article = make_article(OLD, "Pier vote on March 17")
    assert changes(article) == []
    second_version(article, OLD, "Pier vote put off")
    (change,) = changes(article)
    assert shown("added", change.title) == ["put off"]
    assert change.text == []


def test_a_very_long_text_is_compared_by_its_paragraphs() -> None:
    old = "\n\n".join(f"Paragraph {n} of a very long report on the pier and its repair." for n in range(3000))
    pieces = word_diff(old, old.replace("Paragraph 7 of", "Paragraph seven of"))
    assert shown("added", pieces) == ["Paragraph seven of a very long report on the pier and its repair."]


@pytest.mark.django_db
def test_the_desk_shows_what_changed_and_nothing_of_it_as_markup(client: Client) -> None:
    article = make_article(OLD, correction="Correction: <b>the day</b> was misstated.")
    second_version(article, NEW + " <script>alert(1)</script> & more")
    client.force_login(make_account("curator"))
    page = client.get(reverse("desk-story", args=[article.pk])).content.decode()
    assert "<del>17</del>" in page
    assert "<ins>31</ins>" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "Correction: &lt;b&gt;the day&lt;/b&gt; was misstated." in page
    assert "changed after it was published" in page

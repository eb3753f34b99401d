"""How a sentence reads in a later version of its story."""

import time

import pytest

from stories.evidence.rewording import nearest, since_accepted, wordings
from tests.factories import make_article, make_finding


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The vote is on March 17.", "The vote is on March 31."),
        ("The vote on the pier is on March 31, at six.", "The vote is on March 31."),
        ("A dog barked twice.", ""),
        ("", ""),
        ("\u202e" * 500, ""),
    ],
)
def test_the_nearest_sentence_is_the_one_with_most_of_the_words_in_their_order(sentence: str, found: str) -> None:
    text = "It rained on March 16.\n\nThe vote is on March 31. Mr. Al Bell said no. It rained."
    assert nearest(sentence, text) == found


def test_a_story_of_a_million_characters_is_looked_through_in_no_time() -> None:
    began = time.process_time()
    assert nearest("The vote is on March 17.", "No. " * 250_000) == ""
    assert nearest("a " * 5_000, "a " * 500_000).startswith("a a a")
    assert time.process_time() - began < 5


@pytest.mark.django_db
def test_what_became_of_an_accepted_sentence_is_told_word_by_word() -> None:
    finding = make_finding(make_article("It rained. The vote is on March 17."), "The vote is on March 17.")
    newest = "It snowed. The vote is on March 31."
    assert wordings(finding, newest) == ("The vote is on March 17.", "The vote is on March 31.")
    changed = [(piece.kind, piece.text) for piece in since_accepted(finding, newest) if piece.kind != "same"]
    assert changed == [("removed", "17"), ("added", "31")]
    assert since_accepted(finding, "Nothing like it.") == []

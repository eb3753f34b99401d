"""Keys of records."""

import pytest

from officials.models import Person
from votes import subjects
from votes.models import Vote


def test_a_record_has_the_key_that_is_made_of_its_kind_and_number() -> None:
    assert subjects.key_of(Vote(pk=5)) == subjects.make_key("vote", 5) == "vote:5"
    assert subjects.key_of(Person(pk=12)) == "person:12"


def test_a_key_is_read_as_it_was_made() -> None:
    assert subjects.read_key(subjects.make_key("issue", 3)) == ("issue", 3)


@pytest.mark.parametrize("words", ["vote", "vote:", "vote:x", ""])
def test_what_is_no_key_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        subjects.read_key(words)

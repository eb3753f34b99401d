"""An error of this program is told as one, without its words; what others did wrong is told as it is."""

import pytest
from django.db import OperationalError

from stories.ingestion.errors import OurFault
from stories.ingestion.our_faults import as_our_fault
from stories.ingestion.pages.errors import EmptyPage


def test_an_unforeseen_error_is_our_fault_and_its_words_are_left_out() -> None:
    with pytest.raises(OurFault, match=r"fault of this program \(KeyError\)") as told, as_our_fault():
        raise KeyError("words of the page")
    assert "words of the page" not in str(told.value)


@pytest.mark.parametrize("error", [EmptyPage("No story."), OperationalError("the database is away")])
def test_what_is_wrong_with_a_page_or_the_database_passes_as_it_is(error: Exception) -> None:
    with pytest.raises(type(error)), as_our_fault():
        raise error

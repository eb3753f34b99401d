"""The words by which stories are taken or left out."""

import pytest

from stories.ingestion.keywords import has_any


@pytest.mark.parametrize(
    ("term", "text", "there"),
    [
        ("ice", "Police chief quits", False),
        ("tax", "Taxi fares rise", False),
        ("tax", "TAX: what changes", True),
        ("city council", "The City\n Council met", True),
        ("бюджет", "Новый Бюджет города", True),
        ("#pier", "All about #pier", True),
    ],
)
def test_terms_are_whole_words(term: str, text: str, there: bool) -> None:
    assert has_any([term], text) is there

"""Which comes first in 3/5/2026, the day or the month."""

import pytest

from stories.ingestion.pages.order import day_first


@pytest.mark.parametrize(
    ("country", "language", "first"),
    [
        ("US", "en-GB", False), ("GB", "en-US", True), ("", "en", None), ("", "en-GB", True), ("", "de", True),
        ("ZA", "en", None), ("SE", "en-US", None), ("ZA", "", None), ("", "en-US", False), ("NZ", "en", True),
        ("CA", "en-CA", None), ("", "", None), ("XX", "", None), ("", "klingon", None), ("", "../en", None),
    ],
)  # fmt: skip
def test_the_place_tells_before_the_language_and_where_neither_does_nobody_guesses(
    country: str, language: str, first: bool | None
) -> None:
    assert day_first(country, language) is first

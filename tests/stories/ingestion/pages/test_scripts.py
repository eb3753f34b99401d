"""Scripts and styles go before a page is parsed, in one pass whatever they hold."""

import pytest

from stories.ingestion.pages.scripts import without
from tests.patience import working_at_most


@pytest.mark.parametrize(("html", "kept"), [
    ("a<script>if (x < y) { '<p>' }</script>b", "ab"),
    ("a<STYLE type='text/css'>p{}</STYLE >b", "ab"),
    ('<script type="application/ld+json">{"a": 1}</script>b', '<script type="application/ld+json">{"a": 1}</script>b'),
    ("a<script>'</style>'</script>b", "ab"),
    ("a<script>never closed", "a"),
    ("a</script>b", "a</script>b"),
    ("<scripture>a</scripture>", "<scripture>a</scripture>"),
    ("", ""),
])  # fmt: skip
def test_what_runs_or_styles_goes_and_what_describes_the_story_stays(html: str, kept: str) -> None:
    assert without(html) == kept


def test_json_ld_of_megabytes_describes_no_story() -> None:
    assert without(f'a<script type="application/ld+json">{"x" * 2_000_000}</script>b') == "ab"


@pytest.mark.parametrize("html", ["<script " * 900_000, "<script>" * 900_000, "<style>x</script>" * 400_000])
def test_millions_of_open_tags_take_one_pass(html: str) -> None:
    with working_at_most(10):
        without(html)

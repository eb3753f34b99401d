"""The byline is people: no jobs, addresses or outlets."""

import pytest

from stories.ingestion.pages.read import read
from tests.stories.ingestion.samples import page, story_ld


@pytest.mark.parametrize(("author", "people"), [
    ("By Mara Quist and Tor Benn", ("Mara Quist", "Tor Benn")),
    (["Mara Quist", "Tor Benn"], ("Mara Quist", "Tor Benn")),
    ({"@type": "Person", "name": "Harrow Ledger"}, ("Mara Quist",)),
    ([{"name": ["Mara Quist", "Tor Benn"]}], ("Mara Quist", "Tor Benn")),
    ("https://ledger.example/staff/quist", ("Mara Quist",)),
    ("Jo Pell Jr., Mara Quist", ("Jo Pell Jr", "Mara Quist")),
    (None, ("Mara Quist",)),
])  # fmt: skip
def test_the_byline_is_people(author: object, people: tuple[str, ...]) -> None:
    assert read(page(ld=story_ld(author=author))).byline == people


def test_scripts_in_title_and_author_are_words_at_most() -> None:
    ld = story_ld(headline="Vote <script>alert(1)</script>", author={"name": "<script>alert(2)</script>"})
    page_read = read(page(ld=ld.replace("</script>", "<\\/script>", 2)))
    assert "<script" not in page_read.text
    assert all("<" not in name for name in page_read.byline)

"""What makes two clippings of a story the same version."""

from stories.ingestion.clipping import Clipping, Served
from stories.ingestion.pages.page import Page

URL = "https://ledger.example/news/1"


def clipping(title: str, text: str, body: bytes = b"") -> Clipping:
    return Clipping(Page(title, text), URL, Served(URL, body))


def test_a_clipping_is_a_new_version_by_its_title_and_text_alone() -> None:
    known = clipping("The pier", "It stays open.")
    assert clipping("The pier", "It stays open.", b"with another advertisement").digest == known.digest
    assert clipping("The pier", "It is closed.").digest != known.digest
    assert clipping("The pier It", "stays open.").digest != known.digest

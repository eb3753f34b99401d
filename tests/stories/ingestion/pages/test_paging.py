"""The first page of a story over several is no whole story; a link to the next story says nothing."""

import pytest

from stories.ingestion.pages.page import Access
from stories.ingestion.pages.read import read
from tests.stories.ingestion.samples import page

OWN = "https://ledger.example/news/bridge/"


@pytest.mark.parametrize(("link", "access"), [
    ('<link rel="next" href="https://ledger.example/news/bridge/?page=2">', Access.PARTIAL),
    ('<link rel="next" href="/news/bridge/2/">', Access.PARTIAL),
    ('<link rel="next" href="/news/bridge/page/2/">', Access.PARTIAL),
    ('<link rel="next" href="/news/bridge-2.html">', Access.PARTIAL),
    ('<div class="page-links">Pages: <a href="/news/bridge/2/">2</a></div>', Access.PARTIAL),
    ('<link rel="next" title="Ferry timetable changes" href="/news/ferry/">', Access.FULL),
    ('<a rel="next" href="/2026/03/05/ferry-2/">Next post</a>', Access.FULL),
    ('<div class="pagination"><a href="/news/?page=2">Older stories</a></div>', Access.FULL),
    ('<div class="pagination"><a href="?page=1">1</a></div>', Access.FULL),
    ('<link rel="next" href="https://other.example/news/bridge/2/">', Access.FULL),
    ('<link rel="next" href="http://[">', Access.FULL),
])  # fmt: skip
def test_a_link_to_a_later_page_of_the_same_story_makes_it_partial(link: str, access: Access) -> None:
    head, body = (link, b"</main>") if link.startswith("<link") else ("", f"{link}</main>".encode())
    assert read(page(head).replace(b"</main>", body), OWN).access is access


def test_the_last_page_leads_to_none() -> None:
    body = b'<div class="pagination"><a href="/news/bridge/">1</a> <a href="/news/bridge/?page=2">2</a></div></main>'
    assert read(page().replace(b"</main>", body), f"{OWN}?page=2").access is Access.FULL

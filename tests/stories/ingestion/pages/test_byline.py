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
    ("Story and photos by Tor Benn", ("Tor Benn",)),
    ("BY MARA QUIST AND TOR BENN", ("MARA QUIST", "TOR BENN")),
])  # fmt: skip
def test_the_byline_is_people(author: object, people: tuple[str, ...]) -> None:
    assert read(page(ld=story_ld(author=author))).byline == people


def test_scripts_in_title_and_author_are_words_at_most() -> None:
    ld = story_ld(headline="Vote <script>alert(1)</script>", author={"name": "<script>alert(2)</script>"})
    page_read = read(page(ld=ld.replace("</script>", "<\\/script>", 2)))
    assert "<script" not in page_read.text
    assert all("<" not in name for name in page_read.byline)


def unsigned(byline: str, below: str = "") -> bytes:
    """The page with nothing of its author told to machines, and this in place of its byline."""
    html = page(ld=story_ld(author=None)).decode()
    shown = '<div class="byline">By <a rel="author" href="/staff/quist">Mara Quist</a></div>'
    return html.replace(shown, byline).replace("</main>", f"{below}</main>").encode()


CARD = '<article class="card"><a rel="author">Tor Benn</a><h3>Ferry timetable changes</h3><p>In May.</p></article>'


@pytest.mark.parametrize(("shown", "people"), [
    ('<a rel="author" href="/a/q">Mara Quist</a>', ("Mara Quist",)),
    ('<span class="author vcard"><a class="url fn n" href="/a/q">Mara Quist</a></span>', ("Mara Quist",)),
    ('<p><a rel="author">Mara Quist</a> <a rel="author">Tor Benn</a></p>', ("Mara Quist", "Tor Benn")),
    ("<p>By Mara Quist</p>", ("Mara Quist",)),
    ('<p class="byline">By Mara Quist Staff Writer</p>', ("Mara Quist",)),
    ('<a rel="author" href="/a/q">View profile</a>', ()),
    ('<a rel="author" href="/staff">More stories</a>', ()),
    ("<p>Story and photos by Mara Quist</p>", ("Mara Quist",)),
    ("<p>Words by Mara Quist</p>", ("Mara Quist",)),
    ("<p>By unanimous vote</p>", ()),
    ("", ()),
])  # fmt: skip
def test_a_byline_that_is_only_shown_is_read(shown: str, people: tuple[str, ...]) -> None:
    assert read(unsigned(shown, CARD)).byline == people


def test_a_reporter_who_is_shown_is_worth_more_than_a_staff_told_to_machines() -> None:
    html = page(ld=story_ld(author={"@type": "Organization", "name": "Harrow Ledger Staff"}))
    assert read(html).byline == ("Mara Quist",)
    assert read(page(ld=story_ld(author="mquist"))).byline == ("Mara Quist",)


@pytest.mark.parametrize("author", ["MARA QUIST Associated Press", "By MARA QUIST - Associated Press"])
def test_a_person_of_an_agency_is_a_person_and_an_agency(author: str) -> None:
    read_page = read(page(ld=story_ld(author=author)))
    assert (read_page.byline, read_page.agency) == (("MARA QUIST",), "Associated Press")


@pytest.mark.parametrize("author", ["By Staff and wire reports", "Staff and wire reports", "Photos by Tor Benn"])
def test_a_staff_and_its_wires_are_nobody(author: str) -> None:
    nobody = page(ld=story_ld(author=author)).replace(b"Mara Quist", b"Staff and wire reports")
    assert read(nobody).byline == ()


def test_an_agency_that_only_the_page_shows_is_known() -> None:
    read_page = read(unsigned('<p class="byline">By MARA QUIST Associated Press</p>'))
    assert (read_page.byline, read_page.agency) == (("MARA QUIST",), "Associated Press")

"""Titles and texts are plain words: nothing in them can run, and nothing in them can't be stored or seen."""

import json

from stories.ingestion.feeds.read import read
from tests.stories.ingestion.samples import item, rss


def test_nuls_and_lone_surrogates_are_gone() -> None:
    (entry,) = read(rss(item(1)).replace(b"Story", b"St\x00ory")).entries
    assert entry.title == "Story number 1"
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "t",
        "items": [{"id": "1\u0000", "title": "a\ud800b", "content_html": "<p>x\ud800</p>"}],
    }
    (entry,) = read(json.dumps(document).encode()).entries
    assert (entry.id, entry.title, entry.content_text) == ("1", "ab", "x")


def test_scripts_in_title_and_author_are_gone_and_bidi_controls_too() -> None:
    bad = "&lt;script&gt;alert(1)&lt;/script&gt;"
    (entry,) = read(rss(item(1, title=f"{bad}Vote \u202enwod", author=f"{bad}Mara"))).entries
    assert (entry.title, entry.authors) == ("Vote nwod", ("Mara",))


def test_words_after_a_comment_are_kept() -> None:
    data = rss(item(1, description="&lt;p&gt;The council &lt;!-- sic --&gt; met.&lt;/p&gt;"))
    assert read(data).entries[0].summary_text == "The council met."

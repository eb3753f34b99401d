"""What every question about a page begins with: the words that are shown, the meta tags, the story's JSON-LD."""

from lxml.html import fromstring

from stories.ingestion.pages.document import parse
from stories.ingestion.pages.markup import Markup, shown
from tests.stories.ingestion.samples import page, story_ld


def test_words_on_lines_of_their_own_stay_apart_and_scripts_are_no_words() -> None:
    element = fromstring("<div>The <b>coun</b>cil<br>met.<script>track()</script><p>It voted.</p></div>")
    assert shown(element) == "The council met. It voted."


def test_meta_tags_are_known_by_any_of_their_attributes_in_the_order_asked_for() -> None:
    head = '<meta name="Twitter:Title" content=" A  title "><meta itemprop="datePublished" content="2026-03-03">'
    markup = Markup(parse(page(head)))
    assert markup.said("datepublished", "twitter:title") == ["2026-03-03", "A title"]
    assert markup.said("keywords") == []


def test_the_pages_own_story_is_the_first_with_headline_and_date() -> None:
    teaser = story_ld(headline="", datePublished="")
    assert Markup(parse(page(teaser))).story["headline"] == "Council weighs sale of old waterworks"

"""A story laid out for the desk: the words of each finding in place, those of the line at hand by what they are."""

import pytest

from stories.desk.sheet import sheet_of
from stories.models import Article, Finding
from tests.factories import make_article, make_finding, make_version

pytestmark = pytest.mark.django_db

TEXT = "Ferry talk.\n\n“It leaks,” Ida Brandt said. The council votes on March 17."


@pytest.fixture
def article() -> Article:
    return make_article(TEXT)


@pytest.fixture
def quote(article: Article) -> Finding:
    finding = make_finding(article, "It leaks,", payload={"speaker": "Ida Brandt", "type": "direct"})
    for role, words in (("speaker", "Ida Brandt"), ("cue", "said")):
        start = TEXT.index(words)
        finding.spans.append({"role": role, "start": start, "end": start + len(words), "text": words})
    finding.save()
    return finding


def test_the_words_of_the_line_at_hand_say_what_they_are(article: Article, quote: Finding) -> None:
    sheet = sheet_of(article)
    _, paragraph = sheet.paragraphs(sheet.lines[0])
    assert [(segment.text, segment.roles) for segment in paragraph.segments if segment.roles] == [
        ("It leaks,", ("content",)), ("Ida Brandt", ("speaker",)), ("said", ("cue",)),
    ]  # fmt: skip
    assert "".join(segment.text for segment in paragraph.segments) == TEXT.split("\n\n")[1]
    assert paragraph.start == TEXT.index("“")


def test_without_a_line_at_hand_words_only_lead_to_their_finding(article: Article, quote: Finding) -> None:
    _, paragraph = sheet_of(article).paragraphs()
    marked = [segment for segment in paragraph.segments if segment.finding]
    assert [segment.text for segment in marked] == ["It leaks,", "Ida Brandt", "said"]
    assert not any(segment.roles for segment in marked)


def test_the_words_that_name_a_day_are_marked_inside_their_sentence(article: Article) -> None:
    words = "The council votes on March 17."
    make_finding(article, words, "vote", "evidence", payload={"phrase": "on March 17", "matter": "x", "body": "y"})
    sheet = sheet_of(article)
    marks = {mark.role: TEXT[mark.start : mark.end] for mark in sheet.at_hand(sheet.lines[0])}
    assert marks == {"evidence": words, "phrase": "on March 17"}


def test_words_that_a_newer_version_holds_elsewhere_are_marked_there(article: Article, quote: Finding) -> None:
    make_version(article, "A new opening.\n\n" + TEXT)
    sheet = sheet_of(article)
    assert sheet.marks[quote.pk][0].start == len("A new opening.\n\n") + TEXT.index("It leaks,")


def test_words_that_the_newest_version_lacks_are_marked_nowhere(article: Article, quote: Finding) -> None:
    make_version(article, "Nobody said anything.")
    sheet = sheet_of(article)
    assert sheet.marks == {}
    assert sheet.line_of(quote.pk) is not None


def test_the_next_line_is_the_one_below_and_at_the_end_the_first(article: Article, quote: Finding) -> None:
    last = make_finding(article, "Ferry talk", payload={"speaker": "Al Bell", "type": "direct"})
    sheet = sheet_of(article)
    assert [line.lead for line in sheet.lines] == [last, quote]
    above, below = sheet.lines
    quote.state = "accepted"
    quote.save()
    after = sheet_of(article)
    assert after.pending_after(quote.pk) == after.lines[0]
    assert (above.lead, below.lead) == (last, quote)

"""The text is the story in its paragraphs, headings and lists, and nothing around it."""

from stories.ingestion.pages.read import read
from tests.stories.ingestion.samples import BODY, HEADING, LEAD, page, story_ld


def test_the_text_is_the_story_in_paragraphs_and_nothing_around_it() -> None:
    text = read(page()).text
    assert text.split("\n\n") == [LEAD, *BODY[:2], HEADING, *BODY[2:]]


def test_a_short_line_all_in_bold_is_a_heading() -> None:
    body = f"<p>{LEAD}</p><p>{BODY[0]}</p><p><strong>{HEADING}</strong></p>" + "".join(f"<p>{t}</p>" for t in BODY[1:])
    page_read = read(page(body=body))
    assert [page_read.text[start:end] for start, end in page_read.headings] == [HEADING]


def test_a_bold_sentence_is_prose() -> None:
    body = "".join(f"<p>{text}</p>" for text in (LEAD, *BODY)) + "<p><strong>The vote is on March 17.</strong></p>"
    assert read(page(body=body)).headings == ()


def test_a_heading_the_extractor_drops_with_its_section_comes_back_in_its_place() -> None:
    page_read = read(page())
    assert page_read.text.index(BODY[1]) < page_read.text.index(HEADING) < page_read.text.index(BODY[2])


def test_a_list_in_the_story_stays() -> None:
    votes = "<ul><li>Okafor: no, unless the bank stays open</li><li>Hale: yes, with the chimney kept</li></ul>"
    body = "".join(f"<p>{text}</p>" for text in (LEAD, *BODY)) + votes + f"<p>{BODY[0]}</p>"
    assert "Hale: yes, with the chimney kept" in read(page(body=body)).text


def test_text_that_only_json_ld_holds_is_read_from_there() -> None:
    told = story_ld(articleBody="\n".join((LEAD, *BODY)))
    assert read(page(ld=told, body="<p>Loading the story</p>")).text.split("\n\n") == [LEAD, *BODY]

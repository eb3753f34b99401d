"""Titles, stamps, bylines and calls are no part of the text, sentences that look like them are."""

import pytest

from stories.ingestion.pages.read import read
from tests.stories.ingestion.samples import BODY, LEAD, page, story_ld


def test_the_title_and_the_byline_are_not_in_the_text() -> None:
    text = read(page(body=f"<h2>Council weighs sale of old waterworks</h2><p>By Mara Quist</p><p>{LEAD}</p>"
                     + "".join(f"<p>{t}</p>" for t in BODY))).text  # fmt: skip
    assert text.startswith(LEAD)


@pytest.mark.parametrize("line", [
    "READ MORE: Ferry timetable changes in May",
    "Sign up for our newsletter",
    "Advertisement",
    "Updated March 3, 2026 at 6:40 p.m.",
    "Click here to get the Ledger app",
    "Related: Ferry timetable changes Dec. 8",
    "Watch the news at home on any screen",
])  # fmt: skip
def test_calls_and_stamps_between_paragraphs_are_left_out(line: str) -> None:
    paragraphs = [f"<p>{text}</p>" for text in (LEAD, *BODY)]
    paragraphs.insert(3, f"<p>{line}</p>")
    assert line not in read(page(body="".join(paragraphs))).text


@pytest.mark.parametrize("line", [
    "Related measures failed by five votes to two.",
    "Recommended cuts would total two million dollars.",
    "The vote is March 17, 2026.",
    "30 minutes later, he left.",
    "Sign up to speak begins at noon on Tuesday.",
    "Published in 2019, the report found fault.",
    "Photos of the wall were shown.",
    "Copyright law was not discussed.",
])  # fmt: skip
def test_sentences_that_begin_like_calls_or_stamps_stay(line: str) -> None:
    paragraphs = [f"<p>{text}</p>" for text in (LEAD, *BODY)]
    paragraphs.insert(3, f"<p>{line}</p>")
    assert line in read(page(body="".join(paragraphs))).text


def test_a_list_of_links_to_other_stories_is_left_out() -> None:
    links = "".join(
        f'<li>Earlier: <a href="/s{n}">Ferry timetable changes again, number {n}</a></li>' for n in range(4)
    )
    body = "".join(f"<p>{text}</p>" for text in (LEAD, *BODY)) + f"<ul>{links}</ul>"
    assert "Ferry timetable" not in read(page(body=body)).text


@pytest.mark.parametrize("at", [0, 3, 6])
@pytest.mark.parametrize("line", [
    "Vote: December 15, 2026 at 6 p.m.",
    "Updated: The vote is now March 10, 2026",
    "Hearing set December 8, 2026",
    "Photo ID is required to vote",
    "Public hearing: 12/8/2026 6:00 p.m.",
    "Watch the meeting live at 6 p.m.",
    "By a 5-2 vote, the council approved it",
    "Sign up to speak at the hearing by noon Tuesday",
    "Absentee ballots are due 11/3/2026",
    "Bridge closes December 3, 2026",
    "Updated: The road closes March 10, 2026",
    "Vote on tax credits: Tuesday, December 8",
    "Vote on the Tax Credit: December 8",
    "Voters must apply with a photo by Tuesday",
    "Apply with a passport photo by Dec. 8",
    "Tax credit: $200 for each homeowner",
    "Credit: $200 for each homeowner",
    "Tuesday, Dec. 8, 2026, at 6 p.m.",
    "December 8, 2026",
    "8 December 2026",
    "Sign up to speak by Monday at 5 p.m.",
    "Sign up to speak by Monday",
    "Watch the decision live Tuesday at 6 p.m.",
    "Related ordinance passes second reading Dec. 8 at 6 p.m.",
    "Listen in person at City Hall, 6 p.m. Dec. 8",
    "Photo ID needed at polls",
])  # fmt: skip
def test_a_line_that_states_a_fact_stays_wherever_it_stands(line: str, at: int) -> None:
    paragraphs = [f"<p>{text}</p>" for text in (LEAD, *BODY)]
    paragraphs.insert(at, f"<p>{line}</p>")
    assert line in read(page(body="".join(paragraphs))).text


@pytest.mark.parametrize(
    "line",
    [
        "Voters wait outside the town hall. Photo by Ana Ruiz",
        "The council's meeting on Tuesday (Photo: Ana Ruiz)",
        "Voters wait outside the town hall Photo: Ana Ruiz",
        "Voters wait outside the town hall | Staff photo by Ana Ruiz",
        "Photo credit: Ana Ruiz",
        "Credit: Ana Ruiz/Harrow Ledger",
    ],
)
def test_a_line_that_ends_with_who_took_the_picture_is_a_caption_whatever_it_shows(line: str) -> None:
    paragraphs = [f"<p>{text}</p>" for text in (LEAD, *BODY)]
    paragraphs.insert(3, f"<p>{line}</p>")
    assert line not in read(page(body="".join(paragraphs))).text


@pytest.mark.parametrize(("line", "at", "stays"), [
    ("Posted March 2, 2026 at 6:05 PM", 0, False),
    ("March 2, 2026 | 6:05 p.m.", 0, False),
    ("Updated March 9, 2026 at 6:05 PM", 0, False),
    ("4 min read", 0, False),
    ("By Tor Benn", 0, False),
    ("March 2, 2026", 3, True),
    ("March 3, 2026", 3, False),
    ("By Thursday noon", 3, True),
    ("This story was originally published March 3, 2026 at 6:20 PM.", 6, False),
])  # fmt: skip
def test_a_stamp_is_one_beside_the_title_or_by_the_pages_own_day(line: str, at: int, stays: bool) -> None:
    paragraphs = [f"<p>{text}</p>" for text in (LEAD, *BODY)]
    paragraphs.insert(at, f"<p>{line}</p>")
    assert (line in read(page(body="".join(paragraphs))).text) is stays


def test_a_notice_outside_the_article_is_no_part_of_a_brief() -> None:
    html = page(body=f"<p>{LEAD}</p>").replace(b"</main>", b"</main><p>This site is protected by reCAPTCHA.</p>")
    assert read(html).text == LEAD


@pytest.mark.parametrize("author", ["Ed", "council", "Ana Ruiz"])
@pytest.mark.parametrize("last", [
    "The council scheduled its decision for Tuesday, Dec. 8, at 6 p.m. in the chamber of the old town hall.",
    "Council members scheduled their decision for Tuesday, Dec. 8, in the chamber of the old town hall.",
    "The council needed more time to read what Okafor had handed in, and then went home late.",
    "Ana Ruiz, who leads the council, said the vote would be close and the night long.",
])  # fmt: skip
def test_the_last_paragraph_stays_though_it_holds_the_letters_of_who_wrote_the_story(last: str, author: str) -> None:
    ld = story_ld(author=[{"@type": "Person", "name": author}])
    text = read(page(ld=ld, body="".join(f"<p>{one}</p>" for one in (LEAD, *BODY, last)))).text
    assert BODY[-1] in text
    assert text.endswith(last)


@pytest.mark.parametrize("last", [
    "Ana Ruiz writes about the river towns for the Harrow Ledger. Reach her at the newsroom.",
    "Staff writer Ana Ruiz has been with the Harrow Ledger since its first year.",
])  # fmt: skip
def test_a_last_paragraph_about_who_wrote_the_story_is_left_out(last: str) -> None:
    ld = story_ld(author=[{"@type": "Person", "name": "Ana Ruiz"}])
    assert last not in read(page(ld=ld, body="".join(f"<p>{one}</p>" for one in (LEAD, *BODY, last)))).text

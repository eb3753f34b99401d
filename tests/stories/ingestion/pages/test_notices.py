"""What a page says of itself: its agency and what was corrected."""

import pytest

from stories.ingestion.pages.read import read
from tests.stories.ingestion.samples import BODY, LEAD, page, story_ld


@pytest.mark.parametrize(("ld", "body", "agency"), [
    ({"author": {"name": "Associated Press"}}, None, "Associated Press"),
    ({"author": {"name": "Mara Quist / Reuters"}}, None, "Reuters"),
    ({"creditText": "AFP"}, None, "Agence France-Presse"),
    ({}, f"<p>HARROW FALLS, Ohio (AP) — {LEAD}</p>" + "".join(f"<p>{t}</p>" for t in BODY), "Associated Press"),
    ({}, "".join(f"<p>{t}</p>" for t in (LEAD, *BODY, "(c) 2026 Tribune News Service")), "Tribune News Service"),
    ({}, None, ""),
])  # fmt: skip
def test_an_agency_is_known_by_byline_credit_or_dateline(ld: dict[str, object], body: str | None, agency: str) -> None:
    assert read(page(ld=story_ld(**ld), body=body)).agency == agency


def test_a_story_that_speaks_of_an_agency_is_not_the_agencys() -> None:
    body = "".join(
        f"<p>{t}</p>" for t in (LEAD, "The mayor told the AP last week that she would not run again.", *BODY)
    )
    assert read(page(body=body)).agency == ""


@pytest.mark.parametrize("notice", [
    "Correction: An earlier version of this story misstated the price. It is 4.2 million dollars.",
    "This story has been corrected to give the right name of the developer.",
    "CLARIFICATION — The commission only recommends; the council decides.",
])  # fmt: skip
def test_a_correction_notice_is_found_wherever_it_stands(notice: str) -> None:
    html = page().replace(b"</article>", f'<aside class="notes"><p>{notice}</p></aside></article>'.encode())
    assert read(html).correction == notice


@pytest.mark.parametrize(
    "line", ["This story has been updated.", "The corrections officer resigned.", "He corrected the mayor."]
)
def test_other_lines_are_no_correction(line: str) -> None:
    assert read(page(body="".join(f"<p>{t}</p>" for t in (LEAD, *BODY, line)))).correction == ""

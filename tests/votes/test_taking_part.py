"""How to take part in what a body decides."""

from datetime import date

import pytest
from django.test import Client

from tests.factories import make_body, make_issue
from tests.stories.public.matter import BEFORE, make_matter
from tests.stories.public.test_pages import get, words
from votes.taking_part import ways_of

pytestmark = pytest.mark.django_db
CHECKED = date(2025, 11, 3)


def test_each_way_is_told_with_the_day_on_which_somebody_looked_and_a_body_without_any_is_left_out() -> None:
    body = make_body(address="Room 5", address_checked_on=CHECKED, comment_url="https://reed.example/c",
                     comment_checked_on=date(2024, 1, 9))  # fmt: skip
    [(told, ways)] = ways_of([make_body(), body, body], CHECKED)
    assert told == body
    assert [(way.address, way.is_link, way.checked) for way in ways] == [
        ("Room 5", False, "Nov 3"), ("https://reed.example/c", True, "Jan 9, 2024"),
    ]  # fmt: skip


def test_the_issue_tells_how_to_take_part_in_what_is_next() -> None:
    matter = make_matter()
    matter.joint.sign_up_url, matter.joint.sign_up_checked_on = "https://pellow.example/speak", CHECKED
    matter.joint.save()
    assert matter.page(BEFORE).select(".take-part") == []
    matter.meet()
    assert words(matter.page(BEFORE), ".take-part") == (
        "How to take part Safety and Budget committees Sign up to speak checked Nov 3"
    )


def test_a_body_tells_its_other_names_what_passage_needs_and_how_to_take_part(client: Client) -> None:
    body = make_body("Reedham Council", seats=7, passage_rule="majority_of_seats", aliases=["The Seven"],
                     address="<b>Hall</b>", address_checked_on=CHECKED)  # fmt: skip
    make_issue(body=body)
    page = get(client, body.get_absolute_url())
    for part in ("Also called The Seven", "a decision here needs 4 of 7 votes", "<b>Hall</b> checked Nov 3, 2025"):
        assert part in words(page)

"""Which issues the words of an agenda are about."""

import pytest

from stories.matching.agenda import issues_named
from tests.factories import NOW, make_body, make_issue, make_place

pytestmark = pytest.mark.django_db


def test_each_text_is_asked_by_itself_as_stories_are() -> None:
    cove = make_place("Gull Cove")
    pier = make_issue("Pier", make_body("Council", cove), terms=["pier permit", "Measure A"])
    texts = ["Renewal of pier permits", "Budget", "A measure", "On Measure A and the pier permit"]
    assert issues_named(texts, cove.pk) == [(0, pier.pk, "pier permit"), (3, pier.pk, "Measure A")]


def test_issues_of_other_places_and_closed_ones_are_not_asked_and_nothing_names_nothing() -> None:
    cove, harrow = make_place("Gull Cove"), make_place("Harrow")
    make_issue("There", make_body("Council", harrow), terms=["pier"])
    make_issue("Over", make_body("Board", cove), terms=["pier"], closed_at=NOW)
    assert issues_named(["The pier"], cove.pk) == []
    assert issues_named([], cove.pk) == []

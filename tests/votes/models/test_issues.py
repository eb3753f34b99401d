"""What the database refuses of positions."""

import pytest
from django.db import IntegrityError

from tests.factories import NOW, make_issue, make_person
from votes.models import Issue, Position

pytestmark = pytest.mark.django_db


def test_silence_is_never_a_stance() -> None:
    with pytest.raises(IntegrityError, match="non_answer"):
        Position.objects.create(
            issue=make_issue(), person=make_person(), stance="support", basis="declined", since=NOW.date()
        )


@pytest.mark.django_db
def test_issues_are_listed_by_title_with_those_of_the_place_first() -> None:
    here, other = make_issue("The pier"), make_issue("A bridge")
    assert list(Issue.objects.nearest(here.place)) == [here, other]
    assert list(Issue.objects.nearest(None)) == [other, here]

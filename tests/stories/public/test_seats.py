"""Whether those who said how they would vote sat on the body that decided in another's stead."""

import pytest

from officials.models import Role
from tests.factories import make_official
from tests.stories.public.matter import AFTER, BEFORE, Matter, make_matter
from tests.stories.public.test_pages import words

pytestmark = pytest.mark.django_db
NOT_KNOWN = "Whether they sat on the Safety and Budget committees that put it off is not known to us."


@pytest.fixture
def matter() -> Matter:
    return make_matter()


def test_nobody_is_said_to_have_voted_where_it_is_not_known_whether_they_could(matter: Matter) -> None:
    assert NOT_KNOWN not in words(matter.page(BEFORE))
    matter.shelve()
    page = matter.page(AFTER)
    assert NOT_KNOWN in words(page, ".stand")
    assert page.select(".roll") == []


def test_a_known_member_of_the_body_needs_no_note(matter: Matter) -> None:
    matter.shelve()
    Role.objects.create(person=matter.ines, body=matter.joint, title="Member")
    assert "sat on the" not in words(matter.page(AFTER))


def test_where_all_seats_are_known_who_has_none_was_not_a_member(matter: Matter) -> None:
    matter.shelve()
    matter.joint.seats = 1
    matter.joint.save()
    make_official("Odo Finch", matter.joint)
    note = "Ines Moran was not a member of the Safety and Budget committees that put it off."
    assert note in words(matter.page(AFTER), ".stand")

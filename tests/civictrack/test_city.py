"""A city from one file."""

import pytest

from civictrack.city import CityError, load_city
from officials.models import Body
from tests.factories import NOW

pytestmark = pytest.mark.django_db
REEDHAM = """
[place]
slug = "reedham"
name = "Reedham"
time_zone = "America/Chicago"

[[bodies]]
slug = "reedham-council"
name = "Reedham Council"
seats = {seats}

[[bodies]]
slug = "reedham-court"
name = "Reedham Court"
"""


def test_a_city_says_how_many_vote_in_a_body_and_may_leave_it_open() -> None:
    load_city(REEDHAM.format(seats=7), NOW)
    assert dict(Body.objects.values_list("slug", "seats")) == {"reedham-council": 7, "reedham-court": None}


@pytest.mark.parametrize("seats", ["0", "-3", "'many'"])
def test_a_number_of_seats_that_is_none_is_refused(seats: str) -> None:
    with pytest.raises(CityError):
        load_city(REEDHAM.format(seats=seats), NOW)
    assert not Body.objects.exists()

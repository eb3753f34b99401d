"""A town with its council, whose matters the tests match stories with."""

import pytest

from officials.models import Body
from tests.factories import make_body, make_place


@pytest.fixture
def council() -> Body:
    return make_body("Gull Cove Town Council", make_place("Gull Cove"))

"""By what name an installation signs what readers' programs keep; what becomes of an older one's name:
tests/civictrack/test_old_data.py.
"""

import pytest

from stories.models import Installation

pytestmark = pytest.mark.django_db


def test_the_name_is_made_up_once_and_stays() -> None:
    Installation.objects.all().delete()
    name = Installation.own_name()
    assert name.endswith(".civictrack")
    assert Installation.own_name() == name

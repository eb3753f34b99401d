"""By what name an installation signs what readers' programs keep."""

import pytest

from stories.models import Installation
from tests.civictrack.test_old_data import old, run  # noqa: F401 - the old database is a fixture

pytestmark = pytest.mark.django_db


def test_the_name_is_made_up_once_and_stays() -> None:
    Installation.objects.all().delete()
    name = Installation.own_name()
    assert name.endswith(".civictrack")
    assert Installation.own_name() == name


def test_what_was_signed_by_the_sites_host_goes_on_being_signed_so(old: dict[str, str]) -> None:  # noqa: F811
    """Or every entry in readers' calendars would come a second time."""
    code = "from stories.models import Installation; print(Installation.own_name())"
    done = run(old["url"], "manage.py", "shell", "--no-imports", "-c", code)
    assert done.stdout.strip() == "127.0.0.1:8000", done.stderr

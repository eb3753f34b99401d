"""The three groups that the migration makes, and who is in them after it."""

import pytest
from django.contrib.auth.models import Group

from tests.civictrack.test_old_data import old, run  # noqa: F401 - the old database is a fixture

pytestmark = pytest.mark.django_db

ROLES = """
from django.contrib.auth.models import User
for user in User.objects.filter(is_active=True):
    print(user.username, *user.groups.values_list("name", flat=True), user.has_perm("stories.change_loggedaction"))
"""


def test_a_new_database_has_the_three_groups() -> None:
    held = {group.name: group.permissions.count() for group in Group.objects.all()}
    assert held == {"curator": 1, "editor": 2, "administrator": 5}


def test_nobody_with_an_account_is_locked_out_by_the_migration(old: dict[str, str]) -> None:  # noqa: F811
    done = run(old["url"], "manage.py", "shell", "--no-imports", "-c", ROLES)
    accounts = done.stdout.splitlines()
    assert accounts, done.stderr
    assert all(line.endswith("editor True") for line in accounts)

"""A log in which no column said what was corrected: the migration reads it from the values before and after."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import DatabaseError, connection

from stories.models import LoggedAction
from tests.factories import NOW, make_article, make_finding

pytestmark = pytest.mark.django_db

migration = import_module("stories.migrations.0017_what_was_wrong_and_what_was_corrected")
QUOTE = {"payload": {"speaker": "Ona Firth", "type": "direct"}, "issue_id": 3}


def values(end: int = 9, **other: object) -> dict[str, object]:
    return {**QUOTE, "spans": [{"role": "content", "start": 0, "end": end}], **other}


def test_what_was_corrected_before_is_read_from_the_log_and_the_log_stays_closed() -> None:
    by = User.objects.create_user("una")
    finding = make_finding(make_article(), "council")
    other = {"speaker": "Ida Brandt", "type": "direct", "label": ""}
    for act, after in (
        ("accept", values()),
        ("correct", values(7, payload=other, issue_id=4)),
        ("reject", values(5)),
        ("accept", {}),
    ):
        LoggedAction.objects.create(
            act=act, finding=finding, by=by, at=NOW, before=values() if after else {}, after=after
        )
    # As it is where a migration begins.
    connection.check_constraints()
    with connection.schema_editor() as editor:
        migration.fill(apps, editor)
    logged = list(LoggedAction.objects.order_by("pk").values_list("corrected", flat=True))
    assert logged == [[], ["speaker", "words", "issue"], [], []]
    with pytest.raises(DatabaseError, match="append-only"):
        LoggedAction.objects.update(corrected=["type"])

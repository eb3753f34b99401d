"""What the database itself refuses of a source's entries."""

import pytest
from django.db import IntegrityError

from stories.models import Entry
from tests.factories import NOW, make_source

pytestmark = pytest.mark.django_db


def test_an_entry_is_kept_once_for_a_source_and_again_for_another() -> None:
    source, other = make_source(), make_source()
    fields = {"guid": "g" * 1900, "url": "https://outlet.example/1", "next_try_at": NOW, "seen_at": NOW}
    Entry.objects.create(source=source, **fields)
    Entry.objects.create(source=other, **fields)
    with pytest.raises(IntegrityError, match="entry_unique"):
        Entry.objects.create(source=source, **fields)

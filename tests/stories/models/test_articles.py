"""A version stands as it was read: the database refuses to change it."""

import pytest
from django.db import DatabaseError, IntegrityError

from tests.factories import NOW, make_article, make_version

pytestmark = pytest.mark.django_db


def test_a_version_never_changes() -> None:
    version = make_article().versions.get()
    version.text = "Another text."
    with pytest.raises(DatabaseError, match="append-only"):
        version.save()


def test_a_redacted_version_keeps_its_place_and_loses_its_words() -> None:
    version = make_article("Her name was printed.").versions.get()
    version.redact(NOW)
    version.refresh_from_db()
    assert (version.text, version.number) == ("", 1)


def test_versions_of_an_article_are_numbered_once() -> None:
    article = make_article()
    with pytest.raises(IntegrityError, match="number_unique"):
        make_version(article, "Other", number=1)

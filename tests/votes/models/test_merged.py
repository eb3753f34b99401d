"""Which record another one became."""

import pytest
from django.db import IntegrityError

from votes.models import Merged

pytestmark = pytest.mark.django_db


def test_a_key_stands_with_what_it_became() -> None:
    Merged.objects.create(gone="person:5", kept="person:3")
    Merged.objects.create(gone="body:5", kept="body:2")
    keys = ["issue:5", "person:5", "person:3"]
    assert Merged.objects.with_successors(keys) == keys
    assert Merged.objects.with_successors(iter(["body:5", "issue:5"])) == ["body:5", "issue:5", "body:2"]
    assert Merged.objects.successors(["person:5", "person:3"]) == ["person:3"]


def test_a_record_became_one_other() -> None:
    Merged.objects.create(gone="person:5", kept="person:3")
    with pytest.raises(IntegrityError):
        Merged.objects.create(gone="person:5", kept="person:4")

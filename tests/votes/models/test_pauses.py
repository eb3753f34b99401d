"""Rules that the database keeps of pauses and holds."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOW, make_account, make_body
from votes.models import Hold, Pause

pytestmark = pytest.mark.django_db


def test_there_is_one_open_row_of_each_and_any_number_of_ended_ones() -> None:
    una, body = make_account(), make_body()
    for model, values in (
        (Pause, {"began_at": NOW, "began_by": una, "why": "x"}),
        (Hold, {"began_at": NOW, "began_by": una, "why": "x", "body": body}),
    ):
        for _ in range(2):
            model.objects.create(**values, ended_at=NOW)
        model.objects.create(**values)
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(**values)
        assert model.objects.open().count() == 1

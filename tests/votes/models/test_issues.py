"""What the database refuses of positions."""

import pytest
from django.db import IntegrityError

from tests.factories import NOW, make_issue, make_person
from votes.models import Position

pytestmark = pytest.mark.django_db


def test_silence_is_never_a_stance() -> None:
    with pytest.raises(IntegrityError, match="non_answer"):
        Position.objects.create(
            issue=make_issue(), person=make_person(), stance="support", basis="declined", since=NOW.date()
        )

"""What the database itself refuses of accepted words."""

import pytest
from django.db import IntegrityError

from stories.models import Quote
from tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("both", [True, False])
def test_a_quote_has_exactly_one_of_person_and_label(both: bool) -> None:
    person = make_person() if both else None
    with pytest.raises(IntegrityError, match="person_or_label"):
        Quote.objects.create(text="Yes.", type="direct", person=person, label="a spokesperson" if both else "")

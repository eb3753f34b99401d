"""What readers say is wrong, as it is kept."""

import pytest
from django.db import IntegrityError

from stories.models import Complaint
from tests.factories import NOW, make_article, make_finding

pytestmark = pytest.mark.django_db


def complain(**fields: object) -> Complaint:
    finding = make_finding(make_article("It rains."), "It rains.", state="accepted")
    return Complaint.objects.create(finding=finding, text="It did not.", received_at=NOW, **fields)


def test_the_queue_has_those_without_an_answer_and_the_mail_those_with_one() -> None:
    waiting = complain(email="reader@reader.example")
    answered = complain(email="reader@reader.example", verdict="unchanged", answered_at=NOW)
    complain(verdict="corrected", answered_at=NOW)
    assert list(Complaint.objects.open()) == [waiting]
    assert list(Complaint.objects.to_mail()) == [answered]


@pytest.mark.parametrize("fields", [{"answer": "No."}, {"verdict": "corrected"}, {"answered_at": NOW}])
def test_half_an_answer_is_none(fields: dict[str, object]) -> None:
    with pytest.raises(IntegrityError):
        complain(**fields)

"""`manage.py erase_reader`: for who asks by other ways than their own page."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_issue
from tests.votes.alerts.readers import make_reader
from votes.models import Subscriber

pytestmark = pytest.mark.django_db


def test_a_reader_is_erased_by_their_address_however_it_is_written() -> None:
    reader, other = make_reader(make_issue()), make_reader(make_issue())
    said = StringIO()
    call_command("erase_reader", f" {reader.email.upper()} ", stdout=said)
    assert said.getvalue() == "Erased. A mail that was on its way may still arrive.\n"
    assert list(Subscriber.objects.exclude(email="").values_list("email", flat=True)) == [other.email]


@pytest.mark.parametrize("address", ["nobody@mail.example", ""])
def test_an_address_that_nobody_has_is_told(address: str) -> None:
    make_reader(make_issue())
    with pytest.raises(CommandError, match="No reader has this address"):
        call_command("erase_reader", address)
    assert Subscriber.objects.exclude(email="").count() == 1

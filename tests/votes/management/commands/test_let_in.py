"""`manage.py let_in`: for who had said "never again" and thinks otherwise."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import NOW, make_issue
from tests.votes.alerts.readers import make_reader
from votes.alerts import barred

pytestmark = pytest.mark.django_db


def test_an_address_that_was_barred_may_ask_again() -> None:
    reader = make_reader(make_issue())
    address = reader.email
    barred.bar(reader, NOW)
    said = StringIO()
    call_command("let_in", f" {address.upper()} ", stdout=said)
    assert said.getvalue() == "Mail can be asked for again with this address.\n"
    assert not barred.is_barred(address)


def test_an_address_that_nobody_barred_is_told() -> None:
    with pytest.raises(CommandError, match="Nobody said never again"):
        call_command("let_in", "wren@mail.example")

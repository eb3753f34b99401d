"""Not me, never again."""

from typing import Any

import pytest
from django.conf import settings as now_set

from tests.factories import NOW, make_issue
from tests.votes.alerts.readers import ask, make_reader
from tests.votes.alerts.test_forget import everything_kept
from votes.alerts import barred
from votes.models import Message, Subscriber

pytestmark = pytest.mark.django_db


def test_nobody_can_ask_for_mail_to_an_address_whose_owner_said_never_again() -> None:
    issue = make_issue()
    reader = make_reader(issue)
    address = reader.email
    barred.bar(reader, NOW)
    assert address not in everything_kept(), "only a hash stays"
    assert "Check your mail" in ask(address, issue).text
    ask(address.replace("@", "+again@").upper(), issue)
    assert (Subscriber.objects.exclude(email="").count(), Message.objects.count()) == (0, 0)
    ask("another@mail.example", issue)
    assert Message.objects.count() == 1


def test_an_address_is_known_after_the_secret_key_was_changed(settings: Any) -> None:
    reader = make_reader(make_issue())
    address = reader.email
    barred.bar(reader, NOW)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [now_set.SECRET_KEY]
    assert barred.is_barred(address)
    assert barred.let_in(address)
    assert not barred.is_barred(address)

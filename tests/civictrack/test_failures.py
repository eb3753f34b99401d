"""What requests failed of is told to the operator, in few words, in one mail, and to nobody else."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import OperationalError
from django.test import RequestFactory
from django.urls import resolve
from redis import Redis

from civictrack import failures
from tests.stories.workers import empty_queue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queue(settings: Any) -> Iterator[Redis]:
    settings.ADMINS = [("Operator", "operator@mail.example")]
    with empty_queue(settings.REDIS_URL) as redis:
        yield redis


def fails(error: Exception, path: str = "/en/search/?q=ada@mail.example") -> None:
    request = RequestFactory().get(path)
    request.resolver_match = resolve(request.path)
    try:
        raise error
    except Exception:
        failures.note(request=request)


def test_the_operator_is_told_once_which_views_failed_of_what_and_nothing_of_readers() -> None:
    for _ in range(3):
        fails(KeyError("ada@mail.example"))
    fails(ValueError("a fault"), "/en/issues/")
    assert failures.tell() == 4
    [sent] = mail.outbox
    assert sent.to == ["operator@mail.example"]
    assert sent.subject.startswith("4 requests failed on ")
    assert "3 × KeyError in “search”" in sent.body
    assert "1 × ValueError in “issues”" in sent.body
    assert "ada" not in sent.body
    assert failures.tell() == 0
    assert len(mail.outbox) == 1


def test_an_absent_database_is_no_failure_of_a_page() -> None:
    fails(OperationalError("couldn't get a connection"))
    assert failures.tell() == 0


def test_what_cannot_be_mailed_now_is_told_later(settings: Any) -> None:
    fails(KeyError("basis"))
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    with pytest.raises(OSError, match="refused"):
        failures.tell()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert failures.tell() == 1


def test_a_page_that_everybody_asks_for_in_vain_fills_nothing(queue: Redis) -> None:
    for _ in range(failures.MOST + 5):
        fails(KeyError("basis"))
    assert queue.llen(failures.KEPT) == failures.MOST
    failures.tell()
    assert mail.outbox[0].subject.startswith("At least 1000 requests failed")


def test_where_nobody_is_to_be_told_nothing_is_sent(settings: Any) -> None:
    settings.ADMINS = []
    fails(KeyError("basis"))
    assert failures.tell() == 0
    assert mail.outbox == []

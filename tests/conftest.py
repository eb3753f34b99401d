"""Fixtures that every test may ask for."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Let the test database be emptied between tests: its ledgers refuse that everywhere else."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        name = connection.settings_dict["NAME"]
        cursor.execute(f"ALTER DATABASE \"{name}\" SET civictrack.may_truncate = 'yes'")
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material kept beside the project; CI always has it."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail("CI must have ../shared beside the project")
        pytest.skip("../shared is not beside the project")
    return SHARED


@pytest.fixture
def mail_server(settings: object) -> Iterator[object]:
    """A real SMTP server on a free loopback port; `.messages` holds what arrived, parsed."""
    from tests.smtp import MailServer

    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server

"""Fixtures that every test may ask for."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


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

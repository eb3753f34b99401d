"""Fixtures that every test may ask for, and what makes a test give the same answer on every machine and day."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.core.mail.utils import DNS_NAME
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from stories.ingestion.feeds import read as feeds
from stories.ingestion.pages import read as pages
from tests.patience import PATIENCE

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"

# The same examples in each run, however slow the machine; HYPOTHESIS_PROFILE=default looks for new ones.
hypothesis.settings.register_profile(
    "steady",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

# Each test's curator has a password, and making it hard to guess takes a third of a second.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Each test's client builds the middleware anew, and listing all static files takes it longer than many a page. The web
# servers that tests start list them, as in earnest.
settings.WHITENOISE_AUTOREFRESH = True

# Mail is signed with the machine's name, which may be asked of a name server that takes its time.
DNS_NAME._fqdn = "localhost"


def pytest_collection_finish() -> None:
    """What is loaded by now is there to the end: looking through all of it for garbage, again and again, was a sixth of
    the suite's work.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let the test database be emptied between tests: its ledgers refuse that everywhere else. At the end nobody
    may be in it, or it can't be dropped: a killed worker's connection ends a moment after the worker.
    """
    name = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE \"{name}\" SET civictrack.may_truncate = 'yes'")
        leave()
    yield
    leave()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as outside:
        outside.execute("SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = %s", [name])


def leave() -> None:
    """Close this process's connections to the test database, those kept in reserve too."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def patient_readers() -> None:
    """Pages and feeds are given up after seconds by the clock on the wall, which honest ones may take on a busy
    machine; tests of that set the seconds themselves.
    """
    feeds._SECONDS = pages._SECONDS = PATIENCE


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

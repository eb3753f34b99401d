"""Links are not in the log."""

import logging

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import make_issue
from tests.votes.alerts.readers import make_reader
from votes.alerts import tokens
from votes.alerts.tokens import Purpose
from votes.alerts.unlogged import WithoutLinks


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["alerts", "confirm", "never", "new-address", "leave", "erase"])
def test_a_link_that_is_refused_leaves_no_trace_in_the_log(page: str, caplog: pytest.LogCaptureFixture) -> None:
    token = f"{tokens.make(Purpose.NEVER, make_reader(make_issue()))}x"
    caplog.handler.addFilter(WithoutLinks())
    with caplog.at_level(logging.WARNING):
        assert Client().get(f"/en/{page}/{token}/").status_code == 404
    assert f"Not Found: /en/{page}/…/" in caplog.text
    assert token not in caplog.text


def test_our_log_has_the_filter() -> None:
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["no_links"]


def test_other_lines_stay_as_they_are() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s taken from /en/alerts/link/sent/", (3,), None)
    assert WithoutLinks().filter(record)
    assert (record.getMessage(), record.args) == ("3 taken from /en/alerts/link/sent/", (3,))

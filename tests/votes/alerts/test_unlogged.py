"""Links are not in the log."""

import logging

import pytest
from django.test import Client

from civictrack.logs import Line
from tests.factories import make_issue
from tests.votes.alerts.readers import make_reader
from votes.alerts import tokens
from votes.alerts.tokens import Purpose
from votes.alerts.unlogged import without_links


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["alerts", "confirm", "never", "new-address", "leave", "erase"])
def test_a_link_that_is_refused_leaves_no_trace_in_the_log(page: str, caplog: pytest.LogCaptureFixture) -> None:
    token = f"{tokens.make(Purpose.NEVER, make_reader(make_issue()))}x"
    with caplog.at_level(logging.WARNING):
        assert Client().get(f"/en/{page}/{token}/").status_code == 404
    [refused] = [record for record in caplog.records if record.name == "django.request"]
    line = Line().format(refused)
    assert f"Not Found: /en/{page}/…/" in line
    assert token not in line


def test_other_lines_stay_as_they_are() -> None:
    assert without_links("3 taken from /en/alerts/link/sent/") == "3 taken from /en/alerts/link/sent/"

"""Each status says what becomes of its source, and Retry-After for how long."""

from datetime import UTC, datetime, timedelta

import pytest

from stories.ingestion import errors
from stories.ingestion.fetch import Fetcher
from stories.ingestion.fetch.statuses import parse_retry_after
from tests.stories.ingestion.web import page, serve

NOW = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "headers", "kind", "outcome", "wait"),
    [
        (404, {}, errors.NotFound, errors.Outcome.BACK_OFF, None),
        (410, {}, errors.Gone, errors.Outcome.STOP, None),
        (401, {}, errors.AccessDenied, errors.Outcome.BACK_OFF, None),
        (451, {}, errors.AccessDenied, errors.Outcome.BACK_OFF, None),
        (418, {}, errors.StatusError, errors.Outcome.BACK_OFF, None),
        (204, {}, errors.StatusError, errors.Outcome.BACK_OFF, None),
        (300, {}, errors.StatusError, errors.Outcome.BACK_OFF, None),
        (429, {}, errors.RateLimited, errors.Outcome.WAIT, timedelta(minutes=15)),
        (429, {"Retry_After": "120"}, errors.RateLimited, errors.Outcome.WAIT, timedelta(minutes=2)),
        (503, {"Retry_After": "120"}, errors.RateLimited, errors.Outcome.WAIT, timedelta(minutes=2)),
        (503, {}, errors.ServerFault, errors.Outcome.BACK_OFF, None),
        (500, {"Retry_After": "120"}, errors.ServerFault, errors.Outcome.BACK_OFF, None),
    ],
)
def test_a_status_says_what_becomes_of_its_source(
    status: int, headers: dict[str, str], kind: type, outcome: errors.Outcome, wait: timedelta | None
) -> None:
    with serve() as site:
        site.pages["/"] = page(b"", status, **headers)
        with pytest.raises(errors.StatusError) as caught:
            Fetcher(site.settings()).fetch(site.url())
    error = caught.value
    assert (type(error), error.status, error.outcome, error.retry_after) == (kind, status, outcome, wait)
    assert str(status) in str(error)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        (" 90 ", 90),
        ("99999999999999999999", 7 * 86400),
        ("Mon, 05 Oct 2026 12:01:00 GMT", 60),
        ("Mon, 05 Oct 2026 12:01:00 -0000", 60),
        ("Mon, 05 Oct 2020 12:00:00 GMT", 0),
        ("Mon, 05 Oct 9999 12:00:00 GMT", 7 * 86400),
        ("-5", None),
        ("soon", None),
        ("٣", None),
        ("", None),
        (None, None),
        ("Mon, 99 Oct 2026 99:99:99 GMT", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_date_within_a_week(value: str | None, seconds: int | None) -> None:
    assert parse_retry_after(value, NOW) == (None if seconds is None else timedelta(seconds=seconds))

"""Whoever wants to know is told that nothing happened, and that a source has fallen silent."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import make_body, make_issue, make_place
from tests.smtp import MailServer
from tests.votes.alerts.readers import make_reader, make_scheduled, run, subjects, text_of
from votes.alerts.quiet import Silence, tell_all_is_well, tell_of_silences
from votes.models import Announcement, Issue

pytestmark = pytest.mark.django_db

MARCH, APRIL = datetime(2026, 3, 1, 3, tzinfo=UTC), datetime(2026, 4, 1, 15, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
WANTS_BOTH = {"kinds": ["all_is_well", "silence"]}


def looked(topic: str) -> tuple[int, datetime | None]:
    return 3, APRIL - timedelta(hours=1)


@pytest.fixture
def issue() -> Issue:
    """In Chicago's zone."""
    return make_issue("The ferry", make_body("Ferry City Council", make_place("Ferry")))


def test_after_a_month_without_news_those_who_want_it_are_told_so_once(issue: Issue, mail_server: MailServer) -> None:
    make_reader(issue, now=LONG_AGO, **WANTS_BOTH)
    make_reader(issue, now=LONG_AGO)
    assert tell_all_is_well(APRIL, looked) == 1
    assert tell_all_is_well(APRIL + timedelta(days=9), looked) == 0
    assert run(APRIL) == 1
    assert subjects(mail_server.messages) == ["All is well: nothing new on The ferry in March 2026"]
    text = " ".join(text_of(mail_server.messages[0]).split())
    assert "We read 3 sources for it, and looked at all of them last on April 1, 2026." in text
    assert tell_all_is_well(APRIL + timedelta(days=31), looked) == 1
    assert run(APRIL + timedelta(days=31)) == 1, "the next month is told, too"


def test_a_month_is_over_on_its_last_night_in_the_place_and_told_in_the_morning(issue: Issue) -> None:
    make_reader(issue, now=LONG_AGO, **WANTS_BOTH)
    midnight_utc, before_eight = datetime(2026, 4, 1, 0, 30, tzinfo=UTC), datetime(2026, 4, 1, 12, 30, tzinfo=UTC)
    assert tell_all_is_well(midnight_utc, looked) == 1, "of February: March is not over in Chicago"
    assert tell_all_is_well(before_eight, looked) == 0
    assert tell_all_is_well(APRIL, looked) == 1
    assert [one.new["month"] for one in Announcement.objects.all()] == ["February 2026", "March 2026"]


def test_nothing_is_told_after_a_month_with_news_or_to_who_followed_it_for_less(mail_server: MailServer) -> None:
    vote = make_scheduled(MARCH + timedelta(days=9))
    make_reader(vote.issue, now=LONG_AGO, **WANTS_BOTH)
    other = make_issue("The ferry")
    make_reader(other, now=MARCH + timedelta(days=10), **WANTS_BOTH)
    assert tell_all_is_well(APRIL, looked) == 0


def test_where_no_source_is_read_that_is_said(issue: Issue, mail_server: MailServer) -> None:
    make_reader(issue, now=LONG_AGO, **WANTS_BOTH)
    tell_all_is_well(APRIL, lambda _: (0, None))
    run(APRIL)
    assert "come in by hand" in text_of(mail_server.messages[0])


def test_each_kind_of_topic_can_be_quiet(mail_server: MailServer) -> None:
    vote = make_scheduled(LONG_AGO)
    for topic in (vote, vote.issue, vote.body, vote.body.place):
        make_reader(topic, now=LONG_AGO, **WANTS_BOTH)
    run(LONG_AGO)
    assert tell_all_is_well(APRIL, looked) == 4
    assert run(APRIL) == 4


def test_a_silence_is_told_once_to_whoever_wants_it(issue: Issue, mail_server: MailServer) -> None:
    make_reader(issue, now=LONG_AGO, **WANTS_BOTH)
    make_reader(issue, now=LONG_AGO)
    silence = Silence(
        7, "The Ferry Post", "It could not be read since", MARCH, "/en/outlets/ferry-post/", [f"issue:{issue.pk}"]
    )
    assert tell_of_silences([silence], APRIL) == 1
    assert tell_of_silences([silence], APRIL + timedelta(days=90)) == 0
    assert run(APRIL) == 1
    assert subjects(mail_server.messages) == ["A source of yours has been silent since March 1, 2026: The Ferry Post"]
    assert "It could not be read since March 1, 2026." in text_of(mail_server.messages[0])


def test_a_silence_that_nobody_wants_to_know_of_is_not_announced(issue: Issue) -> None:
    make_reader(issue, now=LONG_AGO)
    silence = Silence(7, "The Ferry Post", "It could not be read since", MARCH, "/", [f"issue:{issue.pk}"])
    assert tell_of_silences([silence], APRIL) == 0

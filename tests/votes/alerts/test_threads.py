"""What mail programs know a mail by."""

from typing import Any

import pytest

from votes.alerts.threads import new_message_id, thread_of


@pytest.fixture(autouse=True)
def sender(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Ferry Watch <alerts@ferry.example>"


def test_a_mail_is_named_in_the_domain_it_is_sent_from() -> None:
    first, second = new_message_id(), new_message_id()
    assert first.startswith("<")
    assert first.endswith("@ferry.example>")
    assert first != second


@pytest.mark.parametrize(
    ("subjects", "thread"),
    [
        ({"vote:5"}, "<vote-5.thread@ferry.example>"),
        ({"event:7"}, "<event-7.thread@ferry.example>"),
        ({"position:5"}, ""),
        ({"vote:5", "vote:6"}, ""),
        (set(), ""),
    ],
)
def test_mails_of_one_vote_or_event_are_a_thread(subjects: set[str], thread: str) -> None:
    assert thread_of(subjects) == thread

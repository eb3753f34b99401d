"""Every error is one plain sentence for the operator, and says what becomes of its source."""

from datetime import timedelta

import pytest

from stories.ingestion import errors
from stories.ingestion.fetch import Fetcher
from tests.stories.ingestion.web import redirect, serve


def test_what_a_stranger_wrote_is_shown_in_messages_without_tricks() -> None:
    with serve() as site:
        site.pages["/"] = redirect("gopher://evil.example/<script>alert(1)</script>" + "A" * 900)
        with pytest.raises(errors.BadRedirect) as caught:
            Fetcher(site.settings()).fetch(site.url())
    assert len(str(caught.value)) <= errors.LONGEST_MESSAGE
    assert errors.printable("a\u202eb\nc\x1b\ud800") == "a\ufffdb\ufffdc\ufffd\ufffd"


def test_every_error_says_what_is_wrong_and_what_becomes_of_the_source() -> None:
    kinds = [
        errors.UnsafeURL("x", "it is odd"),
        errors.HostNotFound("news.example"),
        errors.TimedOut("news.example", "it fell silent"),
        errors.RobotsForbidden("http://news.example/a"),
        errors.HostBusy("news.example", 5),
        errors.HostResting("news.example", 60),
    ]
    for error in kinds:
        assert isinstance(error.outcome, errors.Outcome)
        assert str(error).endswith((".", "?"))
    assert errors.HostBusy("news.example", 5).retry_after == timedelta(seconds=5)

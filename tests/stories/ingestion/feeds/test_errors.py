"""An error about a feed holds none of the feed's own words."""

import pytest

from stories.ingestion.feeds.errors import NotAFeed
from stories.ingestion.feeds.read import read


def test_error_texts_hold_nothing_of_what_was_sent() -> None:
    with pytest.raises(NotAFeed) as caught:
        read(b"<html><title><script>alert(1)</script>\xe2\x80\xae</title><body>x</body></html>")
    assert "script" not in str(caught.value)

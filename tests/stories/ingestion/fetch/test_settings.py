"""Settings under which nobody could tell who asks are refused."""

import pytest

from stories.ingestion.fetch.settings import FetchSettings


def test_a_robot_without_a_contact_address_does_not_start() -> None:
    with pytest.raises(ValueError, match="contact URL"):
        FetchSettings(user_agent="Mozilla/5.0")

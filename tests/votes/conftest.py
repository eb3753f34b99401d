"""What every test of votes starts with."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from votes.alerts import throttle


def forget_wishes() -> None:
    for limiter in (throttle._shared(settings.REDIS_URL), throttle._own()):
        limiter.storage.reset()


@pytest.fixture(autouse=True)
def nobody_has_asked_yet() -> Iterator[None]:
    """All tests ask from one network; what one has asked for is not counted against the next."""
    forget_wishes()
    yield
    forget_wishes()

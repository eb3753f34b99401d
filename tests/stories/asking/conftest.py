"""A scripted model for each test of the room."""

from collections.abc import Iterator

import pytest

from tests.stories.asking.scripted import Model, serve


@pytest.fixture
def model() -> Iterator[Model]:
    with serve() as running:
        yield running

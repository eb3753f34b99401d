"""The machine's clock jumps ahead by an hour and back by two: nobody is told twice or not at all."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.patience import wait_until
from tests.production.conftest import enterable_folder
from tests.production.town import SOON, Town

pytestmark = pytest.mark.production


def library() -> Path | None:
    """Return the library that tells programs another time, where there is one for this machine."""
    package = find_spec("libfaketime")
    found = package and package.origin and Path(package.origin).parent / "vendor/libfaketime/src/libfaketime.so.1"
    return found if isinstance(found, Path) and found.exists() else None


class Clock:
    """What the stack's programs are told the time by: seconds that the file says, added to the true time."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.set(0)

    def set(self, seconds: int) -> None:
        self.file.write_text(f"{seconds:+d}\n")


@pytest.fixture
def clock(town: Town) -> Iterator[Clock]:
    """The stack started again with a clock of its own, and afterwards with everybody's."""
    found = library()
    if found is None:
        pytest.skip("libfaketime is not there for this machine")
    with enterable_folder() as folder:
        clock = Clock(folder / "clock")
        again(town, {
            "LD_PRELOAD": str(found), "FAKETIME_TIMESTAMP_FILE": str(clock.file), "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        })  # fmt: skip
        yield clock
        again(town, {})


def again(town: Town, preload: dict[str, str]) -> None:
    town.stack.stop()
    town.stack.preload = preload
    town.stack.add_services()
    town.stack.start()


def test_a_clock_that_jumps_ahead_and_back_tells_nobody_twice_and_leaves_nobody_out(town: Town, clock: Clock) -> None:
    for seconds in (3600, -3600):
        beat = town.stack.services.all["beat"]
        with town.being_read():
            clock.set(seconds)
            wait_until(town.is_served, "the site answers", 0.5, SOON)
            wait_until(lambda: abs(town.stack.seconds_ahead() - seconds) < 60, "the clock has jumped", 0.5, SOON)  # noqa: B023
            said = beat.said().count("take_up_wishes")
            wait_until(lambda: beat.said().count("take_up_wishes") > said, "beat goes on", 0.5, SOON)  # noqa: B023
            town.follow()
        assert {*town.answers.statuses} <= {200, 302, 304}
        town.works()
    town.check()

"""A disk that is full, and one that can't be written to any more: the site shows what it can, says so of the rest, and
goes on by itself, or once the operator has mended it; what was acknowledged stands.
"""

import pytest

from tests.faults.test_servers_away import full_disk
from tests.patience import wait_until
from tests.production.conftest import Disk
from tests.production.town import SOON, Town, afresh, surely

pytestmark = pytest.mark.production
# What readers may be answered meanwhile: the page, the page as it was, or that it will be back.
HONEST = {200, 302, 304, 404, 503}


@pytest.fixture
def real_disk(disk: Disk) -> Disk:
    if not disk.is_real:
        pytest.skip("mounting needs rights that we have not")
    return disk


def test_a_full_disk_costs_nothing_that_was_acknowledged(town: Town, real_disk: Disk) -> None:
    town.works()
    with town.being_read():
        with full_disk(real_disk.folder):
            struggle(town)
        wait_until(town.is_served, "there is room, and the site is as before", 0.5, SOON * 2)
    assert {*town.answers.statuses} <= HONEST
    surely(town.leases_run_out)
    town.works()
    town.check()


def test_a_disk_that_can_only_be_read_costs_nothing_that_was_acknowledged(town: Town, real_disk: Disk) -> None:
    town.works()
    with town.being_read():
        real_disk.break_off()
        struggle(town)
    assert {*town.answers.statuses} <= HONEST
    town.stack.stop()
    real_disk.mend()
    town.stack.start()
    wait_until(town.is_served, "the disk is mended, and the site is as before", 0.5, SOON * 2)
    surely(town.leases_run_out)
    town.works()
    town.check()


def struggle(town: Town) -> None:
    """All try to do what they do; the front page, which was read before, is shown all the while."""
    for _ in range(8):
        town.publish()
        afresh(town.move)
        town.decide()
        town.ask_to_follow()
        answer = town.readers[3].get("/en/")
        assert answer
        assert answer.status_code == 200, "what was kept is shown"

"""Everything stopped, the disk lost: the newest backup put onto an empty one, and the program goes on from there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.patience import wait_until
from tests.production.conftest import asking, enterable_folder
from tests.production.stack import Stack
from tests.production.town import SOON, Town, surely

pytestmark = pytest.mark.production
SHOWN = ("/en/", "/en/issues/{issue}/", "/en/votes/{vote}/", "/en/people/", "/en/corrections/", "/en/feed.atom")


@pytest.fixture
def place() -> Iterator[Path]:
    with enterable_folder() as folder:
        yield folder


def test_from_a_backup_on_an_empty_folder_all_is_there_again_and_goes_on(town: Town, place: Path) -> None:
    town.works()
    backup = town.stack.manage("backup").splitlines()[0]
    shown, before = pages(town), town.stack
    tables = numbers(before)
    followed, rejected = [*town.following], [*town.rejected]
    before.stop()

    (place / "disk").mkdir(mode=0o755)
    town.stack = another = Stack(place / "disk", place, before.more, ports=before.ports, door=before.door)
    another.furnish()
    (another.folder / "secret-key").write_text((before.folder / "secret-key").read_text())
    another.add_services()
    try:
        another.services.start("postgres", "valkey")
        wait_until(another.servers_answer, "the servers answer")
        said = another.manage("restore", backup, "--mail-goes-on", BACKUP_DIR=str(Path(backup).parent))
        assert "Restored." in said
        assert numbers(another) == tables
        another.start()
        with asking(another):
            wait_until(town.is_served, "the site answers", 0.5, SOON)
            assert pages(town) == shown
            surely(town.leases_run_out)
            town.follow()
            town.works()
            town.check()
    finally:
        another.services.close()
        # What was done since is not known there.
        town.stack, town.following, town.rejected = before, followed, rejected
        before.start()
    wait_until(town.is_served, "the site is there as before", 0.5, SOON)


def pages(town: Town) -> dict[str, str]:
    """What readers see, without what is made anew for each of them."""
    shown = {}
    for path in (path.format(issue=town.issue.slug, vote=town.vote.pk) for path in SHOWN):
        answer = town.readers[0].get(path)
        assert answer
        assert answer.status_code == 200, path
        shown[path] = answer.text
    return shown


def numbers(stack: Stack) -> dict[str, int]:
    """How many rows the tables have that hold what people did."""
    tables = ("stories_article", "stories_finding", "stories_loggedaction", "votes_vote", "votes_subscription",
              "votes_delivery", "votes_announcement", "officials_person")  # fmt: skip
    return {table: stack.ask(f"SELECT count(*) FROM {table}")[0][0] for table in tables}

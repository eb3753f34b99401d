"""Reads a hostile town for minutes while workers are killed: `python -m tests.soak [SECONDS]`, or `make soak`.

Papers publish and rewrite stories on sites that stumble, a site beside them answers with everything hostile there is,
and the worker's processes are killed one by one and all together, the queue with them. At the end each story must
stand exactly once with its versions in order, and no process may ever have taken more than 250 MB. Servers, database
and sites are this run's own.
"""

import argparse
import os
import time
from pathlib import Path

import django

import tests.servers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civictrack.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from redis import Redis  # noqa: E402

from stories.models import ArticleVersion  # noqa: E402
from tests.patience import wait_until  # noqa: E402
from tests.soak.town import Town, town  # noqa: E402

PAPERS = 6
PATIENCE = 900.0  # seconds for what is left over when the town falls silent
PROCESSES = 2
# Every so many seconds; primes, so that they meet in every way.
PUBLISH, REWRITE, LOOK_AGAIN, TRAPS, KILL_ONE, KILL_ALL, FLUSH, SAY = 3, 5, 7, 29, 19, 83, 41, 30


def live(running: Town, second: int) -> None:
    """One second of the town's life."""
    for turn, (paper, _) in enumerate(running.papers):
        if (second + turn) % PUBLISH == 0:
            paper.publish()
        if (second + turn) % REWRITE == 0 and paper.texts:
            paper.rewrite(1 + second * 7 % len(paper.texts))
    running.tick(traps=second % TRAPS == 0)
    if second % LOOK_AGAIN == 0:
        running.look_again()
    if second % KILL_ALL == KILL_ALL - 1:
        running.kill_all()
    elif second % KILL_ONE == KILL_ONE - 1:
        running.kill_one()
    if second % FLUSH == FLUSH - 1:
        Redis.from_url(settings.REDIS_URL).flushdb()
    if second % SAY == SAY - 1:
        say(running, second + 1)


def say(running: Town, second: int) -> None:
    stories = sum(len(paper.texts) for paper, _ in running.papers)
    told = sum(len(texts) for paper, _ in running.papers for texts in paper.texts.values())
    stored = ArticleVersion.objects.count()
    print(
        f"{second} s: {stories} stories in {told} versions published, {stored} versions stored, "
        f"{running.kills} kills, {running.peak / 1e6:.0f} MB at most",
        flush=True,
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("seconds", type=int, nargs="?", default=600)
    seconds = arguments.parse_args().seconds
    call_command("migrate", verbosity=0)
    log = Path(os.environ["CIVICTRACK_VAR"]) / "worker.log"
    with town(PAPERS, log, PROCESSES) as running:
        began = time.monotonic()
        while (second := round(time.monotonic() - began)) < seconds:
            live(running, second)
            time.sleep(1)
        wait_until(running.traps_were_walked_into, "every hostile source was asked", 1.0, PATIENCE)
        wait_until(running.papers_are_taken_in, "all stories are stored as they are now", 5.0, PATIENCE)
        versions = running.check()
        say(running, seconds)
    print(f"Each story stands exactly once, with {versions} versions in all.")


if __name__ == "__main__":
    assert tests.servers
    main()

"""Measures reading of feeds against ../shared/bench/feeds, both parsers beside it in the same run.

Run as `python -m tests.bench.bench_feeds`. `--expectations FOLDER` checks what feedparser's own tests expect as well;
the folder is the `tests` of its source archive, which is no part of the project.
"""

import argparse
import math
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fastfeedparser
import feedparser

from stories.ingestion.feeds.errors import FeedError
from stories.ingestion.feeds.read import read
from tests.bench.feed_expectations import check

DATA = Path(__file__).parents[3] / "shared" / "bench" / "feeds"
ROUNDS = 15
MOST = 1.5


@dataclass(frozen=True)
class Feeds:
    """How many feeds yield entries, and the processor time for the feeds that fastfeedparser reads well."""

    feeds: int
    ours: int
    fast: int
    patient: int
    well_read: int
    our_seconds: float
    fast_seconds: float
    patient_seconds: float

    @property
    def ratio(self) -> float:
        return self.our_seconds / self.fast_seconds


def count(parse: Callable[[bytes], Any]) -> Callable[[bytes], int]:
    """Entries in a feed, 0 where the parser gives up."""

    def counted(data: bytes) -> int:
        try:
            found = parse(data)
        except (FeedError, ValueError):
            return 0
        return len(found.entries)

    return counted


def patiently(data: bytes) -> Any:
    """feedparser without its own sanitising and resolving, which storage does once."""
    return feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)


def seconds(readers: Sequence[Callable[[bytes], Any]], data: bytes, rounds: int) -> list[float]:
    """Each reader's processor time for one feed, the least of some rounds.

    They read it turn about, and what a busy machine adds to a round does not count.
    """
    least = [math.inf] * len(readers)
    for _ in range(rounds):
        for number, reader in enumerate(readers):
            began = time.process_time()
            reader(data)
            least[number] = min(least[number], time.process_time() - began)
    return least


def measure() -> Feeds:
    """All figures in one run."""
    feeds = [path.read_bytes() for path in sorted(DATA.iterdir())]
    well = [data for data in feeds if _is_read_well(data)]
    readers = (read, fastfeedparser.parse, patiently)
    ours, fast, patient = (sum(1 for data in feeds if count(reader)(data)) for reader in readers)
    timed = [seconds((count(read), count(fastfeedparser.parse)), data, ROUNDS) for data in well]
    patient_seconds = sum(seconds((count(patiently),), data, 1)[0] for data in well)
    own, quick = (sum(times[reader] for times in timed) for reader in (0, 1))
    return Feeds(len(feeds), ours, fast, patient, len(well), own, quick, patient_seconds)


def _is_read_well(data: bytes) -> bool:
    """Whether fastfeedparser finds entries, each with a date."""
    try:
        entries = fastfeedparser.parse(data)["entries"]
    except ValueError:
        return False
    return bool(entries) and all(entry.get("published") or entry.get("updated") for entry in entries)


def tell_expectations(folder: Path) -> bool:
    """Print how many expectations are met, and each that is not; whether all but two in a hundred are."""
    told = check(folder)
    missed = [one for one in told if not one.met]
    print(f"feedparser's expectations of the fields that are ours: {len(told) - len(missed)} of {len(told)} met")
    for one in missed:
        print(f"  {one.file} {one.field}: {one.wanted!r:.80} wanted, {one.found!r:.80} read")
    return 100 * len(missed) <= 2 * len(told)


def main() -> int:
    """Print the table; 0 when every feed yields entries at most 1.5 times the quick parser's cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--expectations", type=Path, help="the tests folder of feedparser's source archive")
    folder = parser.parse_args().expectations
    if folder and not folder.is_dir():
        parser.error(f"{folder} is no folder")
    as_expected = tell_expectations(folder) if folder else True
    if not DATA.is_dir():
        print(f"{DATA} is missing; nothing measured.")
        return 0
    found = measure()
    print(
        f"feeds with entries, of {found.feeds}: civictrack {found.ours}, "
        f"fastfeedparser {found.fast}, feedparser {found.patient}"
    )
    print(
        f"processor time for {found.well_read} feeds: civictrack {found.our_seconds:.3f} s, fastfeedparser "
        f"{found.fast_seconds:.3f} s (x {found.ratio:.2f}), feedparser {found.patient_seconds:.2f} s"
    )
    return 0 if as_expected and found.ours == found.feeds and found.ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())

"""Measures reading of feeds against ../shared/bench/feeds, both parsers beside it in the same run.

Run as `python -m tests.bench.bench_feeds`.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fastfeedparser
import feedparser

from stories.ingestion.feeds.errors import FeedError
from stories.ingestion.feeds.read import read

DATA = Path(__file__).parents[3] / "shared" / "bench" / "feeds"
ROUNDS = 15
MOST = 1.5


@dataclass(frozen=True)
class Feeds:
    """How many feeds yield entries, and the median processor time over the feeds that fastfeedparser reads well."""

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


def seconds(parse: Callable[[bytes], Any], feeds: list[bytes]) -> float:
    """Processor time over all feeds."""
    began = time.process_time()
    for data in feeds:
        parse(data)
    return time.process_time() - began


def measure() -> Feeds:
    """All figures in one run."""
    feeds = [path.read_bytes() for path in sorted(DATA.iterdir())]
    well = [data for data in feeds if _is_read_well(data)]
    readers = (read, fastfeedparser.parse, patiently)
    ours, fast, patient = (sum(1 for data in feeds if count(reader)(data)) for reader in readers)
    # Turn about, so that a busy machine slows both alike; the round with the median ratio stands for all.
    rounds = [(seconds(count(read), well), seconds(count(fastfeedparser.parse), well)) for _ in range(ROUNDS)]
    own, quick = sorted(rounds, key=lambda times: times[0] / times[1])[ROUNDS // 2]
    return Feeds(len(feeds), ours, fast, patient, len(well), own, quick, seconds(count(patiently), well))


def _is_read_well(data: bytes) -> bool:
    """Whether fastfeedparser finds entries, each with a date."""
    try:
        entries = fastfeedparser.parse(data)["entries"]
    except ValueError:
        return False
    return bool(entries) and all(entry.get("published") or entry.get("updated") for entry in entries)


def main() -> int:
    """Print the table; 0 when every feed yields entries at most 1.5 times the quick parser's cost."""
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
    return 0 if found.ours == found.feeds and found.ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())

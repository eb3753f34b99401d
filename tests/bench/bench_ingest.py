"""Measures ingestion, beside its peers and targets: `make bench-ingest`. Everything is measured in this one run.

Pages are scored on both halves; the musts are those of the half held out.

Reading, feeds and copies need ../shared; calendars and the whole way need nothing. `--stories N --sources N` make the
whole way shorter. 1 where a must is missed; a target that is only aimed at is told as such.
"""

import argparse
import contextlib
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from tests.bench import bench_calendars, bench_copies, bench_feeds, bench_pages, bench_whole_way

# Measured beforehand on all 258 pages and 200 feeds, of which ../shared holds a half.
PEERS = {
    "text_f1": "trafilatura .950, readability .898, newspaper4k .891",
    "title_exact": "extruct .806",
    "author_exact": "extruct .806",
    "date_day": "htmldate .969",
    "date_minute": "extruct .963",
    "url_ok": "goose3 .950",
    "copies": "LSH .983 1 .77 1 1, 3 wrong",
    "whole": "a prototype: 1.03, 147 MB",
}
COPIES, MOST_WRONG, MOST_OF_READING, MOST_MEGABYTES = 0.96, 3, 1.1, 250
PASSAGE = 30  # words in a row that no two stories share by chance


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    measured: str
    target: str
    peers: str
    met: bool
    must: bool = True

    def verdict(self) -> str:
        return "ok" if self.met else "MISS" if self.must else "aim"


def pages() -> Iterator[Row]:
    """Both halves of the publishers' pages."""
    (developed, held_out, _), own_cost, their_cost = bench_pages.measure()
    for half, must in ((held_out, True), (developed, False)):
        yield from _half(half, must)
    yield Row("processor time a page", f"{own_cost:.0f} ms", "", f"trafilatura {their_cost:.0f} ms", met=True)


def _half(half: bench_pages.Half, must: bool) -> Iterator[Row]:
    gain = f"{half.ours['f1']:.3f} ({half.gain:+.3f}, 95 % {half.low:+.3f} to {half.high:+.3f})"
    beside = f"trafilatura here {half.theirs['f1']:.3f}; {PEERS['text_f1']}"
    yield Row(f"text F1, {half.pages} pages {half.name}", gain, "above trafilatura", beside, half.low > 0, must)
    yield Row("pages read as empty", str(half.ours["empty"]), "0", "", not half.ours["empty"], must)
    for name, (label, least) in bench_pages.MUSTS.items():
        measured, theirs = half.ours[name], half.theirs[name]
        met = measured >= least and (name not in bench_pages.ABOVE or bench_pages.is_above(half, name))
        beside = f"trafilatura here {theirs:.3f}; {PEERS[name]}"
        yield Row(label, f"{measured:.3f}", f"≥ {least}", beside, met, must)


def feeds() -> Iterator[Row]:
    found = bench_feeds.measure()
    peers = f"fastfeedparser {found.fast}, feedparser {found.patient}"
    yield Row("feeds with entries", f"{found.ours} of {found.feeds}", "all", peers, found.ours == found.feeds)
    beside = f"feedparser x {found.patient_seconds / found.fast_seconds:.0f}"
    quick = found.ratio <= bench_feeds.MOST
    yield Row("processor time, of fastfeedparser's", f"x {found.ratio:.2f}", "≤ x 1.5", beside, quick)


def calendars() -> Iterator[Row]:
    """A calendar that is taken whole, and ten years of which little is."""
    for what, days, least in (
        ("calendar rows a second, a year", 300, bench_calendars.LEAST_WHOLE),
        ("calendar rows a second, ten years", bench_calendars.TEN_YEARS, bench_calendars.LEAST_OF_TEN_YEARS),
    ):
        found = bench_calendars.measure(days)
        measured = f"{found.ours:,.0f} (x {found.share:.2f}), {found.rows} of {found.events} taken"
        beside = f"icalendar alone {found.theirs:,.0f}"
        yield Row(what, measured, f"≥ x {least}", beside, found.share >= least)


def copies() -> Iterator[Row]:
    score = bench_copies.measure()
    for way, share in score.found.items():
        yield Row(f"copies: {way}", f"{share:.3f}", f"≥ {COPIES}", PEERS["copies"], share >= COPIES)
    wrong = sum(not same for same in map(shares_a_passage, score.pairs))
    measured = f"{wrong} of {len(score.pairs)} pairs, {score.stories} stories"
    yield Row("wrongly taken for one story", measured, f"≤ {MOST_WRONG}", PEERS["copies"], wrong <= MOST_WRONG)


def shares_a_passage(pair: tuple[int, int]) -> bool:
    """Whether two stories share a passage word for word: told without fingerprints. Some of the data are updates."""
    pages, others = bench_copies.load()
    one, other = ((pages + others)[number].casefold().split() for number in pair)
    found = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return found.size >= PASSAGE


def whole_way(stories: int, sources: int) -> Iterator[Row]:
    found = bench_whole_way.measure(stories, sources)
    bench_whole_way.report(found)
    pace, limit = found.pace, round(1 / bench_whole_way.SPACING)
    yield Row("stories stored", str(found.stored), str(stories), "", found.stored == stories)
    yield Row("stories a second, two processes", f"{found.speed:.1f}", "", "", met=True)
    cost = f"x {found.ratio:.2f} ({found.whole:.0f} of {found.alone:.0f} ms)"
    quick = found.ratio <= MOST_OF_READING
    yield Row("processor time, of reading alone", cost, "aim ≤ x 1.1", PEERS["whole"], quick, must=False)
    small = found.megabytes <= MOST_MEGABYTES
    yield Row("largest size of a worker", f"{found.megabytes} MB", "≤ 250 MB", PEERS["whole"], small)
    kept = pace.in_a_second <= limit + 1 and pace.at_once <= 2  # an arrival may slip into the next second
    yield Row(
        "most requests to a host in a second", f"{pace.in_a_second}, {pace.at_once} at once", f"{limit}, 2", "", kept
    )
    again = f"{found.again} of {found.sources} sources, {found.again_unconditional} unconditional"
    met = found.again <= found.sources and not found.again_unconditional
    yield Row("requests of a second poll", again, "1 a source", "", met)


def show(rows: list[Row]) -> None:
    print(f"{'':5}{'what':<40}{'measured':<44}{'to reach':<19}peers")
    for row in rows:
        print(f"{row.verdict():<5}{row.what:<40}{row.measured:<44}{row.target:<19}{row.peers}")


def main() -> int:
    """Print the table; what is missing is said."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--stories", type=int, default=2000)
    parser.add_argument("--sources", type=int, default=200)
    options = parser.parse_args()
    rows: list[Row] = []
    for part in (pages, feeds, calendars, copies):
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                rows += part()
        except FileNotFoundError as error:
            print(f"Not measured: {error.filename or error} is missing.")
    rows += whole_way(options.stories, options.sources)
    show(rows)
    return 0 if all(row.met or not row.must for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

"""Measures reading of pages against ../shared/bench/pages, trafilatura beside it in the same run.

Run as `python -m tests.bench.bench_pages`. The half that `held_out` picks is never looked at while rules are made, only
scored; it is split by publisher, as two pages of one are made alike. 1 where it misses a must.
"""

import hashlib
import importlib.util
import json
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from trafilatura import bare_extraction

from stories.ingestion.pages.errors import PageError
from stories.ingestion.pages.read import read

DATA = Path(__file__).parents[3] / "shared" / "bench" / "pages"
RESAMPLES = 2_000
COLUMNS = ("f1", "precision", "recall", "empty", "title_exact", "author_exact", "date_day", "date_minute", "url_ok")

# Column: its name, and the least share on the half held out.
MUSTS = {
    "title_exact": ("exact title", 0.87),
    "author_exact": ("exact author set", 0.88),
    "date_day": ("day of publication", 0.985),
    "date_minute": ("minute of publication", 0.975),
    "url_ok": ("canonical URL", 0.97),
}
# On these ours is to be above trafilatura's as well, in the same run.
ABOVE = ("date_day", "date_minute")

Prediction = dict[str, Any]
Reader = Callable[[bytes], Prediction]


@dataclass(frozen=True)
class Half:
    """One half of the publishers: both readers' scores, and the F1 difference with its 95 % interval."""

    name: str
    pages: int
    ours: dict[str, Any]
    theirs: dict[str, Any]
    gain: float
    low: float
    high: float


def held_out(publisher: str) -> bool:
    """Whether a publisher's pages are kept from those who make rules; decided by a hash, once and for all."""
    return int(hashlib.sha256(publisher.encode()).hexdigest(), 16) % 2 == 1


def scorer() -> ModuleType:
    """The data's own scorer; FileNotFoundError where the data is not there."""
    spec = importlib.util.spec_from_file_location("pages_score", DATA / "score.py")
    if spec is None or spec.loader is None or not (DATA / "score.py").exists():
        raise FileNotFoundError(DATA)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_civictrack(html: bytes) -> Prediction:
    """Our reading in the scorer's terms; a page we refuse counts as empty."""
    try:
        page = read(html).as_json()
    except PageError:
        return {}
    names = {"author": "byline", "date": "published_at", "url": "canonical_url", "modified": "modified_at"}
    return {"text": page["text"], "title": page["title"], **{name: page[key] for name, key in names.items()}}


def by_trafilatura(html: bytes) -> Prediction:
    """trafilatura with metadata, as its documentation shows."""
    found = bare_extraction(html, include_comments=False, with_metadata=True)
    if found is None:
        return {}
    page = found.as_dict()
    authors = (page.get("author") or "").split("; ")
    return {**{name: page.get(name) for name in ("text", "title", "date", "url")}, "author": authors}


def timed(reader: Reader, pages: dict[str, bytes]) -> tuple[dict[str, Prediction], float]:
    """Predictions by id, and milliseconds of processor time a page."""
    began = time.process_time()
    read_all = {name: reader(html) for name, html in pages.items()}
    return read_all, (time.process_time() - began) / max(1, len(pages)) * 1000


def compare(name: str, truth: dict[str, Any], ours: dict[str, Prediction], theirs: dict[str, Prediction]) -> Half:
    """Both scores and the paired bootstrap of the difference in text F1."""
    score = scorer()
    low, gain, high = _interval(score, truth, ours, theirs)
    return Half(name, len(truth), score.score(truth, ours)[0], score.score(truth, theirs)[0], gain, low, high)


def _interval(
    score: ModuleType, truth: dict[str, Any], ours: dict[str, Prediction], theirs: dict[str, Prediction]
) -> tuple[float, float, float]:
    counted = [
        tuple(score.counts(page["text"], (read_by.get(name) or {}).get("text") or "") for read_by in (ours, theirs))
        for name, page in truth.items()
    ]
    draw = random.Random(7)
    gains = []
    for _ in range(RESAMPLES):
        sample = draw.choices(counted, k=len(counted))
        gains.append(score.prf([one for one, _ in sample])[2] - score.prf([other for _, other in sample])[2])
    gains.sort()
    whole = score.prf([one for one, _ in counted])[2] - score.prf([other for _, other in counted])[2]
    return gains[int(0.025 * RESAMPLES)], whole, gains[int(0.975 * RESAMPLES)]


def measure() -> tuple[list[Half], float, float]:
    """The half to develop on, the half held out and both; then milliseconds a page, ours and trafilatura's."""
    truth = json.loads((DATA / "truth.json").read_text(encoding="utf-8"))
    pages = {name: (DATA / "html" / f"{name}.html").read_bytes() for name in truth}
    by_civictrack(next(iter(pages.values())))
    ours, own_cost = timed(by_civictrack, pages)
    theirs, their_cost = timed(by_trafilatura, pages)
    parts = {
        "developed": {name: page for name, page in truth.items() if not held_out(page["publisher"])},
        "held out": {name: page for name, page in truth.items() if held_out(page["publisher"])},
        "all": truth,
    }
    return [compare(name, part, ours, theirs) for name, part in parts.items()], own_cost, their_cost


def main() -> int:
    """Print the table; 0 when every must is met."""
    if not (DATA / "truth.json").exists():
        print(f"{DATA} is missing; nothing measured.")
        return 0
    halves, own_cost, their_cost = measure()
    print(f"{'pages':<28}" + "".join(f"{column:>13}" for column in COLUMNS))
    for half in halves:
        for reader, scores in (("civictrack", half.ours), ("trafilatura", half.theirs)):
            label = f"{half.name} {half.pages} {reader}"
            print(f"{label:<28}" + "".join(_cell(scores.get(column)) for column in COLUMNS))
        print(f"  text F1 {half.gain:+.4f}, 95 % interval {half.low:+.4f} to {half.high:+.4f}")
    print(f"processor time a page: civictrack {own_cost:.1f} ms, trafilatura {their_cost:.1f} ms")
    missed = missed_by(halves[1])
    print("missed: " + ", ".join(missed) if missed else "every must is met")
    return 1 if missed else 0


def missed_by(half: Half) -> list[str]:
    """What falls short on a half."""
    ours = half.ours
    short = [f"{name} {ours[name]:.3f} < {least}" for name, (_, least) in MUSTS.items() if ours[name] < least]
    below = [f"{name} not above trafilatura's" for name in ABOVE if not is_above(half, name)]
    return short + below + ["text gain"] * (half.low <= 0) + ["an empty page"] * bool(ours["empty"])


def is_above(half: Half, name: str) -> bool:
    """Whether ours is above trafilatura's, or both are perfect."""
    return half.ours[name] > half.theirs[name] or half.ours[name] == 1


def _cell(value: Any) -> str:
    return f"{value:>13.3f}" if isinstance(value, float) else f"{value!s:>13}"


if __name__ == "__main__":
    sys.exit(main())

"""Measures date phrases against the list of Microsoft's Recognizers-Text and times the reading of them.

Run as `python -m tests.bench.bench_dates`; needs ../shared/bench/dates, and says so where it is missing.
"""

import json
import sys
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from stories.extraction.dates import resolve

LIST = Path(__file__).parents[3] / "shared" / "bench" / "dates" / "recognizers_en.json"

# Where our conventions (docs/extraction.md, Dates) differ from Microsoft's: listed after a first run had shown them,
# before the rules were tuned further.
DIFFERING: dict[str, str] = {
    "a stretch holds the last day, month or year it names; Microsoft leaves it out": """
        rt13 rt14 rt16 rt109 rt188 rt204 rt205 rt206 rt207 rt208 rt209 rt210 rt211 rt212 rt213 rt214 rt215 rt216
        rt217 rt218 rt278 rt285 rt286 rt287 rt288 rt289 rt290 rt296 rt297 rt298 rt299 rt300 rt301 rt302 rt303
        rt304 rt305 rt306 rt307 rt308 rt309 rt310 rt311 rt312 rt329 rt428 rt429 rt430 rt431 rt432 rt433 rt442
        rt443 rt451 rt452 rt463 rt464 rt465 rt530 rt539 rt567 rt568 rt593 rt594 rt595 rt602 rt603 rt604 rt605
        rt606 rt607 rt609 rt610 rt626 rt627 rt675 rt745 rt746 rt803 rt804 rt822 rt895 rt896 rt919 rt920 rt921
        rt922 rt923 rt924 rt925 rt926 rt927 rt928 rt938""",
    ("weeks of a month are days 1-7, 8-14, ... and its last seven; Microsoft's are those of the ISO calendar"): """
        rt18 rt352 rt354 rt358 rt615 rt818""",
    "'later this' starts the day after publication and 'earlier this' ends the day before": """
        rt140 rt142 rt144 rt145 rt146 rt360 rt449""",
    "the end of a month starts on the 21st, its middle is days 10-20": "rt346 rt694 rt695",
    "'in N weeks' and 'N weeks ago' are whole weeks (and so months and years); Microsoft names one day": """
        rt110 rt200 rt201 rt202 rt293 rt294 rt537 rt784 rt785 rt808""",
    "'last' or 'previous' weekday is the latest before publication": "rt334 rt335 rt388 rt389",
}


@dataclass(frozen=True)
class Score:
    """Items with an accepted interval, how many were read, and how many exactly."""

    items: int
    answered: int
    exact: int

    @property
    def share(self) -> float:
        return self.exact / self.items if self.items else 0.0


def load() -> list[dict[str, Any]]:
    """The items that have an interval; FileNotFoundError where the list is not there."""
    return [item for item in json.loads(LIST.read_text(encoding="utf-8")) if item["intervals"]]


def interval(item: dict[str, Any]) -> list[str] | None:
    """Our reading as first day and the day after the last."""
    found = resolve(item["expr"], datetime.fromisoformat(item["ref"]))
    if found is None or found.earliest is None or found.latest is None:
        return None
    return [found.earliest.isoformat(), (found.latest + timedelta(days=1)).isoformat()]


def score(items: list[dict[str, Any]]) -> Score:
    found = [(interval(item), item["intervals"]) for item in items]
    answered = [pair for pair in found if pair[0] is not None]
    return Score(len(items), len(answered), sum(ours in theirs for ours, theirs in answered))


def scores() -> dict[str, Score]:
    """Ranges and single days of the list: all of it, and without the items where the conventions differ."""
    items = load()
    differing = {name for names in DIFFERING.values() for name in names.split()}
    kinds = {"ranges": [i for i in items if i["kind"] != "date"], "days": [i for i in items if i["kind"] == "date"]}
    table = {f"{kind}, whole list": score(found) for kind, found in kinds.items()}
    for kind, found in kinds.items():
        table[f"{kind}, same conventions"] = score([i for i in found if i["id"] not in differing])
    return table


def main() -> int:
    if not LIST.exists():
        print(f"no {LIST.name} in ../shared/bench/dates: nothing to measure")
        return 0
    began = time.perf_counter()
    table = scores()
    took = time.perf_counter() - began
    print(f"{'date phrases':<28}{'items':>7}{'read':>7}{'exact':>7}{'share':>9}")
    for row, found in table.items():
        print(f"{row:<28}{found.items:>7}{found.answered:>7}{found.exact:>7}{found.share:>9.1%}")
    for reason, names in DIFFERING.items():
        print(f"  {len(names.split()):>3} ids differ: {reason}")
    read = sum(found.items for found in table.values())
    print(f"{1e6 * took / read:.0f} microseconds a phrase")
    print("peers, whole list: ranges recognizers-text 51.7 %, dateparser 19.8 %; days 54.6 % and 45.4 %")
    return 0


if __name__ == "__main__":
    sys.exit(main())

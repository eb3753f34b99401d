"""How far a confidence can be trusted: `python -m tests.bench.calibrate [--write]`; needs ../shared/gold.

Prints, for each kind of finding, how many of those given a confidence were right, each fold of the developed half of
the retold stories judged with the counts of all others. `--write` stores the counts of all of them in
stories/extraction/reliability.json, from which the program takes its confidences. What the tagger finds has its own.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import sqrt

from stories.extraction.confidence import TABLE, Counts, confidence, family
from tests.bench.gold import Judged, developed, extracted, judge

BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95)


def judged() -> list[Judged]:
    """All findings by rule in the developed stories, each right or wrong."""
    entries = developed()
    findings = (one for gold, found in zip(entries, extracted(entries), strict=True) for one in judge(gold, found))
    return [one for one in findings if not one.finding.because.startswith("tagger")]


def counted(findings: Iterable[Judged]) -> Counts:
    """Right and seen for each family of rules."""
    table: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for one in findings:
        of_kind = table[type(one.finding).__name__]
        right, seen = of_kind.get(family(one.finding), (0, 0))
        of_kind[family(one.finding)] = (right + one.right, seen + 1)
    return {kind: dict(sorted(of_kind.items())) for kind, of_kind in sorted(table.items())}


def left_out(findings: Sequence[Judged]) -> list[tuple[str, float, bool]]:
    """Kind, confidence and verdict of each finding, its confidence counted without the stories of its fold."""
    told = []
    for fold in sorted({one.fold for one in findings}):
        counts = counted(one for one in findings if one.fold != fold)
        for one in findings:
            if one.fold == fold:
                told.append((kind_of(one), confidence(one.finding, counts), one.right))
    return told


def kind_of(one: Judged) -> str:
    """The kind of a finding as the table names it; direct quotes apart from the others."""
    kind = type(one.finding).__name__
    return f"{kind}, direct" if getattr(one.finding, "type", "") == "direct" else kind


def reliability(told: Sequence[tuple[str, float, bool]]) -> list[str]:
    """The lines of the table."""
    lines = ["| finding | confidence | findings | right | share right | of 95 % |", "|---|---|---|---|---|---|"]
    for kind in sorted({kind for kind, _, _ in told}):
        for low, high in zip(BANDS, (*BANDS[1:], 1.01), strict=True):
            verdicts = [right for name, value, right in told if name == kind and low <= value < high]
            if verdicts:
                share = sum(verdicts) / len(verdicts)
                first, last = interval(sum(verdicts), len(verdicts))
                cells = (f"{low:.2f}–{min(high, 1):.2f}", len(verdicts), sum(verdicts), f"{share:.2f}")
                lines.append(f"| {kind} | {' | '.join(map(str, cells))} | {first:.2f}–{last:.2f} |")
    return lines


def interval(right: int, seen: int) -> tuple[float, float]:
    """Wilson's interval of 95 % for a share."""
    z, share = 1.96, right / seen
    middle, half = share + z * z / (2 * seen), z * sqrt(share * (1 - share) / seen + z * z / (4 * seen * seen))
    return max(0.0, (middle - half) / (1 + z * z / seen)), (middle + half) / (1 + z * z / seen)


def as_json(counts: Counts) -> str:
    """The table with a line for each family, so that a change of it can be read."""
    kinds = []
    for kind, families in counts.items():
        lines = ",\n".join(
            f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(pair)}" for name, pair in families.items()
        )
        kinds.append(f" {json.dumps(kind)}: {{\n{lines}\n }}")
    return "{\n" + ",\n".join(kinds) + "\n}\n"


def main() -> int:
    findings = judged()
    if not findings:
        print("../shared/gold is not there; nothing to count.", file=sys.stderr)
        return 1
    print("\n".join(reliability(left_out(findings))))
    if "--write" in sys.argv:
        TABLE.write_text(as_json(counted(findings)), encoding="utf-8")
        print(f"\n{TABLE.name} written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

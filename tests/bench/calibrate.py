"""How far a confidence can be trusted: `python -m tests.bench.calibrate [--write]`; needs ../shared/gold.

Prints, for each kind of finding, how many of those given a confidence were right, where each story was judged with the
counts of all other places (so that no rule is praised for stories of its own place). `--write` stores the counts
of all stories in stories/extraction/reliability.json, from which the program takes its confidences.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence

from stories.extraction.confidence import TABLE, Counts, confidence, family
from tests.bench.gold import Judged, extracted, judge, stories

BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95)


def judged() -> list[Judged]:
    """All findings in the gold stories, each right or wrong."""
    entries = stories()
    return [one for gold, found in zip(entries, extracted(entries), strict=True) for one in judge(gold, found)]


def counted(findings: Iterable[Judged]) -> Counts:
    """Right and seen for each family of rules."""
    table: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for one in findings:
        of_kind = table[type(one.finding).__name__]
        right, seen = of_kind.get(family(one.finding), (0, 0))
        of_kind[family(one.finding)] = (right + one.right, seen + 1)
    return {kind: dict(sorted(of_kind.items())) for kind, of_kind in sorted(table.items())}


def left_out(findings: Sequence[Judged]) -> list[tuple[str, float, bool]]:
    """Kind, confidence and verdict of each finding, its confidence counted without the stories of its place."""
    told = []
    for place in sorted({one.place for one in findings}):
        counts = counted(one for one in findings if one.place != place)
        for one in findings:
            if one.place == place:
                told.append((kind_of(one), confidence(one.finding, counts), one.right))
    return told


def kind_of(one: Judged) -> str:
    """The kind of a finding as the table names it; direct quotes apart from the others."""
    kind = type(one.finding).__name__
    return f"{kind}, direct" if getattr(one.finding, "type", "") == "direct" else kind


def reliability(told: Sequence[tuple[str, float, bool]]) -> list[str]:
    """The lines of the table."""
    lines = ["| finding | confidence | findings | right | share right |", "|---|---|---|---|---|"]
    for kind in sorted({kind for kind, _, _ in told}):
        for low, high in zip(BANDS, (*BANDS[1:], 1.01), strict=True):
            verdicts = [right for name, value, right in told if name == kind and low <= value < high]
            if verdicts:
                share = sum(verdicts) / len(verdicts)
                lines.append(
                    f"| {kind} | {low:.2f}–{min(high, 1):.2f} | {len(verdicts)} | {sum(verdicts)} | {share:.2f} |"
                )
    return lines


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

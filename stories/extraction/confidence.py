"""How often a rule was right on real copy retold, turned into the confidence of what it finds."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from stories.extraction.findings import Findings, Official, OtherSpeaker, Position, Quote, Vote

Finding = Quote | Official | OtherSpeaker | Position | Vote
Found = TypeVar("Found", Quote, Official, OtherSpeaker, Position, Vote)
Counts = Mapping[str, Mapping[str, tuple[int, int]]]
"""Kind of finding -> family of rules -> how many were right, of how many."""

TABLE = Path(__file__).with_name("reliability.json")
UNSEEN = 0.5
"""What a rule is worth that was never seen at work."""

WEIGHT = 6
"""How many findings the share of its whole kind weighs beside a rule's own."""

_WORDS_OF_STORY = re.compile(r"“.{0,600}”|\"[^\"]*\"|(?<!\w)['‘].{0,600}['’](?!\w)")


def family(finding: Finding) -> str:
    """The rules that a `because` names, without the story's words: findings of one family are counted together."""
    rules = " ".join(_WORDS_OF_STORY.sub("…", finding.because).split())
    return f"{finding.type}: {rules}" if isinstance(finding, Quote) else rules


def confidence(finding: Finding, counts: Counts) -> float:
    """The share of this rule's findings that were right, drawn towards that of its kind where few were seen."""
    of_kind = counts.get(type(finding).__name__, {})
    right, seen = of_kind.get(family(finding), (0, 0))
    if not seen:
        return UNSEEN
    share = sum(one for one, _ in of_kind.values()) / sum(all_seen for _, all_seen in of_kind.values())
    return round((right + share * WEIGHT) / (seen + WEIGHT), 3)


def calibrated(findings: Findings) -> Findings:
    """The same findings, each with its rule and the confidence that this rule has earned."""
    return replace(
        findings,
        quotes=_all(findings.quotes),
        officials=_all(findings.officials),
        speakers_other=_all(findings.speakers_other),
        positions=_all(findings.positions),
        votes=_all(findings.votes),
    )


def _all(findings: tuple[Found, ...]) -> tuple[Found, ...]:
    """What names its rule, as the tagger's findings do, has its confidence already."""
    return tuple(
        one if one.rule else replace(one, confidence=confidence(one, counts()), rule=family(one)) for one in findings
    )


@cache
def counts() -> Counts:
    """The shipped table, written by tests/bench/calibrate.py."""
    table: dict[str, dict[str, tuple[int, int]]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return table

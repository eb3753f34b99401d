"""The gold stories of ../shared and its scorer: what the extractor found, and whether each finding is right."""

import importlib.util
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from stories.extraction.confidence import Finding
from stories.extraction.findings import Findings
from stories.extraction.jsonl import read_story
from stories.extraction.pipeline import extract_all

SHARED = Path(__file__).parents[3] / "shared"
GOLD = SHARED / "gold"
OWN = Path(__file__).parents[1] / "gold" / "stories"
KEPT_APART = Path(__file__).parents[1] / "gold" / "kept_apart"


@dataclass(frozen=True)
class Judged:
    """One finding of a story, and whether the gold has it so; stories of a `fold` are left out together."""

    fold: str
    finding: Finding
    right: bool


def stories(folder: Path = GOLD / "stories") -> list[dict[str, Any]]:
    """The stories of a set, by name of file; none where the folder is missing, as ../shared may be."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def developed() -> list[dict[str, Any]]:
    """The half of the retold stories that may be read; the other half is never opened here."""
    folder = GOLD / "retold"
    names = (folder / "develop.txt").read_text(encoding="utf-8").split() if folder.is_dir() else []
    return [json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in names]


def extracted(entries: Sequence[dict[str, Any]]) -> list[Findings]:
    """What the extractor finds in stories, given nothing but title, text and time."""
    given = ({key: entry.get(key) for key in ("id", "title", "text", "published_at")} for entry in entries)
    return list(extract_all(read_story(json.dumps(entry))[1] for entry in given))


def judge(gold: dict[str, Any], found: Findings) -> Iterator[Judged]:
    """Each finding of one story with the verdict of the gold; the strictest reading of each kind.

    A quote is right with its very words and its speaker, an official with the title, a position with basis, condition
    and matter, a vote with its days and status.
    """
    rules = scorer()
    story, fold = rules.Story(gold), gold["id"].split("-")[0]
    for kind in ("quotes", "officials", "speakers_other", "positions", "votes"):
        findings = getattr(found, kind)
        items = [json.loads(json.dumps(asdict(one), default=str)) for one in findings]
        verdicts = _verdicts(rules, story, kind, gold[kind], items)
        yield from (Judged(fold, one, number in verdicts) for number, one in enumerate(findings))


def _verdicts(rules: ModuleType, story: Any, kind: str, gold: list[Any], found: list[Any]) -> set[int]:
    """The numbers of the findings that are right."""

    def rank(ours: dict[str, Any], theirs: dict[str, Any]) -> tuple[float, ...] | None:
        return (1.0,) if _same(rules, story, kind, ours, theirs) else None

    return {theirs for _, theirs in rules.match(gold, found, rank)}


def _same(rules: ModuleType, story: Any, kind: str, ours: dict[str, Any], theirs: dict[str, Any]) -> bool:
    if kind == "quotes":
        words: bool = story.span(ours) == story.span(theirs)
        return words and story.same_person(ours["speaker"], theirs["speaker"])
    if kind == "officials":
        return story.same_person(ours["name"], theirs["name"]) and rules.same_title(ours["title"], theirs["title"])
    if kind == "speakers_other":
        return bool(story.same_person(ours["name"], theirs["name"]))
    if kind == "positions":
        told = all(ours[key] == theirs[key] for key in ("stance", "basis", "conditional"))
        matter = rules.same_matter(ours["matter"], theirs["matter"], story.gold.get("title"))
        return bool(told and matter and story.same_person(ours["actor"], theirs["actor"]))
    return all(ours[key] == theirs[key] for key in ("earliest", "latest", "status"))


@cache
def scorer() -> ModuleType:
    """The scorer of ../shared, as a module. Raises FileNotFoundError where it isn't there."""
    spec = importlib.util.spec_from_file_location("gold_score", GOLD / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(GOLD / "score.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["gold_score"] = module
    spec.loader.exec_module(module)
    return module

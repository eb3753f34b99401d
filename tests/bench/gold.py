"""The gold stories of ../shared and its scorer: what the extractor found, and whether each finding is right."""

import importlib.util
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

from stories.extraction.confidence import Finding
from stories.extraction.findings import Findings
from stories.extraction.jsonl import read_story, write_findings
from tests.bench import extractor

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
    return list(extractor.extracted(read_story(json.dumps(entry))[1] for entry in given))


def report(entries: Sequence[dict[str, Any]], found: Sequence[Findings]) -> Any:
    """The scorer's report on what was found in stories: `summary()` has its rows, `errors` a line each."""
    rules = scorer()
    made = rules.Report()
    for entry, one in zip(entries, found, strict=True):
        whole = rules.Story({"events": [], "events_marked": "events" in entry} | entry)
        rules.score_story(whole, json.loads(write_findings(entry["id"], one)), made)
    return made


def figures(entries: Sequence[dict[str, Any]], found: Sequence[Findings]) -> dict[str, dict[str, Any]]:
    """The scorer's rows."""
    rows: dict[str, dict[str, Any]] = report(entries, found).summary()
    return rows


def matters(entries: Sequence[dict[str, Any]], found: Sequence[Findings]) -> dict[str, Any]:
    """Of votes and stances that are of one the gold has, how many name a matter that fits."""
    rules = scorer()
    fits: list[bool] = []
    for entry, one in zip(entries, found, strict=True):
        story, theirs = rules.Story({"events": []} | entry), json.loads(write_findings(entry["id"], one))
        for kind, same in (("votes", _same_vote), ("positions", _same_stance)):
            pairs = rules.match(entry[kind], theirs[kind], partial(same, rules, story))
            fits += [
                rules.same_matter(entry[kind][ours]["matter"], theirs[kind][their]["matter"], entry["title"])
                for ours, their in pairs
            ]
    share = round(sum(fits) / max(1, len(fits)), 4)
    return {"gold": len(fits), "pred": len(fits), "hit": sum(fits), "p": share, "r": share, "f1": share}


def _same_vote(rules: ModuleType, _: Any, ours: dict[str, Any], theirs: dict[str, Any]) -> tuple[float, ...] | None:
    shared = min(ours["end"], theirs["end"]) - max(ours["start"], theirs["start"])
    if (ours["status"] == "held") != (theirs["status"] == "held") or shared <= 0:
        return None
    return (float(rules.days(ours) == rules.days(theirs)), float(shared))


def _same_stance(_: ModuleType, story: Any, ours: dict[str, Any], theirs: dict[str, Any]) -> tuple[float, ...] | None:
    same = ours["stance"] == theirs["stance"] and story.same_person(ours["actor"], theirs["actor"])
    return (float(min(ours["end"], theirs["end"]) - max(ours["start"], theirs["start"])),) if same else None


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

"""Marked stories as training examples: for each sentence what it tells, for each character what part it plays."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stories.extraction.document import Document, documents
from stories.extraction.jsonl import read_story
from stories.extraction.tagger.heads import BASES, HELD, PARTS, TELLINGS, TENSES

GOLD = Path(__file__).parents[3].parent / "shared" / "gold"
OWN = Path(__file__).parents[2] / "gold"
IGNORED = -1
# What a gold vote is called among the fates.
COMING = {"scheduled": "scheduled", "expected": "expected", "postponed": "moved", "cancelled": "cancelled"}
FILLER = frozenset(
    """the a an of for to on in at and or by with from its their his her this that proposed plan proposal matter
    item measure motion request vote council board commission city county ordinance resolution bill first second third
    final reading readings tentative approval recommendation new one which would whether""".split()
)
TOLD = re.compile(
    r"\b(?:voted?|approv\w+|adopt\w+|pass(?:ed|es)?|den(?:y|ied|ies)|reject\w*|fail\w*|tabled|postpon\w+|delay\w*|agreed"
    r"|decid\w+|decision|turned down|sided|backed|endors\w+|recommend\w+|oks?|killed|defeated|refused)\b",
    re.IGNORECASE,
)
AHEAD = re.compile(r"\b(?:will|expected|scheduled|set|slated|could|may|plan|vote|decide|hearing|meet\w*|consider\w+)\b")
LITTLE = frozenset("of the and for a at in on".split())
WORD = re.compile(r"[\w$%.,'’]*\w|\$[\d.,]+")
DECIDES = re.compile(
    r"\b(?:vot\w+|approv\w+|adopt\w+|pass(?:ed|es)?|den(?:y|ied|ies)|reject\w*|fail\w*|tabl\w+|postpon\w+|delay\w*"
    r"|continu\w+|refer\w*|sent|decid\w+|agreed|oppos\w+|unanim\w+|defeat\w*|withdr\w+|cancel\w*|consider\w*|tak\w+ up"
    r"|schedul\w+|expect\w*|will|set for|slated|hear\w*|authoriz\w+|award\w*)\b",
    re.IGNORECASE,
)
PROCEDURAL = re.compile(r"\b(?:postpon|tabl|continu|defer|refer|delay|push|sent .{0,20}back)\w*", re.IGNORECASE)
Spans = list[tuple[int, int, str]]


@dataclass
class Asked:
    """What is asked of a sentence that tells a decision or event: where the words of its parts stand, if anywhere."""

    sentence: int
    group: int
    where: dict[str, list[tuple[int, int]]]
    matter: str


@dataclass
class Example:
    """One story: its sentences, what each tells (1, 0 or ignored), and the labelled stretches of each part."""

    id: str
    title: str
    text: str
    sentences: list[tuple[int, int]]
    tells: list[dict[str, int]] = field(default_factory=list)
    parts: dict[str, Spans] = field(default_factory=lambda: {part: [] for part in PARTS})
    asked: list[Asked] = field(default_factory=list)
    source: str = ""
    marked: frozenset[str] = frozenset()


def stories(folder: Path, only: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """The marked stories of a folder, by name of file."""
    wanted = None if only is None else set(only)
    paths = sorted(path for path in folder.glob("*.json") if wanted is None or path.stem in wanted)
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def read(marked: Sequence[dict[str, Any]]) -> Iterator[Document]:
    """The stories as the program itself reads them."""
    given = ({key: entry.get(key) for key in ("id", "title", "text", "published_at")} for entry in marked)
    return documents([read_story(json.dumps(entry))[1] for entry in given])


def examples(marked: Sequence[dict[str, Any]], source: str) -> Iterator[Example]:
    """The stories labelled."""
    for entry, document in zip(marked, read(marked), strict=True):
        found = [(one.start_char, one.end_char) for one in document.sentences]
        example = Example(entry["id"], entry["title"], entry["text"], found, source=source, marked=frozenset(entry))
        example.tells = [dict.fromkeys(TELLINGS, 0) for _ in found]
        label(example, entry)
        yield example


def label(example: Example, entry: dict[str, Any]) -> None:
    for vote in entry["votes"]:
        _vote(example, vote)
    for event in entry.get("events", ()):
        _thing(example, event, event["kind"], "event")
    if "events" not in entry:
        for told in example.tells:
            told.update(dict.fromkeys(("meeting", "hearing", "deadline"), IGNORED))
    for position in entry["positions"]:
        _position(example, position, entry)


def _vote(example: Example, vote: dict[str, Any]) -> None:
    held = vote["status"] == "held"
    fate = (vote["outcome"] or "") if held else COMING[vote["status"]]
    if held and (not fate or ("events" not in example.marked and PROCEDURAL.search(vote["text"]) and fate == "passed")):
        # Unclear, or marked by the former convention, in which a vote to put off passed.
        for number in _touched(example, vote):
            example.tells[number].update(dict.fromkeys(HELD, IGNORED))
        return
    _thing(example, vote, fate, "held" if held else "coming")


def _thing(example: Example, thing: dict[str, Any], telling: str, tense: str) -> None:
    """Label the sentence that tells best of a vote or event, ignore the rest of its evidence, mark its parts."""
    touched = _touched(example, thing)
    if not touched:
        return
    best = max(touched, key=lambda number: _telling(example, number, thing))
    for number in touched:
        if example.tells[number][telling] == 0:
            example.tells[number][telling] = IGNORED
    example.tells[best][telling] = 1
    _leave_open(example, thing, tense, set(touched))
    example.asked.append(Asked(best, TENSES.index(tense), _where(example, thing, touched), thing.get("matter") or ""))
    order = [best, *sorted((n for n in touched if n != best), key=lambda n: abs(n - best))]
    around = [n for n in sorted(range(len(example.sentences)), key=lambda n: (abs(n - best), n)) if n not in touched]
    for number in [*order, *around]:
        span = matching(example.text, *example.sentences[number], thing.get("matter") or "", 0.5)
        if span:
            example.parts["matter"].append((*span, telling if number == best else ""))
            break
    if thing.get("phrase"):
        for number in order:
            at = example.text.find(thing["phrase"], *example.sentences[number])
            if at >= 0:
                example.parts["when"].append((at, at + len(thing["phrase"]), tense))
                break
    for number in order:
        span = matching(example.text, *example.sentences[number], thing.get("body") or "", 0.2, LITTLE)
        if span:
            example.parts["body"].append((*span, ""))
            break
    if place := thing.get("place"):
        at = example.text.find(place, thing["start"], thing["end"] + 300)
        if at >= 0:
            example.parts["place"].append((at, at + len(place), ""))


def _where(example: Example, thing: dict[str, Any], touched: Sequence[int]) -> dict[str, list[tuple[int, int]]]:
    """All places of the story where the words of a decision's matter, body and day stand; none where it has none."""
    found: dict[str, list[tuple[int, int]]] = {"matter": [], "body": [], "when": []}
    for start, end in example.sentences:
        for part, share, filler in (("matter", 0.5, FILLER), ("body", 0.2, LITTLE)):
            span = matching(example.text, start, end, thing.get(part) or "", share, filler)
            if span:
                found[part].append(span)
    if phrase := thing.get("phrase"):
        for number in touched:
            at = example.text.find(phrase, *example.sentences[number])
            if at >= 0:
                found["when"].append((at, at + len(phrase)))
    return found


def _leave_open(example: Example, thing: dict[str, Any], tense: str, evidence: set[int]) -> None:
    """Ask nothing of other sentences that seem to tell the same, as a lede does: only one of them is marked."""
    names = {"held": HELD, "coming": tuple(COMING.values()), "event": (thing.get("kind", ""),)}[tense]
    for number, (start, end) in enumerate(example.sentences):
        words = example.text[start:end]
        if number in evidence or not (TOLD if tense == "held" else AHEAD).search(words):
            continue
        both = thing.get("yes") and thing.get("no")
        counted = both and re.search(rf"\b{thing['yes']}\s?[-–—]\s?{thing['no']}\b", words)
        if counted or matching(example.text, start, end, thing.get("matter") or "", 0.5):
            for name in names:
                if example.tells[number].get(name) == 0:
                    example.tells[number][name] = IGNORED


def _position(example: Example, position: dict[str, Any], entry: dict[str, Any]) -> None:
    stance = position["basis"] if position["basis"] in ("declined", "no_response") else position["stance"]
    touched = _touched(example, position)
    if not touched:
        return
    names = position["actor"].split()
    last = next((name for name in reversed(names) if name.rstrip(".") not in ("Jr", "Sr", "II", "III")), names[-1])
    named = [n for n in touched if re.search(rf"\b{re.escape(last)}\b", example.text[slice(*example.sentences[n])])]
    best = (named or touched)[0]
    for number in touched:
        if example.tells[number][stance] == 0:
            example.tells[number][stance] = IGNORED
    example.tells[best][stance] = 1
    if position["basis"] in BASES:
        example.tells[best][position["basis"]] = 1
        example.tells[best]["conditional"] = max(example.tells[best]["conditional"], int(position["conditional"]))
    start, end = example.sentences[best]
    if named and (
        found := re.search(rf"\b(?:{re.escape(names[0])} (?:[\w.]+ )?)?{re.escape(last)}\b", example.text[start:end])
    ):
        example.parts["actor"].append((start + found.start(), start + found.end(), stance))
    for number in [best, *touched]:
        span = matching(example.text, *example.sentences[number], position["matter"] or "", 0.5)
        if span:
            example.parts["object"].append((*span, stance))
            break


def _touched(example: Example, thing: dict[str, Any]) -> list[int]:
    return [n for n, (a, b) in enumerate(example.sentences) if min(b, thing["end"]) - max(a, thing["start"]) > 2]


def _telling(example: Example, number: int, thing: dict[str, Any]) -> float:
    """How much of a decision or event one sentence of its evidence tells."""
    start, end = example.sentences[number]
    words = example.text[start:end]
    sure = 1.0 * bool(DECIDES.search(words))
    if thing.get("yes") is not None and thing.get("no") is not None:
        sure += 2.0 * bool(
            re.search(
                rf"\b{thing['yes']}\s?(?:-|–|—|to| to )\s?{thing['no']}\b|\b{thing['no']}\s?[-–]\s?{thing['yes']}\b",
                words,
            )
        )
    sure += 0.5 * bool(thing.get("phrase") and thing["phrase"] in words)
    sure += 0.7 * bool(matching(example.text, start, end, thing.get("matter") or "", 0.5))
    return sure - 0.01 * number


def stem(word: str) -> str:
    return word.lower().replace("’", "'").removesuffix("'s").strip(".,'")[:6]


def stems(text: str, filler: frozenset[str] = FILLER) -> set[str]:
    return {stem(w) for w in re.findall(r"[\w$.,'’]+", text.replace("-", " ")) if w.lower() not in filler and stem(w)}


def matching(
    text: str, start: int, end: int, wanted: str, share: float, filler: frozenset[str] = FILLER
) -> tuple[int, int] | None:
    """The stretch of a sentence that says best what is wanted, in words of the same stem; None where too little."""
    asked = stems(wanted, filler)
    if not asked:
        return None
    words = [
        (m.start(), m.end(), {stem(p) for p in re.split(r"[-\s]", m[0]) if p.lower() not in filler})
        for m in re.finditer(r"[\w$][\w$.,'’-]*(?<![.,'’-])|\w", text[start:end])
    ]
    hits = [n for n, (_, _, stemmed) in enumerate(words) if stemmed & asked]
    best: tuple[float, int, int] | None = None
    for i, first in enumerate(hits):
        got: set[str] = set()
        for last in hits[i:]:
            if last - first > 14:
                break
            got |= words[last][2] & asked
            covered, size = len(got) / len(asked), last - first + 1
            score = covered - 0.03 * size
            if covered >= share and (best is None or score > best[0]):
                best = (score, first, last)
    if best is None:
        return None
    return start + words[best[1]][0], start + words[best[2]][1]

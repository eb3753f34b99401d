"""No pattern of the program can be made slow: every one, wherever it is written, is given strings made against it."""

import ast
import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from stories.extraction.dates.grammar import LONGEST
from tests.hostile import attacks

ROOT = Path(__file__).parents[1]
ROOMS = ("officials", "votes", "stories", "civictrack")
# Sizes at which a string is tried, smallest first, so that what explodes is caught while it is small.
SIZES = (20, 32, 48, 72, 110, 170, 300, 2_400, 9_600)
# What the longest text that is read, 100,000 characters, may cost one pattern.
SECONDS, CHARACTERS = 1.0, 100_000
# Below this much a character nothing is looked into: not even a square of it would be a second at the longest text.
NOISE = 0.0005 / 2_400
GROWTH = 1.5
# Where the program itself lets a pattern read so many characters at most.
BOUNDED = {
    "stories.evidence.passages.SHORT_FORM": 13,
    "stories.extraction.positions.holders.GLUE": 80,
    "stories.extraction.positions.holders.TITLE_AHEAD": 40,
    "stories.extraction.dates.grammar.RULES": LONGEST,
}
# What is read from a table, and used in one way only.
USED = {
    "stories.extraction.dates.grammar.RULES": {"fullmatch"},
    "stories.extraction.positions.polarity._head": {"match"},
    "stories.ingestion.calendars.standing._MARKS": {"fullmatch"},
}
# Functions of these make patterns of their arguments and enter them in tables, where they are found; those of people's
# names are tried in tests/stories/curation/test_all_names.py.
INTO_TABLES = {
    "stories.curation.all_names",
    "stories.extraction.decisions.cues",
    "stories.extraction.dates.grammar",
    "stories.extraction.positions.opinions",
}
# Less than this is never too much: a pattern's cost on as much as it is given, where that is bounded.
SECONDS_BOUNDED = 0.01
ANYHOW = ""
CALLS = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}


@cache
def modules() -> tuple[ModuleType, ...]:
    names = (
        name
        for room in ROOMS
        for _, name, _ in pkgutil.walk_packages([str(ROOT / room)], f"{room}.")
        if ".migrations" not in name and not name.endswith("__main__")
    )
    return tuple(importlib.import_module(name) for name in names)


@dataclass
class Seen:
    """Where a pattern stands, and how the program uses it: nothing where it is only found in a table."""

    place: str
    how: set[str] = field(default_factory=set)


@cache
def patterns() -> dict[re.Pattern[str], Seen]:
    """Every pattern of the program."""
    patterns: dict[re.Pattern[str], Seen] = {}
    for module in modules():
        for name, value in vars(module).items():
            for pattern in _within(value, set(), module.__name__):
                patterns.setdefault(pattern, Seen(f"{module.__name__}.{name}"))
        for call, pattern in _written_inline(module):
            seen = patterns.setdefault(pattern, Seen(f"{module.__name__}:{call.lineno}"))
            assert isinstance(call.func, ast.Attribute)
            seen.how.add(call.func.attr.replace("compile", ANYHOW))
    for module in modules():
        for pattern, how in _used(module):
            patterns[pattern].how.add(how)
    return patterns


def _used(module: ModuleType) -> Iterator[tuple[re.Pattern[str], str]]:
    """Yield the patterns that are named in a module, each with the method called, or "" where it is handed on."""
    tree = ast.parse(_source(module))
    methods = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        value = None
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            value = vars(module).get(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            value = getattr(vars(module).get(node.value.id), node.attr, None)
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            yield value, methods.get(id(node), ANYHOW)


def _source(module: ModuleType) -> str:
    return Path(str(module.__file__)).read_text(encoding="utf-8")


def _within(value: Any, seen: set[int], module: str) -> Iterator[re.Pattern[str]]:
    """Yield the patterns in a value: in collections, in the fields of objects, in the attributes of classes."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
        return
    if id(value) in seen or isinstance(value, (str, bytes, int, float, ModuleType)):
        return
    seen.add(id(value))
    inner: list[Any] = []
    if isinstance(value, dict):
        inner = [*value.keys(), *value.values()]
    elif isinstance(value, (list, tuple, set, frozenset)):
        inner = list(value)
    elif inspect.isclass(value) or inspect.isfunction(value):
        if value.__module__ == module:
            inner = list(vars(value).values())
            if inspect.isfunction(value):
                inner += [*(value.__defaults__ or ()), *(c.cell_contents for c in value.__closure__ or ())]
    elif type(value).__module__.partition(".")[0] in ROOMS:
        names = [*getattr(value, "__dict__", ()), *getattr(type(value), "__slots__", ())]
        inner = [getattr(value, name, None) for name in names]
    for one in inner:
        yield from _within(one, seen, module)


def _written_inline(module: ModuleType) -> Iterator[tuple[ast.Call, re.Pattern[str]]]:
    """Yield the patterns written where they are used; a word put into one is taken to be "word"."""
    for node in ast.walk(ast.parse(_source(module))):
        if isinstance(node, ast.FunctionDef):
            for call in filter(_is_call_of_re, ast.walk(node)):
                assert isinstance(call, ast.Call)
                written = call.args[0]
                text = _text(written, vars(module))
                assert text is not None or module.__name__ in INTO_TABLES, (
                    f"{module.__name__}:{call.lineno} is not seen"
                )
                if text is not None:
                    yield call, re.compile(text, _flags(call))


def _is_call_of_re(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in CALLS
    )


def _text(written: ast.expr, names: dict[str, Any]) -> str | None:
    if isinstance(written, ast.Constant):
        return str(written.value)
    if isinstance(written, ast.JoinedStr):
        parts = [_text(part.value if isinstance(part, ast.FormattedValue) else part, names) for part in written.values]
        return None if None in parts else "".join(map(str, parts))
    if isinstance(written, ast.Name):
        value = names.get(written.id)
        return value if isinstance(value, str) else None
    return "word" if ast.unparse(written).startswith("re.escape(") else None


def _flags(call: ast.Call) -> int:
    named = [ast.unparse(keyword.value) for keyword in call.keywords if keyword.arg == "flags"]
    return int(eval(named[0], {"re": re})) if named else 0


def uses(pattern: re.Pattern[str], how: set[str]) -> list[Callable[[str], object]]:
    """Return what the program does with a pattern; all that can be done where that can't be seen."""
    every: dict[str, Callable[[str], object]] = {"match": pattern.match, "fullmatch": pattern.fullmatch}
    wanted = how & CALLS
    if ANYHOW in how or not wanted:
        wanted = {*every, "search"}
    # To search again and again is what a search that finds nothing does, and a substitution.
    through = lambda text: sum(1 for _ in pattern.finditer(text))  # noqa: E731
    return [every[name] for name in every if name in wanted] + ([through] if wanted - set(every) else [])


def seconds(use: Callable[[str], object], text: str) -> float:
    began = time.thread_time()
    use(text)
    return time.thread_time() - began


def slowness(use: Callable[[str], object], make: Callable[[int], str], longest: int = CHARACTERS) -> str:
    """Say how a pattern is slow on a string, or return nothing."""
    shorter, before = 1, 0.0
    for size in SIZES:
        text = make(min(size, longest))[:longest]
        bound = max(SECONDS * len(text) / CHARACTERS, SECONDS_BOUNDED)
        steep = max(before, 1e-6) * (len(text) / shorter) ** GROWTH
        took = seconds(use, text)
        if took > min(bound, max(steep, SECONDS_BOUNDED)):  # once more: the machine may have been busy
            took = min(seconds(use, text) for _ in range(3))
        if size > 1_000 and took < NOISE * len(text):
            return ""
        if took > min(bound, max(steep, SECONDS_BOUNDED)):
            said = f"{took:.4f} s for {len(text)} characters, {before:.4f} s for {shorter}"
            return f"{said}: {text[:60]!r} … {text[-8:]!r}"
        if len(text) == longest:
            return ""
        shorter, before = len(text), took
    return ""


def test_no_pattern_can_be_made_slow() -> None:
    slow = []
    for pattern, seen in patterns().items():
        strings = attacks(pattern)
        for use in uses(pattern, seen.how | USED.get(seen.place, set())):
            said = (slowness(use, make, BOUNDED.get(seen.place, CHARACTERS)) for make in strings)
            if first := next(filter(None, said), ""):
                slow.append(f"{seen.place} {pattern.pattern[:80]!r}: {first}")
    assert not slow, f"{len(slow)} of {len(patterns())}:\n" + "\n".join(slow)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:[A-Z][A-Z.’'-]+ ?){1,4}(?:, [A-Z][\w. ]{1,20})? ?(?:--|[—–―-])[ \xa0]*(?=\S)",
        r"(?:(?:^|(?<= ))(?:council|members?|council ?members?),? )+$",
        r"By (?:[A-Z][\w.’'-]*,? ?(?:and )?){1,8}(?:[|/•].*)?$",
        r"\bI(?: (?:still|fully|\w+ly))* support",
        r"\b(?:if|unless)\b[^,;]*$",
        r"\s+,",
        r"[^.]{0,400}[^;]{0,400}!",
    ],
)
def test_the_sweep_finds_patterns_that_can_be_made_slow(pattern: str) -> None:
    slow = re.compile(pattern)
    assert any(slowness(use, make) for use in uses(slow, {"search"}) for make in attacks(slow))


def test_the_sweep_sees_patterns_wherever_they_are_written() -> None:
    places = {seen.place for seen in patterns().values()}
    assert places >= {
        "stories.extraction.layout.DATELINE",  # at the top of a module
        "stories.extraction.positions.opinions.CUES",  # in a dataclass in a table
        "stories.extraction.dates.grammar.RULES",  # entered by a decorator
    }
    assert any(place.startswith("stories.extraction.positions.ballots:") for place in places)  # inside a function

"""The floors and rooms hold as docs/architecture.md draws them, modules stay small, and the top is the owner's."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.structure import REASONS, Checkout

ROOT = Path(__file__).resolve().parent.parent
DRAWINGS = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
TOP = {
    "manage.py", "civictrack", "stories", "officials", "votes", "templates", "static", "tests", "docker-compose.yml",
    "pyproject.toml", "README.md", "Makefile", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "Dockerfile",
    "requirements.lock", "requirements-runtime.lock", "SECURITY.md", "docs",
}  # fmt: skip
# What may not be known where bytes or a story go in and dataclasses come out.
OUTSIDE = {"django", "psycopg", "celery"}
PURE = ("asking", "extraction", "ingestion/fetch", "ingestion/feeds", "ingestion/pages", "ingestion/calendars")
LONGEST_MODULE, LONGEST_OF_MOST, LONGEST_OF_NINE_IN_TEN = 400, 250, 24


def drawing(after: str) -> list[set[str]]:
    """The names in the first drawing behind these words, a set a line, top down: "desk/  tasks.py" → {desk, tasks}."""
    block = re.search(r"\n\n((?:    \S.*\n)+)", DRAWINGS[DRAWINGS.index(after) :])
    assert block, f"docs/architecture.md has no drawing after “{after}”"
    names = [re.match(r"    ((?:\S+?(?:/|\.py)(?:  (?! )|$|(?=   )))+)", line) for line in block[1].splitlines()]
    return [{re.sub(r"/$|\.py$", "", name) for name in found[1].split()} for found in names if found]


FLOORS = drawing("imports point down only")
ROOMS = drawing("The rooms of `stories`")


def modules(folder: str) -> list[Path]:
    return [path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]


def all_modules() -> list[Path]:
    return [path for floor in FLOORS for name in floor for path in modules(name)]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """The dotted names a module imports, inside functions too; `from stories import tasks` as `stories.tasks`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            if node.module == "stories":
                yield from (f"stories.{alias.name}" for alias in node.names)
            else:
                yield node.module


def rank(name: str, levels: list[set[str]]) -> int | None:
    return next((number for number, level in enumerate(levels) if name in level), None)


def test_the_drawings_name_the_floors_and_rooms_that_are_there() -> None:
    assert set().union(*FLOORS) == {"civictrack", "stories", "votes", "officials"}
    there = {path.stem for path in (ROOT / "stories").iterdir() if path.name not in ("__init__.py", "__pycache__")}
    assert set().union(*ROOMS) == there


@pytest.mark.parametrize("floor", sorted(set().union(*FLOORS)))
def test_imports_point_down_between_the_floors(floor: str) -> None:
    own = rank(floor, FLOORS)
    assert own is not None
    climbing = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(floor)
        for name in imported(path)
        if (other := rank(name.partition(".")[0], FLOORS)) is not None and other < own
    }
    assert climbing == set()


@pytest.mark.parametrize("room", sorted(set().union(*ROOMS)))
def test_imports_point_down_between_the_rooms_of_stories(room: str) -> None:
    own = rank(room, ROOMS)
    assert own is not None
    paths = [ROOT / "stories" / f"{room}.py", *(ROOT / "stories" / room).rglob("*.py")]
    climbing = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in paths
        if path.exists()
        for name in imported(path)
        if name.startswith("stories.")
        and (other := name.split(".")[1]) != room
        and ((level := rank(other, ROOMS)) is None or level <= own)
    }
    assert climbing == set()


@pytest.mark.parametrize(("floor", "higher"), [("officials", "votes|stories"), ("votes", "stories")])
def test_no_floor_names_a_higher_one_in_a_foreign_key(floor: str, higher: str) -> None:
    named = [path.name for path in modules(floor) if re.search(rf"[\"'](?:{higher})\.[A-Z]", path.read_text())]
    assert named == []


@pytest.mark.parametrize("room", PURE)
def test_what_reads_bytes_and_stories_knows_no_django(room: str) -> None:
    knowing = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(f"stories/{room}")
        for name in imported(path)
        if name.partition(".")[0] in OUTSIDE
        or name.startswith(("stories.models", "votes.", "officials."))
        or (room == "extraction" and name.partition(".")[0] in {"redis", "urllib3", "socket", "requests"})
    }
    assert knowing == set()


def test_no_migration_imports_what_changes_with_the_app() -> None:
    """But for the defaults and validators that Django's own steps name in the models."""
    changing = {
        f"{path.relative_to(ROOT)} imports {name}"
        for floor in FLOORS
        for app in floor
        for path in (ROOT / app).rglob("migrations/*.py")
        for name in imported(path)
        if name.partition(".")[0] in set().union(*FLOORS) and not re.search(r"\.(migrations|models)\b", name)
    }
    assert changing == set()


def test_most_modules_are_under_250_lines_and_none_over_400() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in all_modules()}
    assert {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > LONGEST_MODULE} == {}
    long = [path for path, n in lengths.items() if n > LONGEST_OF_MOST]
    assert len(long) < len(lengths) / 10


def test_nine_functions_in_ten_are_under_25_lines() -> None:
    """A function's docstring left out."""
    lengths = []
    for path in all_modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
                lengths.append((node.end_lineno or 0) - body[0].lineno + 1)
    assert sorted(lengths)[len(lengths) * 9 // 10] <= LONGEST_OF_NINE_IN_TEN


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in all_modules()
        if path.read_text().strip() and not ast.get_docstring(tree(path))
    ]
    assert silent == []


def test_every_module_outside_extraction_has_a_test_of_its_name_or_a_reason() -> None:
    checkout = Checkout(ROOT)
    assert checkout.untested() == []
    needless = {name for name in REASONS if name not in checkout.modules or checkout.modules[name].test.exists()}
    assert needless == set(), "has a test by now, or is gone"


def test_the_top_of_the_tree_is_the_owners() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {line.partition("/")[0] for line in listed.splitlines()}
    assert {name for name in top if not name.startswith(".")} <= TOP


def test_no_path_of_a_machine_and_no_download_address_is_in_the_project() -> None:
    pattern = r"(^|[^A-Za-z0-9._-])/(work|farm|root|home)/[A-Za-z.]|https?://[^\" ]*(/simple/?|\.whl)"
    found = subprocess.run(
        ["git", "grep", "-nE", pattern, "--", ".", ":!tests/test_architecture.py"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    assert found == ""

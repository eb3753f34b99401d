"""The floors hold, modules stay small, and the top of the tree is the owner's."""

import ast
import re
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Each floor with what it may import.
FLOORS = {
    "officials": {"officials"},
    "votes": {"officials", "votes"},
    "stories": {"officials", "votes", "stories"},
    "civictrack": {"officials", "votes", "stories", "civictrack"},
}
TOP = {
    "manage.py", "civictrack", "stories", "officials", "votes", "templates", "static", "tests", "docker-compose.yml",
    "pyproject.toml", "README.md", "Makefile", "LICENSE", "CHANGELOG.md", "Dockerfile", "requirements.lock", "docs",
}  # fmt: skip
# Enforced by the settings, read by every floor: not an import.
LONGEST_MODULE, LONGEST_MEDIAN, LONGEST_OF_NINE_IN_TEN = 300, 8, 24


def modules(floor: str) -> list[Path]:
    return [path for path in (ROOT / floor).rglob("*.py") if "migrations" not in path.parts]


def imported(path: Path) -> Iterator[str]:
    """The top-level names a module imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("floor", FLOORS)
def test_imports_point_one_way(floor: str) -> None:
    climbing = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(floor)
        for name in imported(path)
        if name in FLOORS and name not in FLOORS[floor]
    }
    assert climbing == set()


@pytest.mark.parametrize(("floor", "higher"), [("officials", "votes|stories"), ("votes", "stories")])
def test_no_floor_names_a_higher_one_in_a_foreign_key(floor: str, higher: str) -> None:
    named = [path.name for path in modules(floor) if re.search(rf"[\"'](?:{higher})\.[A-Z]", path.read_text())]
    assert named == []


def test_extraction_is_pure() -> None:
    found = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules("stories/extraction")
        for name in imported(path)
        if name in {"django", "psycopg", "redis", "celery", "urllib3", "socket", "requests"}
    }
    assert found == set()


def test_only_the_store_of_ingestion_knows_the_database() -> None:
    found = {
        path.name
        for path in modules("stories/ingestion")
        if path.name != "store.py" and {"django"} & set(imported(path))
    }
    assert found == set()


def test_no_module_is_over_300_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for floor in FLOORS
        for path in modules(floor)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE
    }
    assert long == {}


def function_lengths() -> list[int]:
    """Lines of each function's body, its docstring left out."""
    lengths = []
    for path in (path for floor in FLOORS for path in modules(floor)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
                lengths.append((node.end_lineno or 0) - body[0].lineno + 1)
    return lengths


def test_functions_are_short() -> None:
    lengths = sorted(function_lengths())
    assert statistics.median(lengths) <= LONGEST_MEDIAN
    assert lengths[len(lengths) * 9 // 10] <= LONGEST_OF_NINE_IN_TEN


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for floor in FLOORS
        for path in modules(floor)
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


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

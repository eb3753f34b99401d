"""The table of kinds is whole, and nothing outside it, the acceptances and the cards asks which kind a finding is."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from stories.curation.decide import ACCEPTANCES
from stories.desk.cards import CARDS
from stories.desk.forms import BESIDE
from stories.extraction.findings import Findings
from stories.findings.kinds import CLAIMS, ITSELF, KINDS, PEOPLE, FindingKind
from stories.models import Finding

ROOT = Path(__file__).resolve().parent.parent.parent.parent
NAMES = set(Finding.Kind.values)
# Where a kind is registered, as a key of a table. Extraction has its own types; history does not change.
REGISTERED = {"findings/kinds.py", "curation/decide.py", "desk/cards.py"}
ELSEWHERE = ("extraction", "migrations")


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_kind_has_a_row_an_acceptance_and_a_form(name: str) -> None:
    assert KINDS[name].name == name
    assert callable(ACCEPTANCES[name])
    assert CARDS[name].form


def test_no_table_knows_a_kind_that_the_database_does_not() -> None:
    assert set(KINDS) == set(ACCEPTANCES) == set(CARDS) == NAMES
    assert {*PEOPLE, *CLAIMS} == NAMES


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_row_names_what_extraction_and_the_database_have(kind: FindingKind) -> None:
    extracted = {field.name for field in fields(kind.extracted)}
    assert kind.listed in {field.name for field in fields(Findings)}
    assert {*kind.payload, *kind.spans.values()} - {ITSELF} <= extracted
    assert {*kind.identity, *kind.apart, kind.person} - {""} <= set(kind.payload)
    assert {kind.evidence, *kind.marked} - {""} <= set(kind.spans)
    assert not kind.is_claim or next(iter(kind.spans)) == kind.evidence, "what comes first makes the fingerprint"
    assert Finding._meta.get_field(kind.record)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_form_corrects_nothing_that_its_kind_does_not_hold(name: str) -> None:
    held = {*KINDS[name].payload, *(["label"] if name == "quote" else [])}  # whom the story does not name
    assert set(CARDS[name].form.base_fields) - BESIDE <= held


def strings(node: ast.AST) -> set[object]:
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def names_a_kind(node: ast.AST) -> bool:
    """Whether code is a `Finding.Kind.X`, or a table by the names of kinds."""
    if isinstance(node, ast.Attribute):
        return ast.unparse(node.value) == "Finding.Kind" and node.attr.lower() in NAMES
    if not isinstance(node, ast.Dict):
        return False
    keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
    return len(keys) > 1 and all(key in NAMES for key in keys)


def asks_for_a_kind(node: ast.AST) -> bool:
    """Whether code compares a `kind` with a certain one, or selects by it."""
    kinds = strings(node) & NAMES or "Finding.Kind." in ast.unparse(node)
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        return bool(kinds) and any(re.search(r"(^|\.)kind$", ast.unparse(side)) for side in sides)
    if isinstance(node, ast.keyword):
        return bool(kinds) and bool(re.search(r"(^|__)kind(__in)?$", node.arg or ""))
    return isinstance(node, ast.MatchValue) and bool(kinds)


def asked(root: Path) -> Iterator[str]:
    for path in sorted((root / "stories").rglob("*.py")):
        inside = path.relative_to(root / "stories")
        if inside.parts[0] not in ELSEWHERE:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if asks_for_a_kind(node) or (names_a_kind(node) and str(inside) not in REGISTERED):
                    yield f"{inside}: {ast.unparse(node)}"
    for path in sorted((root / "templates").rglob("*.html")):
        for test in re.findall(r"\bfinding\.kind [!=]= \"\w+\"", path.read_text(encoding="utf-8")):
            yield f"{path.name}: {test}"


def test_nothing_else_asks_which_kind_a_finding_is() -> None:
    assert list(asked(ROOT)) == []

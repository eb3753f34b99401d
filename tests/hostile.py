"""Strings that make a pattern work as hard as it can, derived from its own parse tree."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]
from typing import Any

Nodes = Sequence[tuple[Any, Any]]

ALPHABET = "aA1 .,'-\"\n;:(—é_)$&\x00"
# Floods that any pattern may meet, whatever it looks for.
FLOODS = (
    *ALPHABET,
    *("a ", "A ", "Ab ", "A, ", "Ab, ", "A. ", "A.", "A-", "a-", "a, ", "a. ", "1 ", "1, ", "1:", "1-", "$1,"),
    *('" ', "' ", "'a", "a'", "((", "()", " (", "\n\n", " \n", "\r\n", "a\n", "\ta", "said ", "the ", "and ", "no "),
)
REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}
# A repeat that may run at most this often adds nothing that counts.
FEW = 3
MOST_SAMPLES, MOST_ATTACKS = 6, 60


def attacks(pattern: re.Pattern[str]) -> list[Callable[[int], str]]:
    """Return makers of hostile strings for a pattern, each called with about how many characters are wanted."""
    tree = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    own = [*_pumped(tree, pattern.flags, [""])]
    own += [("", whole, "") for whole in _samples(tree, pattern.flags, 1) + _samples(tree, pattern.flags, 2)]
    recipes = dict.fromkeys((head, body, tail) for head, body, tail in own if body)
    step = max(1, len(recipes) // MOST_ATTACKS)
    recipes = dict.fromkeys([*list(recipes)[::step], *(("", flood, "") for flood in FLOODS)])
    return [lambda size, r=recipe: r[0] + r[1] * max(1, size // len(r[1])) + r[2] for recipe in recipes]


def _pumped(nodes: Nodes, flags: int, heads: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield head, body and tail for each repeat: the head leads to it, the body keeps it going, the tail fails it."""
    for place, (operator, value) in enumerate(nodes):
        before = _joined(heads, _samples(nodes[:place], flags, 1))
        for inner in _inside(operator, value):
            yield from _pumped(inner, flags, before)
        if operator in REPEATS and value[1] - value[0] > FEW:
            fails = _failing(value[2], flags)
            for head, body in product(before[:2], [b for many in (1, 2) for b in _samples(value[2], flags, many)]):
                for tail in fails:
                    yield head, body, tail
                yield "", head + body, ""
                yield "", head + body * 9, fails[0]


def _inside(operator: Any, value: Any) -> list[Nodes]:
    """Return the node lists within a node."""
    if operator in REPEATS:
        return [value[2]]
    if operator is _constants.SUBPATTERN:
        return [value[3]]
    if operator is _constants.BRANCH:
        return list(value[1])
    if operator in (_constants.ASSERT, _constants.ASSERT_NOT):
        return [value[1]]
    return [value] if operator is _constants.ATOMIC_GROUP else []


def _samples(nodes: Nodes, flags: int, many: int) -> list[str]:
    """Return strings that match the nodes, assertions aside; each repeat runs `many` times where it may."""
    samples = [""]
    for operator, value in nodes:
        if operator in (_constants.LITERAL, _constants.NOT_LITERAL, _constants.IN, _constants.ANY):
            options = _characters(operator, value, flags)
        elif operator in REPEATS:
            times = min(max(value[0], many), value[1])
            options = [sample * times for sample in _samples(value[2], flags, many)]
        elif operator in (_constants.ASSERT, _constants.ASSERT_NOT):
            continue
        else:
            options = [sample for inner in _inside(operator, value) for sample in _samples(inner, flags, many)]
        samples = _joined(samples, options or [""])
    return samples


def _joined(starts: list[str], ends: list[str]) -> list[str]:
    """Return some of the ways to join: every start and every end occurs while there is room."""
    long = max(len(starts), len(ends))
    pairs = [(starts[i % len(starts)], ends[i % len(ends)]) for i in range(long)]
    return list(dict.fromkeys(start + end for start, end in pairs))[:MOST_SAMPLES]


def _characters(operator: Any, value: Any, flags: int) -> list[str]:
    """Return characters that a one-character node takes."""
    if operator is _constants.LITERAL:
        return [chr(value)]
    return [c for c in ALPHABET if _matcher(repr((operator, value)), flags, ((operator, value),)).match(c)] or (
        [chr(value[0][1] if value[0][0] is _constants.LITERAL else value[0][1][0])] if operator is _constants.IN else []
    )


def _failing(body: Nodes, flags: int) -> list[str]:
    """Return up to three tails that a repeat does not take."""
    matcher = _matcher(repr(body), flags, tuple(body))
    return ["".join(c) for c in ALPHABET if not matcher.match(c)][:3] or [""]


_matchers: dict[tuple[str, int], re.Pattern[str]] = {}


def _matcher(name: str, flags: int, nodes: Nodes) -> re.Pattern[str]:
    if (name, flags) not in _matchers:
        state = _parser.State()
        state.flags, state.str = flags, ""
        state.groupwidths = [(0, 1)] * 100
        _matchers[name, flags] = _compiler.compile(_parser.SubPattern(state, list(nodes)), flags)
    return _matchers[name, flags]

"""A body's seats as a drawing: rows of a half circle, filled from the left, with a mark behind the last seat needed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

# The drawing's units: a seat is 16 wide, and as many seats stand in a row as keep this much room for each.
ROOM = 20.0
# The widest bench: up to so many seats stand in one row each, of a half circle as small as that allows.
SEATS_A_ROW = (7, 18, 36, 60, 96, 144, 200)
INNER = 2.2


@dataclass(frozen=True)
class Seat:
    """A seat's place, of its upper left corner, and how its holder stands, as in `tally.Count`; `is_firm` where they
    said how they will vote, or voted.
    """

    x: float
    y: float
    key: str
    is_firm: bool


@dataclass(frozen=True)
class Hemicycle:
    """The seats from left to right; `mark` is the line behind the last one needed, from x1, y1 to x2, y2, or None."""

    width: float
    height: float
    seats: list[Seat]
    mark: tuple[float, float, float, float] | None


def hemicycle(sides: Sequence[tuple[str, bool]], needed: int | None) -> Hemicycle | None:
    """Draw the seats of these, those for it first; None without any. `needed` is how many votes it takes."""
    if not sides:
        return None
    rows = next((row for row, most in enumerate(SEATS_A_ROW, 1) if len(sides) <= most), len(SEATS_A_ROW))
    radii = _radii(len(sides), rows)
    places = sorted(_places(len(sides), radii))
    outer = radii[-1]
    width, height = 2 * outer + ROOM, outer + ROOM
    seats = [
        Seat(round(outer - math.cos(angle) * radius + 2, 1), round(outer - math.sin(angle) * radius + 2, 1), *side)
        for (angle, radius), side in zip(places, sides, strict=True)
    ]
    mark = None
    if needed is not None and 0 < needed < len(sides):
        between = (places[needed - 1][0] + places[needed][0]) / 2
        middle = outer + ROOM / 2
        ends = (radii[0] - ROOM * 0.6, outer + ROOM * 0.5)
        (x1, y1), (x2, y2) = (
            (round(middle - math.cos(between) * end, 1), round(middle - math.sin(between) * end, 1)) for end in ends
        )
        mark = (x1, y1, x2, y2)
    return Hemicycle(round(width, 1), round(height, 1), seats, mark)


def _radii(count: int, rows: int) -> list[float]:
    """Return the radii of the rows, the inner first, as small as gives each seat its room."""
    inner = INNER * ROOM
    while sum(_fits(inner + ROOM * row) for row in range(rows)) < count:
        inner += ROOM / 4
    return [inner + ROOM * row for row in range(rows)]


def _fits(radius: float) -> int:
    return int(math.pi * radius / ROOM) + 1


def _places(count: int, radii: Sequence[float]) -> list[tuple[float, float]]:
    """Return angle and radius of each seat; each row has its share of them by its length, the outermost the rest."""
    whole = sum(radii)
    shares = [round(count * radius / whole) for radius in radii[:-1]]
    shares.append(count - sum(shares))
    places = []
    for radius, share in zip(radii, shares, strict=True):
        step = math.pi / (share - 1) if share > 1 else 0
        places += [(step * n if share > 1 else math.pi / 2, radius) for n in range(share)]
    return places

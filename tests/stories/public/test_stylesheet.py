"""The stylesheet's colours can be read: WCAG 2.2 AA, in light and in dark."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).resolve().parents[3] / "static" / "civictrack.css").read_text()
TEXT = ("ink", "soft", "link", "link-hover", "support", "oppose", "mixed", "undecided", "quiet", "bad", "good")
SURFACES = ("paper", "card", "sunken")


def tokens(scheme: str) -> dict[str, str]:
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in re.findall(r":root \{([^}]*)\}", CSS)[:2]
    )
    return light if scheme == "light" else {**light, **dark}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_read_on_every_surface(scheme: str) -> None:
    token = tokens(scheme)
    pairs = [(text, surface) for text in TEXT for surface in SURFACES] + [("on-brand", "brand"), ("ink", "mark")]
    faint = {pair: round(contrast(token[pair[0]], token[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edges_of_fields_and_the_focus_ring_can_be_seen(scheme: str) -> None:
    token = tokens(scheme)
    pairs = [(edge, surface) for edge in ("strong-line", "focus") for surface in ("paper", "card")]
    assert [pair for pair in pairs if contrast(token[pair[0]], token[pair[1]]) < 3] == []

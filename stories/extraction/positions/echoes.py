"""Stances told by an echo of the one before: "So is the chief.", "Lee won't.", "Ruiz does, too."."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from stories.extraction.findings import Stance
from stories.extraction.people.cast import Figure
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

AUX = r"(?:is|are|was|were|does|do|did|has|have|will|would)"
# Names follow these.
SO = re.compile(rf"\b(?:so|nor|neither|as)(?:, [^,.;\"]{{2,30}},)? {AUX} (?=[A-Z]|the |\w+ [A-Z])", re.IGNORECASE)
# Names stand before these.
WONT = re.compile(
    r"(?P<aside>, [^,.;\"]{2,60},)? (?:wo|does|do|did|is|are|was|were|would|will|has)(?:n't| not)(?=[.;,]|$| and )"
)
TOO = re.compile(rf"(?P<aside>, [^,.;\"]{{2,60}},)? {AUX}(?:,? (?:too|as well|also))(?=[.;,]|$)")
JOINED_BY = re.compile(
    r"\b(?:(?:was|were|is|are) joined by|with (?:him|her|them) (?:were|was)|joining (?:him|her|them)(?: were| was|:)) ",
    re.IGNORECASE,
)
ALIKE = re.compile(
    r"\b(?:went along(?! to)|followed suit|did the same|did likewise|voted likewise|voted the same(?: way)?|concurred|"
    r"voted with(?! the)|sided with(?! the)|joined(?= (?:him|her|them)\b(?! in| at| on| by))|"
    r"stood with(?! the))(?: (?:with )?"
    r"(?P<whom>him|her|them|(?:[A-Z][\w.'-]+ ?){1,3}))?",
)
SECONDED = re.compile(r"\b(?:seconded|second(?:ed)? by)(?= (?:it|him|her|them|that|the motion)\b|[.;,]|$)")
FAR = 800  # characters between somebody's stance and "Lee sided with her"
OPPOSITE: dict[Stance, Stance] = {"support": "oppose", "oppose": "support"}


def read(scene: Scene, told: Sequence[Reading]) -> Iterator[Reading]:
    """Readings that repeat or turn round the last of those `told` in the same sentence or the one before."""
    firm = sorted((one for one in told if one.stance in OPPOSITE and not one.weak), key=lambda one: one.at)
    plain = scene.document.plain
    for match in SO.finditer(plain):
        names = scene.holders.list_from(match.end(), scene.sentence(match.start())[1])
        yield from _echo(scene, match, names, firm)
    for match in JOINED_BY.finditer(plain):
        names = scene.holders.list_from(match.end(), scene.sentence(match.start())[1])
        yield from _echo(scene, match, names, firm)
    for match in ALIKE.finditer(plain):
        yield from _alike(scene, match, firm)
    for pattern, turned in ((WONT, True), (TOO, False)):
        for match in pattern.finditer(plain):
            names = scene.holders.before(match.start(), scene.sentence(match.start())[0])[-1:]
            yield from _echo(scene, match, names, firm, turned=turned)
    for match in SECONDED.finditer(plain):
        yield from _echo(scene, match, scene.holders.of_verb(match.start()), firm, deed=True)


def _alike(scene: Scene, match: re.Match[str], told: Sequence[Reading]) -> Iterator[Reading]:
    """ "Lee went along with her": as the one who is named, where one is."""
    named = scene.holders.first_after(match.start("whom"), match.end("whom")) if match["whom"] else None
    models = scene.holders.after(named.start, named.end) if named is not None else ()
    near = [one for one in told if not models or one.figure in models]
    yield from _echo(scene, match, scene.holders.of_verb(match.start()), near, far=bool(models))


def _echo(
    scene: Scene,
    match: re.Match[str],
    names: tuple[Figure, ...],
    told: Sequence[Reading],
    *,
    turned: bool = False,
    deed: bool = False,
    far: bool = False,
) -> Iterator[Reading]:
    origin = _origin(scene, match.start(), told, FAR if far else 0)
    if origin is None or scene.in_speech(match.start()):
        return
    start, end = scene.sentence(match.end() - 1)
    words = scene.document.text[match.start() : match.end()].strip(" ,")
    stance = OPPOSITE[origin.stance] if turned else origin.stance
    basis = "action" if deed else origin.basis
    for figure in names:
        if figure is not origin.figure:
            yield replace(
                origin, figure=figure, stance=stance, basis=basis, start=start, end=end, at=match.start(),
                rule="echo", words=words, conditional=False,
            )  # fmt: skip


def _origin(scene: Scene, at: int, told: Sequence[Reading], reach: int) -> Reading | None:
    """The last stance told before, no further back than the sentence before, or `reach` characters."""
    start, _ = scene.sentence(at)
    earliest, _ = scene.sentence(max(0, start - 2))
    earliest = min(earliest, start - reach)
    near = [one for one in told if earliest <= one.at < at and not one.stale]
    return near[-1] if near else None

"""One rule's reading of where somebody stands, before the readings of a story are weighed against each other."""

from dataclasses import dataclass

from stories.extraction.findings import Basis, Stance
from stories.extraction.people.cast import Figure


@dataclass(frozen=True, slots=True)
class Reading:
    """`start` to `end` is the evidence, `at` where the telling words stand, `words` those words.

    `said` are the words beside them for what it is about, "" where there are none, and `matter` what that comes to.
    `stale` marks what is told as a former stance, `weak` what only counts where nothing better is known of that person.
    """

    figure: Figure
    stance: Stance
    basis: Basis
    start: int
    end: int
    at: int
    rule: str
    words: str
    said: str = ""
    matter: str = ""
    conditional: bool = False
    stale: bool = False
    weak: bool = False

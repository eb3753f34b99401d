"""The words by which two namings of a matter are compared, and those that name none."""

import re

WORD = re.compile(r"[^\W_][\w$.,]*[^\W_]|\w", re.UNICODE)
STEM = 6  # letters; "rezoning" meets "rezone"
# They stand in any matter, or for any: "the proposed ordinance", "the item".
FILLER = frozenset(
    """the a an of for to on in at and or by with from its their his her this that these those it they proposed plan
    proposal matter item measure motion request vote votes voting council board commission committee city county town
    village district ordinance resolution bill first second third final reading readings tentative approval
    recommendation new one two which would whether issue question idea project decision thing agenda meeting members
    application petition case amendment agreement contract change deal rule rules policy action""".split()
)
# Of these alone no matter can be made, though they say something beside others.
POOR = frozenset(
    "project application petition case amendment agreement contract change deal rule rules policy action issue".split()
)


def stems(text: str) -> frozenset[str]:
    """Return what is compared of a matter: its telling words, cut short."""
    words = (word.lower().removesuffix("'s").removesuffix("’s") for word in WORD.findall(text.replace("-", " ")))
    return frozenset(word[:STEM] for word in words if word not in FILLER)


def alike(one: str, other: str) -> float:
    """Return the share of the shorter matter's telling words that the other has; 0 when either says nothing."""
    a, b = stems(one), stems(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0

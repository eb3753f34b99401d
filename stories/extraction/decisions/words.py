"""Words of the deciding: what kind of motion is told, and what can be lost or won by votes."""

import re

# In this order: "second reading" before "final passage".
CLASSIFICATIONS = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("reading-2", r"second (?:and final )?(?:reading|vote|consideration)"),
        ("reading-1", r"first[- ](?:reading|vote|of two (?:required )?votes)|introduc(?:e|tion) (?:of )?the ordinance"),
        ("passage", r"final (?:vote|approval|reading|passage|adoption|decision|say)|third reading"),
        ("amendment", r"\bamend(?:ment|ed)? (?:by|from|to the (?:motion|ordinance|resolution))\b"),
        ("committee", r"out of committee|to the full (?:council|board|commission)|committee[’']s"),
    )
)
MEASURES = frozenset(
    """ordinance resolution budget plan measure proposal contract rezoning permit ban bill amendment policy deal
    agreement lease rule change tax levy bond project request motion application variance increase cut
    program moratorium item rate map boundary calendar merger sale purchase subdivision annexation charter
    code curfew fee fund grant settlement
    """.split()
)


def classification(text: str) -> str:
    """Return the kind of motion that words name, or nothing."""
    return next((name for name, pattern in CLASSIFICATIONS if pattern.search(text)), "")

"""For or against: the direction that an effort, a speech or a call takes ("for", "against", "to save the lane")."""

import re
from dataclasses import dataclass

from stories.extraction.positions.polarity import ACCEPT, KEEP, REFUSE, UNDO, Side
from stories.extraction.positions.scene import Scene

FOR = r"for|in favor of|in favor|in support of|supporting|backing|favoring|on behalf of|behind"
AGAINST = r"against|opposing|opposed to|in opposition to|in opposition|challenging|over"
WAY = re.compile(
    rf"[ ,]*(?:\w+ly )?(?:(?P<yes>{FOR})|(?P<no>{AGAINST})|"
    rf"(?:to|and|that would|that|aimed at|seeking to|"
    rf"(?:calling on|asking|urging|telling|petitioning) (?:\w+ ){{1,4}}?to|demanding) "
    rf"(?P<neg>not )?(?:help |try to |get |have )?"
    rf"(?:(?P<accept>{ACCEPT})|(?P<refuse>{REFUSE})|(?P<content>(?:{UNDO}|{KEEP})(?![\w-]))))(?![\w-])",
    re.IGNORECASE,
)

OBJECT = 5  # words that name what is to stop


@dataclass(frozen=True, slots=True)
class Direction:
    """Which side, and where its object begins."""

    side: Side
    end: int


def direction(scene: Scene, at: int) -> Direction | None:
    """The direction that the words at a place give; None where they give none."""
    match = WAY.match(scene.document.plain, at)
    if match is None:
        return None
    towards = scene.side_after(match.start("content") if match["content"] else match.end())
    side = -(towards or 1) if match["no"] or match["refuse"] else (towards or 1)
    if match["refuse"] and scene.motion.would_undo(" ".join(scene.after(match.end()).split()[:OBJECT])):
        side = -side  # "stop the burning", where the vote is on a ban of burning
    return Direction(-side if match["neg"] else side, match.end())

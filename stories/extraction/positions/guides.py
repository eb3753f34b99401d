"""Voters' guides: one answer a person ("Ana Ruiz, Ward 3: Yes, but only if ...")."""

import re
from collections.abc import Iterator

from stories.extraction.findings import Basis, Stance
from stories.extraction.people.cast import Figure
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

ANSWERS: tuple[tuple[Stance, Basis | None, re.Pattern[str]], ...] = (
    ("mixed", "statement", re.compile(r"(?:some of each|yes and no|in part|partly|partially|mixed|both|it depends on which)\b", re.IGNORECASE)),
    ("no_position", "no_response", re.compile(r"(?:no response|did(?:n't| not) (?:respond|answer|reply)|no reply|no answer|could not be reached)\b", re.IGNORECASE)),
    ("no_position", "declined", re.compile(r"(?:would(?:n't| not) (?:say|answer)|declined|no comment|won't say|refused)\b", re.IGNORECASE)),
    ("no_position", "statement", re.compile(r"(?:neither|neutral|no position|abstain\w*|recus\w*|not taking a position)\b", re.IGNORECASE)),
    ("undecided", "statement", re.compile(r"(?:undecided|unsure|maybe|leaning|not sure|on the fence|still deciding|has(?:n't| not) decided|don't know)\b", re.IGNORECASE)),
    ("support", None, re.compile(r"(?:(?:yes|yea|aye)(?=[.,;:!?\"]|$| but\b| if\b| only\b| \(| [—–-])|supports?|in favor|for(?= it\b|[.,;]|$)|favors?\b|approve\b|keep\b)", re.IGNORECASE)),
    ("oppose", None, re.compile(r"(?:(?:no|nay)(?=[.,;:!?\"]|$| but\b| unless\b| \(| [—–-])|(?:opposes?|opposed|against|reject)\b)", re.IGNORECASE)),
)  # fmt: skip
LABEL_REST = re.compile(r"(?:,? (?:\([^()]{1,40}\)|[\w .'-]{1,40}))?\s*(?::|—|–| -{1,2}) ?[\"“]?")
VOTE_ASKED = re.compile(
    r"\b(?:will|would|do|how will|how would|plan|intend)[^.?]{0,60}\bvot(?:e|ing)\b", re.IGNORECASE
)
CAMPS: tuple[tuple[Stance, Basis | None, re.Pattern[str]], ...] = tuple(
    (stance, basis, re.compile(rf"\W*(?:the )?(?:\w+ )?(?:{words})\W*", re.IGNORECASE))
    for stance, basis, words in (
        ("support", None, "yes|in favor|for|supporters?|support|supports|voting yes|ayes"),
        ("oppose", None, "no|opposed|against|opponents?|opposes?|voting no|noes|nays"),
        ("undecided", "statement", "undecided|on the fence|unsure"),
        (
            "no_position",
            "declined",
            "declined(?: to (?:say|comment|answer))?|would not say|wouldn't say|no comment",
        ),
        ("no_position", "no_response", "did not respond|didn't respond|no response|could not be reached"),
    )
)


def read(scene: Scene) -> Iterator[Reading]:
    """Readings of all answers that stand behind a person's name and a colon, or under a camp's heading."""
    plain = scene.document.plain
    asked: Basis = "vote_intent" if VOTE_ASKED.search(plain) else "statement"
    camp: tuple[Stance, Basis | None] | None = None
    for paragraph in scene.document.paragraphs:
        words = plain[paragraph.body : paragraph.end]
        if len(words) < 60 and (
            named := next(((s, b) for s, b, camp_words in CAMPS if camp_words.fullmatch(words)), None)
        ):
            camp = named
            continue
        if paragraph.kind == "heading":
            camp = None
            continue
        opening = scene.holders.opening(paragraph.body, paragraph.end)
        if opening is None:
            continue
        figure, end = opening
        label = LABEL_REST.match(plain, end, paragraph.end)
        if label and paragraph.kind != "turn":
            yield from _answer(scene, figure, paragraph.body, label.end(), asked)
        if camp is not None:
            stance, basis = camp
            yield scene.reading(figure, stance, basis or asked, paragraph.body, end, "camp")


def _answer(scene: Scene, figure: Figure, start: int, at: int, asked: Basis) -> Iterator[Reading]:
    for stance, basis, pattern in ANSWERS:
        if match := pattern.match(scene.document.plain, at):
            evidence = (start, scene.sentence(at)[1])
            yield scene.reading(
                figure, stance, basis or asked, at, match.end(), "answer in a guide", evidence=evidence
            )
            return

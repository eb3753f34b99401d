"""Voters' guides: one answer a person ("Ana Ruiz, Ward 3: Yes, but only if ...")."""

import re
from collections.abc import Iterator

from stories.extraction.findings import Basis, Stance
from stories.extraction.people.cast import Figure
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

ANSWERS: tuple[tuple[Stance, Basis | None, re.Pattern[str]], ...] = (
    (
        "mixed",
        "statement",
        re.compile(
            r"(?:some of each|yes and no|in part|partly|partially|mixed|both|it depends on which)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "no_position",
        "no_response",
        re.compile(
            r"(?:no response|did(?:n't| not) (?:respond|answer|reply)|no reply|no answer|could not be "
            r"reached)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "no_position",
        "declined",
        re.compile(r"(?:would(?:n't| not) (?:say|answer)|declined|no comment|won't say|refused)\b", re.IGNORECASE),
    ),
    (
        "no_position",
        "statement",
        re.compile(r"(?:neither|neutral|no position|abstain\w*|recus\w*|not taking a position)\b", re.IGNORECASE),
    ),
    (
        "undecided",
        "statement",
        re.compile(
            r"(?:undecided|unsure|maybe|leaning|not sure|on the fence|still deciding|has(?:n't| not) "
            r"decided|don't know)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "support",
        None,
        re.compile(
            r"(?:(?:yes|yea|aye)(?=[.,;:!?\"]|$| but\b| if\b| only\b| \(| [—–-])|supports?|in favor|for(?= "
            r"it\b|[.,;]|$)|favors?\b|approve\b|keep\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "oppose",
        None,
        re.compile(
            r"(?:(?:no|nay)(?=[.,;:!?\"]|$| but\b| unless\b| \(| [—–-])|(?:opposes?|opposed|against|"
            r"reject)\b)",
            re.IGNORECASE,
        ),
    ),
)
LABEL_REST = re.compile(r"(?:,? (?:\([^()]{1,40}\)|[\w .'-]{1,40}))?\s*(?::|—|–| -{1,2}) ?[\"“]?")
# "Ana Ruiz, trustee since 2011. No." is an answer where a guide has several such entries.
PERIOD_REST = re.compile(r"(?:, [^.:;\n]{2,70})?\. [\"“]?(?=(?:\w+ly )?(?:\w+ ){0,3}\w+[.\"”])")
ENTRIES = 3
DEGREE = re.compile(
    r"(?:firmly|strongly|definitely|absolutely|likely|probably|a (?:firm|likely|definite|solid|"
    r"hard)) ",
    re.IGNORECASE,
)
VOTE_ASKED = re.compile(r"\b(?:will|would|do|how will|how would|plan|intend)[^.?]{0,60}\bvot(?:e|ing)\b", re.IGNORECASE)
CAMP_WORDS: tuple[tuple[Stance, Basis | None, str], ...] = (
    ("support", None, "yes|in favor|for|supporters?|support|supports|voting yes|ayes"),
    ("oppose", None, "no|opposed|against|opponents?|opposes?|voting no|noes|nays"),
    ("undecided", "statement", "undecided|on the fence|unsure"),
    ("no_position", "declined", "declined(?: to (?:say|comment|answer))?|would not say|wouldn't say|no comment"),
    ("no_position", "no_response", "did not respond|didn't respond|no response|could not be reached"),
)
CAMPS = tuple(
    (stance, basis, re.compile(rf"\W*(?:the )?(?:\w+ )?(?:{words})\W*", re.IGNORECASE))
    for stance, basis, words in CAMP_WORDS
)
LONGEST_CAMP = 60  # characters of "Did not respond:" on a line of its own


def read(scene: Scene) -> Iterator[Reading]:
    """Readings of all answers that stand behind a person's name and a colon, or under a camp's heading."""
    asked: Basis = "vote_intent" if VOTE_ASKED.search(scene.document.plain) else "statement"
    camp: tuple[Stance, Basis | None] | None = None
    entries = _has_entries(scene)
    for paragraph in scene.document.paragraphs:
        named = _camp(scene.document.plain[paragraph.body : paragraph.end])
        opening = scene.holders.opening(paragraph.body, paragraph.end)
        if named is not None or (paragraph.kind == "heading" and opening is None):
            camp = named
        elif opening is not None:
            figure, end = opening
            label = LABEL_REST.match(scene.document.plain, end, paragraph.end) or (
                PERIOD_REST.match(scene.document.plain, end, paragraph.end) if entries else None
            )
            if label and paragraph.kind != "turn":
                yield from _answer(scene, figure, paragraph.body, label.end(), asked)
            if camp is not None:
                yield scene.reading(figure, camp[0], camp[1] or asked, paragraph.body, end, "camp")


def _has_entries(scene: Scene) -> bool:
    """Whether the story is a list of people, each with a line of description that ends with a period."""
    opened = ((one, scene.holders.opening(one.body, one.end)) for one in scene.document.paragraphs)
    plain = scene.document.plain
    found = [one for one, opening in opened if opening and re.compile(r", [^.:;\n]{2,70}\. ").match(plain, opening[1])]
    return len(found) >= ENTRIES


def _camp(words: str) -> tuple[Stance, Basis | None] | None:
    """The camp that a line names, where it does nothing else."""
    if len(words) > LONGEST_CAMP:
        return None
    return next(((stance, basis) for stance, basis, pattern in CAMPS if pattern.fullmatch(words)), None)


def _answer(scene: Scene, figure: Figure, start: int, at: int, asked: Basis) -> Iterator[Reading]:
    if degree := DEGREE.match(scene.document.plain, at):
        at = degree.end()
    for stance, basis, pattern in ANSWERS:
        if match := pattern.match(scene.document.plain, at):
            evidence = (start, scene.sentence(at)[1])
            yield scene.reading(figure, stance, basis or asked, at, match.end(), "answer in a guide", evidence=evidence)
            return

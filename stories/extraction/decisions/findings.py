"""Drafts as findings; their words are the story's own."""

import re

from stories.extraction.dates.words import CLOCK
from stories.extraction.decisions.draft import Draft
from stories.extraction.decisions.scene import Scene
from stories.extraction.findings import Event, EventStatus, Vote
from stories.extraction.tagger.heads import HELD
from stories.extraction.tagger.tags import Tags

STATUS = {"scheduled": "scheduled", "expected": "expected", "moved": "postponed", "cancelled": "cancelled"}
CLASSES = {"tabled": "table", "postponed": "postpone", "referred": "refer", "withdrawn": "withdraw"}
INDEFINITE = re.compile(r"\bindefinite(?:ly)?\b|\buntil further notice\b", re.IGNORECASE)
CALLED_OFF = re.compile(r"\bcancel\w+|\bcalled off\b|\bscrapped\b", re.IGNORECASE)
MOVED = re.compile(
    r"\bpostponed\b|\brescheduled\b|\bput off\b|\bpushed\b|\bslipped\b|\bdelayed\b|\bmoved (?:to|from|back)\b"
    r"|\bnow set for\b"
    r"|\bmade up\b|\binstead\b", re.IGNORECASE
)  # fmt: skip
HEDGED = re.compile(
    r"\b(?:[Ee]xpect(?:s|ed)?|could|may|might|likely|hopes?|plans?|tentative\w*|would)\b|\bas (?:soon|early) as\b"
)
PLACED = 0.4
CLOCKS = re.compile(CLOCK, re.IGNORECASE)

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
HOUR = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*(a|p)?|(noon|midnight)", re.IGNORECASE)


def vote(scene: Scene, tags: Tags, draft: Draft) -> Vote:
    """The draft of a decision as a vote."""
    held = draft.fate in HELD
    span = scene.document.span(draft.start, draft.end)
    phrase = scene.document.text[draft.phrase.start : draft.phrase.end] if draft.phrase else None
    kind = CLASSES.get(draft.fate) or classification(draft.sentence.text) or ("passage" if held else "")
    return Vote(
        body=draft.body or "",
        matter=draft.matter or "",
        classification=kind,  # type: ignore[arg-type]
        phrase=phrase,
        earliest=draft.window.earliest,
        latest=draft.window.latest,
        precision=draft.window.precision,
        time=None if held else clock(scene, draft),
        place=place(scene, tags, draft) if not held else None,
        status="held" if held else STATUS[draft.fate],  # type: ignore[arg-type]
        outcome=draft.fate if held else None,  # type: ignore[arg-type]
        yes=draft.yes,
        no=draft.no,
        start=span.start,
        end=span.end,
        text=span.text,
        confidence=round(min(0.99, draft.probability), 3),
        because=f"tagger: {draft.fate}",
        rule=f"tagger: {draft.fate}",
        indefinite=bool(INDEFINITE.search(span.text)) and draft.fate in ("tabled", "postponed", "withdrawn", "moved"),
    )


def event(scene: Scene, tags: Tags, draft: Draft) -> Event:
    """The draft of a meeting, hearing or deadline as an event."""
    span = scene.document.span(draft.start, draft.end)
    phrase = scene.document.text[draft.phrase.start : draft.phrase.end] if draft.phrase else None
    return Event(
        kind=draft.fate,  # type: ignore[arg-type]
        body=draft.body,
        matter=draft.matter,
        phrase=phrase,
        earliest=draft.window.latest if draft.fate == "deadline" else draft.window.earliest,
        latest=draft.window.latest,
        precision="day" if draft.fate == "deadline" and draft.window.latest else draft.window.precision,
        time=clock(scene, draft),
        place=place(scene, tags, draft),
        status=event_status(scene, draft, span.text),
        start=span.start,
        end=span.end,
        text=span.text,
        confidence=round(min(0.99, draft.probability), 3),
        because=f"tagger: {draft.fate}",
        rule=f"tagger: {draft.fate}",
    )


def event_status(scene: Scene, draft: Draft, words: str) -> EventStatus:
    """Whether an event is called off, moved, flatly told, or hedged in the words before its day."""
    if CALLED_OFF.search(words):
        return "cancelled"
    if MOVED.search(words):
        return "postponed"
    end = draft.phrase.start if draft.phrase else draft.sentence.end_char
    return "expected" if HEDGED.search(scene.document.plain, max(draft.start, end - 70), end) else "scheduled"


def place(scene: Scene, tags: Tags, draft: Draft) -> str | None:
    """Where a meeting is held, in the words of the evidence."""
    told = tags.stretches("place", draft.start, draft.end, PLACED)
    return scene.document.text[told[0].start : told[0].end].strip(" ,.") or None if told else None


def clock(scene: Scene, draft: Draft) -> str | None:
    """The clock time of a decision or event to come: beside its day, else the one in its evidence."""
    if draft.clock and (found := hour(draft.clock)):
        return found
    told = CLOCKS.findall(scene.document.plain[draft.start : draft.end])
    return hour(told[0]) if told else None


def classification(text: str) -> str:
    """Return the kind of motion that words name, or nothing."""
    return next((name for name, pattern in CLASSIFICATIONS if pattern.search(text)), "")


def hour(words: str) -> str | None:
    """Return HH:MM; None where the half of the day is open."""
    match = HOUR.search(words)
    if match is None:
        return None
    if match[4]:
        return "12:00" if match[4].lower() == "noon" else "00:00"
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3] is None or not 1 <= hour <= 12 or minute > 59:
        return None
    return f"{hour % 12 + (12 if match[3].lower() == 'p' else 0):02}:{minute:02}"

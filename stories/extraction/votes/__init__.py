"""Votes of public bodies, made or to come, with their dates as certain as the story is."""

from collections.abc import Iterator
from itertools import islice

from stories.extraction.dates.spans import is_plausible
from stories.extraction.document import Document
from stories.extraction.findings import Vote, Window
from stories.extraction.people.cast import Cast
from stories.extraction.votes import coming, matters, meetings
from stories.extraction.votes.events import events_in
from stories.extraction.votes.gather import gather
from stories.extraction.votes.scene import Event, Scene

__all__ = ["find"]
MOST = 200  # mentions of votes read in one story; more is no story
UNDATED = Window(None, None, "none")


def find(document: Document, cast: Cast) -> tuple[Vote, ...]:
    """Each decision of a public body that the story tells of, once, in the order of the text."""
    scene = Scene(document, cast)
    told = [event for event in islice(all_events(scene), MOST) if event.start < event.end]
    for event in told:
        meetings.next_meeting(scene, event)
    found = gather(scene, told)
    for event in found:
        meetings.no_date(scene, event)
    meetings.set_times(scene, found)
    return tuple(finding(scene, event) for event in sorted(found, key=lambda event: event.start))


def all_events(scene: Scene) -> Iterator[Event]:
    """What each sentence tells, and what it answers to the one before."""
    before = None
    for sentence in scene.sentences:
        if sentence.text.endswith(":"):
            continue  # a speaker's label
        if before is not None:
            yield from coming.answered(scene, before, sentence)
        yield from events_in(scene, sentence)
        before = sentence


def finding(scene: Scene, event: Event) -> Vote:
    """The event as a finding; its words are the story's own."""
    window = event.window if event.window and is_plausible(event.window) else UNDATED
    span = scene.document.span(event.start, event.end)
    phrase = scene.document.text[slice(*event.phrase_at)] if event.phrase_at else event.phrase
    return Vote(
        body=event.body or scene.cast.main_body or "",
        matter=event.matter if matters.keywords(event.matter) else scene.document.story.title,
        classification="procedural" if event.procedural else classification(scene, event),  # type: ignore[arg-type]
        phrase=phrase,
        earliest=window.earliest,
        latest=window.latest,
        precision=window.precision,
        time=event.clock if event.status != "held" else None,
        place=meetings.place(scene, event) if event.status in ("scheduled", "expected", "postponed") else None,
        status=event.status,  # type: ignore[arg-type]
        outcome=event.outcome if event.status == "held" else None,  # type: ignore[arg-type]
        yes=event.yes,
        no=event.no,
        start=span.start,
        end=span.end,
        text=span.text,
        confidence=confidence(event),
        because=event.rule + (f" with the words '{phrase}'" if phrase else ""),
    )


def classification(scene: Scene, event: Event) -> str:
    """What kind of motion is told right before the vote's day, where its sentence tells of several, else in it."""
    sentence = scene.document.sentence_at(event.phrase_at[0]) if event.phrase_at else None
    if sentence is None or event.phrase_at is None:
        return event.classification
    return matters.classification_at(sentence.text, event.phrase_at[0] - sentence.start_char) or event.classification


def confidence(event: Event) -> float:
    """How often a vote found so is right."""
    sure = (
        0.55
        + 0.15 * bool(event.dated and event.phrase_at)
        + 0.1 * bool(event.body)
        + 0.15 * bool(event.yes is not None)
    )
    return round(min(0.95, sure if event.strength > 1 else sure - 0.15), 2)

"""From a story to its findings: document, people, quotes, what the tagger says, votes and events, positions.

No story makes it raise, only a spaCy model that isn't installed.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

from stories.extraction import decisions, people, positions, quotes, tagger
from stories.extraction.confidence import calibrated
from stories.extraction.document import DEFAULT_MODEL, Document, documents, load_model
from stories.extraction.findings import Event, Findings, Position, Quote, Story, Vote
from stories.extraction.gate import passed
from stories.extraction.people.cast import Cast
from stories.extraction.positions import tagged
from stories.jobs.deadline import deadline

# Stories are parsed together up to this length: the parser's memory grows with it.
CHARACTERS_AT_A_TIME = 60_000
# What one story may cost in all, in seconds of this process's work: a long investigation takes three.
STORY_SECONDS = 15.0
# How many of them stories that are parsed together may take before each is parsed alone.
TOGETHER_SECONDS = 4.0
# How many of them each part of reading leaves to every later one, so that a slow part costs its own findings only.
KEPT_SECONDS = 1.0
PARTS = ("text", "people", "quotes", "tags", "votes", "positions", "confidences", "gate")
Decided = tuple[tuple[Vote, ...], tuple[Event, ...]]

log = logging.getLogger(__name__)
Found = TypeVar("Found")


class _Reading:
    """The reading of one story, part by part: what it may still cost, and what could not be read."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.failed: list[str] = []

    def read(self, part: str, find: Callable[[], Found], nothing: Found) -> Found:
        """Return what a part of reading finds, or nothing where it fails or its time runs out."""
        later = len(PARTS) - 1 - PARTS.index(part)
        began = time.thread_time()
        try:
            with deadline(self.seconds - later * KEPT_SECONDS, TimeoutError(f"The {part} took too long"), "work"):
                return find()
        except Exception as error:
            log.exception("The %s of a story could not be read", part)
            in_time = " in time" if isinstance(error, TimeoutError) else ""
            self.failed.append(f"The {part} could not be read{in_time}.")
            return nothing
        finally:
            self.seconds -= time.thread_time() - began


def extract(story: Story) -> Findings:
    """All that is found in one story; many are read faster by `extract_all`."""
    return next(extract_all([story]))


def extract_all(stories: Iterable[Story], model: str = DEFAULT_MODEL) -> Iterator[Findings]:
    """The findings of each story, in order. A part that fails is left out and said so in the note."""
    for chunk in _chunks(stories):
        # Loading is no story's time, and a wrong setting nothing to note of each: whoever called is told of it.
        load_model(model)
        for document, reading in _documents(chunk, model):
            yield _UNREADABLE if document is None else _find(document, reading)


_UNREADABLE = Findings(language="und", note="The story could not be read; the log says why.")


def _find(document: Document, reading: _Reading) -> Findings:
    cast = reading.read("people", lambda: people.find(document), Cast())
    said: tuple[Quote, ...] = reading.read("quotes", lambda: quotes.find(document, cast), ())
    tags = reading.read("tags", lambda: tagger.tag(document), None)
    nothing: Decided = ((), ())
    decided, events = reading.read("votes", lambda: decisions.find(document, cast, tags), nothing)
    stands: tuple[Position, ...] = reading.read("positions", lambda: _stands(document, cast, said, tags, decided), ())
    speakers = {quote.speaker for quote in said if quote.speaker} | {position.actor for position in stands}
    note = " ".join(filter(None, [document.note, *reading.failed]))
    found = Findings(
        said, cast.officials(), cast.others(speakers), stands, decided, events, document.language, note
    )  # fmt: skip
    found = reading.read("confidences", lambda: calibrated(found), found)
    return reading.read("gate", lambda: passed(document.story, found), found)


def _stands(
    document: Document, cast: Cast, said: tuple[Quote, ...], tags: tagger.Tags | None, decided: tuple[Vote, ...]
) -> tuple[Position, ...]:
    """Positions by rule, and with the tagger those that it reads beside them, each on a matter."""
    read = positions.find(document, cast, said)
    return read if tags is None else tagged.joined(document, cast, said, tags, read, decided)


def _chunks(stories: Iterable[Story]) -> Iterator[list[Story]]:
    chunk: list[Story] = []
    size = 0
    for story in stories:
        if chunk and size + len(story.text) > CHARACTERS_AT_A_TIME:
            yield chunk
            chunk, size = [], 0
        chunk.append(story)
        size += len(story.text)
    if chunk:
        yield chunk


def _documents(stories: list[Story], model: str) -> Iterator[tuple[Document | None, _Reading]]:
    """The stories' documents; where reading them together fails, each alone, so that one cannot stop the others.

    What was spent together counts for each of them: who made it slow cannot be told.
    """
    together, spent = _read_together(stories, model) if len(stories) > 1 else ([], 0.0)
    for number, story in enumerate(stories):
        reading = _Reading(STORY_SECONDS - spent)
        yield together[number] if together else reading.read("text", partial(Document.of, story, model), None), reading


def _read_together(stories: list[Story], model: str) -> tuple[list[Document], float]:
    """The stories' documents, none where they could not be read together, and the seconds of work that this took."""
    began = time.thread_time()
    try:
        with deadline(TOGETHER_SECONDS, TimeoutError("Parsing took too long"), "work"):
            return list(documents(stories, model)), time.thread_time() - began
    except Exception:
        log.exception("%d stories could not be read together", len(stories))
        return [], time.thread_time() - began

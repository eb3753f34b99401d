"""From a story to its findings: document, people, quotes, positions and votes, in that order.

No story makes it raise, only a spaCy model that isn't installed.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from stories.extraction import people, positions, quotes, votes
from stories.extraction.confidence import calibrated
from stories.extraction.document import DEFAULT_MODEL, Document, documents, load_model
from stories.extraction.findings import Findings, Position, Quote, Story, Vote
from stories.extraction.people.cast import Cast
from stories.jobs.deadline import deadline

CHARACTERS_AT_A_TIME = 60_000
"""Stories are parsed together up to this length: the parser's memory grows with it."""

PART_SECONDS, PARSING_SECONDS = 90.0, 180.0
"""By the clock: a hundred times what a long story takes. Text made to be slow costs its own findings, nobody else's."""

log = logging.getLogger(__name__)
Found = TypeVar("Found")


def extract(story: Story) -> Findings:
    """All that is found in one story; many are read faster by `extract_all`."""
    return next(extract_all([story]))


def extract_all(stories: Iterable[Story], model: str = DEFAULT_MODEL) -> Iterator[Findings]:
    """The findings of each story, in order. A part that fails is left out and said so in the note."""
    for chunk in _chunks(stories):
        # A wrong setting is nothing to note of every story: whoever called is told, and the stories stay unread.
        load_model(model)
        for document in _read(chunk, model):
            yield _UNREADABLE if document is None else _find(document)


_UNREADABLE = Findings(language="und", note="The story could not be read; the log says why.")


def _find(document: Document) -> Findings:
    failed: list[str] = []

    def run(part: str, find: Callable[[], Found], nothing: Found) -> Found:
        try:
            with deadline(PART_SECONDS, TimeoutError(f"The {part} took too long")):
                return find()
        except Exception:
            log.exception("The %s of a story could not be read", part)
            failed.append(part)
            return nothing

    cast = run("people", lambda: people.find(document), Cast())
    said: tuple[Quote, ...] = run("quotes", lambda: quotes.find(document, cast), ())
    stands: tuple[Position, ...] = run("positions", lambda: positions.find(document, cast, said), ())
    votings: tuple[Vote, ...] = run("votes", lambda: votes.find(document, cast), ())
    speakers = {quote.speaker for quote in said if quote.speaker} | {position.actor for position in stands}
    note = " ".join(filter(None, [document.note, *(f"The {part} could not be read." for part in failed)]))
    found = Findings(said, cast.officials(), cast.others(speakers), stands, votings, document.language, note)
    return run("confidences", lambda: calibrated(found), found)


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


def _read(stories: list[Story], model: str) -> list[Document | None]:
    """The stories' documents; where reading them together fails, each alone, so that one cannot stop the others."""
    try:
        with deadline(PARSING_SECONDS, TimeoutError("Parsing took too long")):
            return list(documents(stories, model))
    except Exception:
        log.exception("%d stories could not be read together", len(stories))
        return [_read_alone(story, model) for story in stories]


def _read_alone(story: Story, model: str) -> Document | None:
    try:
        with deadline(PARSING_SECONDS, TimeoutError("Parsing took too long")):
            return Document.of(story, model)
    except Exception:
        log.exception("A story could not be read")
        return None

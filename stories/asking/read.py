"""A story read by a model: asked part by part, what it claims held against the story."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from stories.asking.client import MOST_TOKENS, Answer, Asker, Endpoint, estimate
from stories.asking.errors import Cut, Unusable
from stories.asking.prompt import VERSION, messages, parts, schema
from stories.extraction import people, quotes
from stories.extraction.document import DEFAULT_MODEL, LONGEST, Document
from stories.extraction.findings import Findings, Story
from stories.extraction.grounding import ground
from stories.extraction.grounding.claims import Claims, NoClaims, joined, read
from stories.jobs.deadline import deadline

# What the rules' part may take of this process's work: what is claimed is held against it.
READING_SECONDS = 15.0
# A part whose answer does not fit is asked about in halves, down to this length.
SHORTEST = 1_500  # characters


@dataclass
class Meter:
    """What was asked and used. A bounded one raises OverBudget from `reserve`."""

    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0

    def reserve(self, tokens: int) -> None:
        """Say beforehand about how many tokens a request will use at most."""

    def settle(self, reserved: int, answer: Answer | None) -> None:
        """Count a request as it was: where no answer came, what was sent may have been used all the same."""
        self.requests += 1
        self.tokens_in += answer.tokens_in if answer else reserved
        self.tokens_out += answer.tokens_out if answer else 0


def by_model(endpoint: Endpoint) -> str:
    """Return what findings of a model are told by: its name and the version of what it was asked."""
    return f"{endpoint.name}, prompt {VERSION}"


def read_story(
    story: Story, endpoint: Endpoint, meter: Meter, spacy_model: str = DEFAULT_MODEL, *, with_quotes: bool = False
) -> Findings:
    """Return what the model finds in a story and the story bears out. Raises an AskError where it could not be asked:
    a story is read whole or not at all.
    """
    claims = _claims(story, endpoint, meter, with_quotes)
    with deadline(READING_SECONDS, TimeoutError("The story took too long to read"), "work"):
        document = Document.of(story, spacy_model)
        cast = people.find(document)
        said = quotes.find(document, cast)
        found = ground(document, cast, said, claims, by_model(endpoint), with_quotes=with_quotes)
    return replace(found, note=note_of(story, found))


def note_of(story: Story, found: Findings) -> str:
    """Say what was not read, and what the gate did, each reason with its number."""
    shortened = f"Only the first {LONGEST:,} characters were read." if len(story.text) > LONGEST else ""
    told = "; ".join(f"{reason}: {count}" for reason, count in sorted(found.gate.items()))
    return " ".join(filter(None, [shortened, f"The gate: {told}." if told else ""]))


def _claims(story: Story, endpoint: Endpoint, meter: Meter, with_quotes: bool) -> Claims:
    with Asker(endpoint) as asker:
        ask = partial(_ask, asker, story, meter, with_quotes)
        return joined([one for part in parts(story.text[:LONGEST], endpoint.characters) for one in _asked(ask, part)])


def _asked(ask: "partial[Claims]", part: str) -> Iterator[Claims]:
    """Return what is claimed of a part; where the answer ends in the middle, of its halves."""
    try:
        yield ask(part)
    except Cut:
        if len(part) < 2 * SHORTEST:
            raise
        for half in parts(part, len(part) * 2 // 3):
            yield ask(half)


def _ask(asker: Asker, story: Story, meter: Meter, with_quotes: bool, part: str) -> Claims:
    asked = messages(story, part)
    reserved = estimate(asked)
    meter.reserve(reserved + MOST_TOKENS)
    answer = None
    try:
        answer = asker.ask(asked, schema(with_quotes=with_quotes))
    finally:
        meter.settle(reserved, answer)
    try:
        return read(answer.text)
    except NoClaims:
        raise Unusable("Its answer is not as the schema has it.") from None

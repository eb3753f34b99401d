"""Which extractor is measured: the rules, or with `EXTRACTOR=model` the language model at MODEL_URL."""

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache

from stories.extraction.findings import Findings, Story
from stories.extraction.pipeline import extract_all

IS_MODEL = os.environ.get("EXTRACTOR", "rules") == "model"


def extracted(stories: Iterable[Story]) -> Iterator[Findings]:
    """What the extractor finds in each story, words included; nothing where the model could not read it."""
    return _by_model(stories) if IS_MODEL else extract_all(stories)


def options() -> list[str]:
    """What `manage.py extract` is told."""
    return ["--extractor", "model"] if IS_MODEL else []


@cache
def meter() -> "Meter":  # noqa: F821  (imported only where a model is measured)
    """What the model was asked and used so far."""
    from stories.asking.read import Meter

    return Meter()


def _by_model(stories: Iterable[Story]) -> Iterator[Findings]:
    from stories.asking.client import Endpoint
    from stories.asking.errors import AskError
    from stories.asking.read import read_story

    given = os.environ
    if not (given.get("MODEL_URL") and given.get("MODEL_NAME")):
        sys.exit("Set MODEL_URL and MODEL_NAME to measure a model.")
    seconds, part = float(given.get("MODEL_SECONDS", "120")), int(given.get("MODEL_CHARACTERS", "12000"))
    endpoint = Endpoint(given["MODEL_URL"], given["MODEL_NAME"], given.get("MODEL_KEY", ""), seconds, part)
    for story in stories:
        try:
            yield read_story(story, endpoint, meter(), with_quotes=True)
        except AskError as problem:
            print(f"  not read: {story.title[:60]}: {problem}")
            yield Findings(note=str(problem))

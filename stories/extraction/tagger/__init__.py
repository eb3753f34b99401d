"""The small trained tagger: what each sentence of a story tells of decisions, events and stances."""

from stories.extraction.tagger.run import available, tag
from stories.extraction.tagger.tags import Stretch, Tags

__all__ = ["Stretch", "Tags", "available", "tag"]

"""Who is in a story: names, titles, bodies, mentions and pronouns; `find(document)` gives the `Cast`."""

from stories.extraction.people.cast import Cast, Figure, Mention
from stories.extraction.people.find import find

__all__ = ["Cast", "Figure", "Mention", "find"]

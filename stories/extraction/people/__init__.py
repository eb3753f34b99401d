"""Who is in a story: names, titles, bodies, mentions and pronouns; `find(document)` gives the `Cast`."""

from stories.extraction.people.cast import Cast, Figure, Mention

__all__ = ["Cast", "Figure", "Mention"]

"""Who said what: `find(document, cast)` gives every quote of a story, direct, mixed and indirect."""

from stories.extraction.quotes.find import find

__all__ = ["find"]

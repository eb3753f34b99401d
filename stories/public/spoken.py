"""Somebody's words in a line of text: in quotation marks only where they are theirs, word for word."""

from django.utils.text import Truncator, capfirst

from stories.models import Quote


def words_of(quote: Quote, most: int | None = None) -> str:
    """Return the words, `most` of them: direct ones in marks, partly quoted ones with the marks that they were printed
    with, reported ones without any.
    """
    words = quote.text.rstrip(" ,")
    words = Truncator(words).words(most) if most else words
    if quote.type == Quote.Type.DIRECT:
        return f"“{words}”"
    # What was cut within a stretch of somebody's own words still ends it.
    return f"{words}”" if words.count("“") > words.count("”") else words


def said_in_words(quote: Quote, most: int | None = None) -> str:
    """Return them with whose they are: "Ada Reed: “Not with my vote”", "Gus Moretti, reported: his members agree"."""
    reported = ", reported" if quote.type == Quote.Type.INDIRECT else ""
    return f"{capfirst(quote.speaker)}{reported}: {words_of(quote, most)}"

"""Somebody's words in a line of text: in quotation marks only where they are theirs, word for word."""

from django.utils.text import Truncator, capfirst

from officials.models import AT_LARGE
from stories.models import Quote
from stories.public.stances import is_held, shown_role


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


def affiliation_of(quote: Quote) -> str:
    """Return what the speaker is: the office they held that day, as every list calls it, the one in the issue's body
    above others; of who held none, what the report calls them. Reads roles: prefetch them where a list is shown.
    """
    body = quote.issue.body_id if quote.issue else None
    role = shown_role(quote.person, body, quote.said_on) if quote.person and quote.said_on else None
    if role is None or quote.said_on is None or not is_held(role, quote.said_on):
        return once(quote.affiliation)
    return role.office if role.body_id == body else str(role)


def once(affiliation: str) -> str:
    """Return a title and a body as printed, what both say once: "Chair, Tern Harbor Port Commission" where the title
    was "Port Commission Chair".
    """
    title, comma, body = AT_LARGE.sub("At-large", affiliation).partition(", ")
    words, whole = title.split(), f" {body.casefold()} "
    for end in range(len(words) - 1, 0, -1):
        if f" {' '.join(words[:end]).casefold()} " in whole:
            return f"{' '.join(words[end:])}{comma}{body}"
    return f"{title}{comma}{body}"

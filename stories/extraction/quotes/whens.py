"""When somebody spoke, told between the verb and the words: "told the paper on Saturday [she isn't committed]"."""

import re

from spacy.tokens import Doc

DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
PART = r"(?: (?:morning|afternoon|evening|night))?"
WHEN = re.compile(
    rf"(?:(?:on |late |early |last |this |earlier |later )*{DAY}{PART}|"
    r"(?:last|this|earlier this|later that) (?:week|month|year|night|morning|spring|summer|fall|winter)|"
    r"(?:the )?(?:day|night|week) (?:before|after)|(?:after|before|during|at) the (?:meeting|vote|hearing)|"
    r"afterwards?|yesterday|today|tonight|recently)"
    r",? (?=(?:that |he |she |it |they |we |there |the |a |an |his |her |its |their )|[A-Z])"
)
LONGEST = 12  # tokens


def past_time(doc: Doc, start: int, end: int) -> int:
    """The token at which the words begin, past a time that belongs to the verb of saying before them."""
    words = doc[start : min(end, start + LONGEST)]
    if not len(words) or (match := WHEN.match(words.text)) is None:
        return start
    at = words.start_char + match.end()
    return next((token.i for token in words if token.idx >= at), start)

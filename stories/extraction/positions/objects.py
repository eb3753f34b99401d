"""The words for what a verb is about, cut where its object ends."""

import re

LONGEST = 90  # characters

_ENDS = re.compile(
    r"[;:!?\"—]|,(?!\d)|(?<!\.[A-Z])(?<!\b(?:St|Mr|Ms|Dr|No))\.(?=\s|$|[\"'])|(?<=\s)\(| -- |"
    r" (?:but|because|after|before|if|unless|until|when|while|although|though|which|who|saying|"
    r"citing|calling|arguing|"
    r"and (?=\w+(?:ed|s|'s) |against |for |in favor|(?:yes|no|nay|aye) (?:on|to|for) |"
    r"(?:has|have|had|is|was|does|do|did|will|would|can|could)(?:n't| not)? |"
    r"(?-i:[A-Z][\w.'-]* (?:[A-Z][\w.'-]* ){0,4}[a-z]+ed\b))|last|next|tonight|this (?:week|month|year)|"
    r"(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|at (?:the|a|an) [\w ]{0,60}(?:meeting|session|hearing)|"
    r"(?=(?-i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d)|"
    r"in (?:early|mid|late|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|a (?:letter|memo|"
    r"statement|email|post|text))\S*|"
    r"(?:on|to|by|at|from) (?=\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.? \d)|in "
    r"the (?:spring|summer|fall|winter)|"
    r"only|twice|provided|as long as|so long as|along with|despite|without|as well|so that|since|were|was|"
    r"is|are|had|has)\b",
    re.IGNORECASE,
)
_DAY = r"(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?"
_LEADING = re.compile(
    rf"(?:{_DAY} (?:of|on|for|against|in favor of)|of|to|with|on|for|against|in favor of|in|up|down)\s+",
    re.IGNORECASE,
)
_NOT_OBJECTS = re.compile(
    rf"(?:{_DAY}|it|them|those|him|her|so|no|yes|then|again|anywhere|and|or|by|at|now|later|first|second|"
    r"today|tomorrow|"
    r"(?:this|that|these)(?: (?:one|time|tonight|now))?$|that tonight|the night)\b|$",
    re.IGNORECASE,
)


def object_words(plain: str, whole: bool) -> tuple[int, int] | None:
    """Where in `plain`, the text behind a verb, its object stands; None for a pronoun or nothing.

    `whole` says that the sentence ends with `plain`; otherwise its last word may be cut and is left out.
    """
    start = len(plain) - len(plain.lstrip())
    if (leading := _LEADING.match(plain, start)) is not None:
        start = leading.end()
    found = _ENDS.search(plain, start)
    end = found.start() if found else len(plain) if whole else plain.rfind(" ")
    if end <= start or _NOT_OBJECTS.match(plain[start:end].rstrip()):
        return None
    return start, start + len(plain[start:end].rstrip())

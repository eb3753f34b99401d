"""What the words around telling words do to them: negation, supposition, condition, a former time, the passive."""

import re

_NEGATED = re.compile(
    r"(?:n't|\bnot|\bnever|\bhardly|\bscarcely|\bno longer|\bcannot|\bwithout|refus\w{1,9} to|declin\w{1,9} to|"
    r"unable to|"
    r"unwilling to|fail\w{0,9} to|"
    r"stop\w{0,9} short of|\bneither|\bnor)(?:,[^,;.]{1,60},)?"
    r"(?: (?:\w+ly|yet|be|been|to|in|a|an|any|say (?:she|he|they)|"
    r"come out|take|the|going to|about to))*\s*$",
    re.IGNORECASE,
)
_WITHHELD = re.compile(
    r"(?:stop\w{0,9} short of|declin\w{1,9} to|(?:has|have|had|is|are|was|did)(?: not|n't)(?: \w+ly| yet)?|"
    r"without)\s*$",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:whether|if|unless|until|what|would have|could have|may|might|asked (?:\w+ "
    r"){1,3}(?:whether|if|why))\b[^,;]{0,400}$",
    re.IGNORECASE,
)
_FORMER = re.compile(
    r"\b(?:had|once|previously|formerly|originally|initially|used to|after|despite|earlier)\b[^,;]{0,24}$",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"[^,;.]{0,40}?\b(?:in (?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December|\d{4})|"
    r"last (?:year|month|spring|summer|fall|winter|week)|(?:\w+ )?(?:years?|months?|weeks?) ago|at "
    r"the time|back then)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be|get|got)(?: \w+ly)? $", re.IGNORECASE)

_CONDITION_AFTER = re.compile(
    r"\b(?:(?<!even )(?<!as )(?<!asked )(?<!ask )(?<!see )(?<!know )(?<!say )(?<!what )(?<!decide "
    r")(?<!wonder )if|unless|"
    r"provided(?: that)?|as long as|so long as|only when|contingent on|on (?:the )?condition(?! of "
    r"anonymity)|until|without|"
    r"but only|once|had(?= (?:the|it|they|there)\b))\b",
    re.IGNORECASE,
)
_CONDITION_BEFORE = re.compile(
    r"^\W*(?:if|unless|until|as long as|so long as|provided|should|without)\b", re.IGNORECASE
)
_ANOTHER_MATTER = re.compile(r"\b(?:said|says|told|wrote|who|which|because)\b|;", re.IGNORECASE)


def is_negated(before: str) -> bool:
    """Whether the words that follow are denied."""
    return _NEGATED.search(before) is not None


def negated(before: str, side: int) -> int | None:
    """What a negation makes of a side (1 for, -1 against): 0 of "not opposed", None of "not yet endorsed"."""
    if not is_negated(before):
        return side
    if side < 0:
        return 0
    return None if _WITHHELD.search(before) else -1


def is_supposed(before: str) -> bool:
    """Whether the words that follow are only asked about or imagined."""
    return _SUPPOSED.search(before) is not None


def is_former(before: str) -> bool:
    """Whether the words that follow are told as past and done with."""
    return _FORMER.search(before) is not None


def is_passive(before: str, verb: str) -> bool:
    """Whether a participle that follows is done to its subject, not by it."""
    return not verb.split()[0].endswith("ing") and _PASSIVE.search(before) is not None


def is_dated(after: str) -> bool:
    """Whether words that follow place the telling words in a former time ("in September", "last year")."""
    return _THEN.match(after) is not None


def is_conditional(before: str, after: str) -> bool:
    """Whether a condition stands before or after the telling words within their sentence."""
    if _CONDITION_BEFORE.match(before) and "," in before:
        return True
    found = _CONDITION_AFTER.search(after)
    return found is not None and not _ANOTHER_MATTER.search(after, 0, found.start())

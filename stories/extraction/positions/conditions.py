"""Whether a stance is held only on a condition ("only if", "unless", "as long as")."""

import re

_AFTER = re.compile(
    r"\b(?:(?<!even )(?<!as )(?<!asked )(?<!ask )(?<!see )(?<!know )(?<!say )(?<!what )(?<!decide "
    r")(?<!wonder )if|unless|"
    r"provided(?: that)?|as long as|so long as|only when|contingent on|on (?:the )?condition(?! of "
    r"anonymity)|until|without|"
    r"but only|once|had(?= (?:the|it|they|there)\b))\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"^\W*(?:if|unless|until|as long as|so long as|provided|should|without)\b", re.IGNORECASE)
_ANOTHER_MATTER = re.compile(r"\b(?:said|says|told|wrote|who|which|because)\b|;", re.IGNORECASE)


def is_conditional(before: str, after: str) -> bool:
    """Whether a condition stands before or after the telling words within their sentence."""
    if _BEFORE.match(before) and "," in before:
        return True
    found = _AFTER.search(after)
    return found is not None and not _ANOTHER_MATTER.search(after, 0, found.start())

"""Telling titles, slogans and songs in quotation marks from speech."""

SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "of",
        "on",
        "or",
        "the",
        "to",
        "vs.",
        "with",
    ]
)
LONGEST = 9  # words


def looks_like_title(words: str) -> bool:
    """Whether every longer word has a capital, as in a song, a report or a programme: "Meet the Press"."""
    parts = words.strip(" ,.;:!?'\"").split()
    if not 1 <= len(parts) <= LONGEST or not parts[0][:1].isupper():
        return False
    if len(parts) == 1:
        return words.strip()[-1] not in ".!?"
    return all(part[:1].isupper() or part[:1].isdigit() or part.lower() in SMALL for part in parts)

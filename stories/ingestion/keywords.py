"""The words by which a source's stories are taken or left out."""

import re
from collections.abc import Iterable


def has_any(terms: Iterable[str], text: str) -> bool:
    """Say whether a term stands in the text as whole words, in small letters or capitals: "ice" is not in "police"."""
    words = " ".join(text.casefold().split())
    wanted = (" ".join(term.casefold().split()) for term in terms)
    return any(re.search(rf"(?<!\w){re.escape(term)}(?!\w)", words) for term in wanted if term)

"""Keeps readers' links out of the log: whoever reads it must not be able to open their pages."""

import re

# The pages of `votes/urls.py` that open by what follows in the address.
LINK = re.compile(r"(/(?:confirm|alerts|leave|never|new-address|erase)/)[^\s/?\"']{20,1000}")


def without_links(words: str) -> str:
    """Return the words with each reader's link cut short."""
    return LINK.sub(r"\1…", words)

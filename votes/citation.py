"""What every public claim carries: the sentence it was read in, and where."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Citation:
    """The sentence, its outlet and address, and the curator who accepted it."""

    sentence: str
    source_name: str
    source_url: str
    decided_by: str = ""

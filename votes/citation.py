"""What every public claim carries: the sentence it was read in, and where."""

from dataclasses import dataclass

from votes.models.changes import ByWhat


@dataclass(frozen=True)
class Citation:
    """The sentence, its outlet and address, the curator who accepted it, and what sort of source it is."""

    sentence: str
    source_name: str
    source_url: str
    decided_by: str = ""
    by_what: str = ByWhat.REPORT

    def as_fields(self) -> dict[str, str]:
        """Return the fields of a ledger's line that every line takes from here."""
        return {
            "sentence": self.sentence,
            "source_name": self.source_name,
            "source_url": self.source_url,
            "decided_by": self.decided_by,
        }

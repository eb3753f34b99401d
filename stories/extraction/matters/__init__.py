"""What a story is about: each thing decided or argued over, named in the story's own words."""

from stories.extraction.matters.chains import Chains, chains
from stories.extraction.matters.phrases import alike, phrase, stems

__all__ = ["Chains", "alike", "chains", "phrase", "stems"]

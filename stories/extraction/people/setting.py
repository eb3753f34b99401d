"""What a story is about, as far as it tells whether a bare name can be the official on the roster."""

import re
from collections.abc import Mapping

from spacy.tokens import Token

from stories.extraction.document import Document
from stories.extraction.findings import RosterEntry
from stories.extraction.people.cast import Figure, Mention
from stories.extraction.people.lexicon import vocabulary

AGE = re.compile(r",? (?:\(\d{1,3}\)|\d{1,3},|aged \d)")
DECIDES = vocabulary("vote abstain recuse sponsor co-sponsor cosponsor motion move second table")
COUNTY = re.compile(r"(\b\w+ county)\b", re.IGNORECASE)
BODY = re.compile(
    r"\b(?:council|board|commission|committee|court|legislature|senate|assembly|department|authority|district|office)\b"
)
# Of a title, words that anybody may be called by.
LOOSE = vocabulary("member place ward district seat precinct at-large the of and for director officer")
SUBJECTS = frozenset(["nsubj", "nsubjpass"])


class Setting:
    """One story's words, for what they say of a person's part in public life."""

    def __init__(self, document: Document, tokens: Mapping[int, Token]) -> None:
        self.document = document
        self.tokens = tokens
        self.text = document.plain.casefold()

    def invents(self, body: str) -> bool:
        """Whether a county stands in a body's name that the story doesn't name."""
        county = COUNTY.search(body)
        return county is not None and county[1].casefold() not in self.text

    def civic(self, who: Figure, entry: RosterEntry) -> bool:
        """Whether the story names the office or the body, or tells of the person's vote; not of one given an age."""
        if any(AGE.match(self.document.plain, mention.end) for mention in who.mentions):
            return False
        return self._names_office(entry) or any(self._decides(mention) for mention in who.mentions)

    def _names_office(self, entry: RosterEntry) -> bool:
        kinds = set(BODY.findall(entry.body.casefold()))
        words = {word.strip(".,") for word in entry.title.casefold().split()} - LOOSE
        words = {word for word in words if not any(letter.isdigit() for letter in word)} | kinds
        return any(re.search(rf"\b{re.escape(word)}\b", self.text) for word in words if word)

    def _decides(self, mention: Mention) -> bool:
        token = self.tokens.get(mention.name_start)
        while token is not None and token.head != token and mention.start <= token.head.idx < mention.end:
            token = token.head
        return token is not None and token.dep_ in SUBJECTS and token.head.lemma_ in DECIDES

"""What those who sit on a public body are called, body by body."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from stories.extraction.people.bodies import SITTING, Bodies
from stories.extraction.people.body_names import DECIDING
from stories.extraction.people.lexicon import vocabulary
from stories.extraction.people.titles import Title
from stories.extraction.people.words import Words

# What members are called on some boards and courts; elsewhere these words mean something else.
OTHER_MEMBERS = vocabulary("director magistrate legislator delegate")
# What a body's name says of its members, where the story itself doesn't.
BY_NAME = {
    "school committee": "School Committee Member", "police jury": "Juror", "selectboard": "Selectboard Member",
    "planning commission": "Planning Commissioner", "commission": "Commissioner", "commissioners": "Commissioner",
    "trustees": "Trustee", "supervisors": "Supervisor", "aldermen": "Alderman", "fiscal court": "Magistrate",
    "legislature": "Legislator", "assembly": "Assembly Member", "common council": "Alderperson",
    "planning board": "Planning Board Member", "quorum court": "Justice of the Peace",
    "board": "Board Member", "authority": "Board Member", "council": "Council Member",
}  # fmt: skip


ALL_BUT = 0.75  # share of one word among those for members, from which it holds for the main body


class Members:
    """The plain title of a member of each body of one story."""

    def __init__(self, bodies: Bodies, titles: Sequence[Title], words: Words) -> None:
        self.bodies = bodies
        self.called: dict[str, Counter[str]] = defaultdict(Counter)
        for title in titles:
            if word := _sits(title):
                at = words[title.first].start
                anchor = word.split()[0]
                near = (
                    bodies.near(at, anchor) or bodies.of_anchor(anchor)
                    if anchor != word
                    else bodies.seat(title.head, at)
                )
                self.called[near or bodies.main][word] += 1

    def body_at(self, at: int) -> str:
        """The body whose vote is told at a place in the text."""
        return self.bodies.near(at, *DECIDING) or self.bodies.main

    def _overall(self) -> Counter[str] | None:
        """What members are called in the story at large, where one word is used far more than others."""
        words = sum(self.called.values(), Counter[str]())
        most = words.most_common(1)
        return words if most and most[0][1] > 2 and most[0][1] > ALL_BUT * words.total() else None

    def title(self, body: str) -> str:
        """What a member of this body is called."""
        named = next((name for name in BY_NAME if name in body.casefold()), "council")
        words = self.called.get(body) or (self._overall() if body == self.bodies.main and " " not in named else None)
        common = words.most_common(1)[0][0] if words else ""
        if not common or common == "member":
            return BY_NAME[named]
        if common.endswith(("man", "woman")):
            if common.startswith("council"):
                return "Council Member"
            if common.startswith("select"):
                return "Selectboard Member"
        return " ".join(word.capitalize() for word in common.split())


def _sits(title: Title) -> str:
    """The word for a member that a title is; empty for other titles."""
    if title.head in OTHER_MEMBERS:
        return title.head if len(title.core) == 1 and (title.plural or title.cap) else ""
    if title.head in SITTING and not title.core[:-1]:
        return title.head
    if title.head == "member" and len(title.core) == 2 and title.core[0].casefold() in DECIDING:
        return f"{title.core[0].casefold()} member"
    return ""

"""How a deciding body's voting members stand, counted over its seats: whoever isn't known to us counts as unknown."""

from collections.abc import Sequence
from dataclasses import dataclass

from officials.models import Body
from stories.public.hemicycle import Hemicycle, hemicycle
from votes.models import Vote
from votes.models.issues import Stance
from votes.passage import depends_on_presence, needs_in_words, votes_needed

# The key of the seats of which we don't know who holds them.
UNKNOWN = "unknown"
# More than the largest council has; a drawing of more would tell nothing.
MOST_DRAWN = 200
# The sides in one line, in its order, and in the drawing from left to right; whoever takes none is in between.
SIDES = {
    Stance.SUPPORT: "for",
    Stance.MIXED: "for part of it",
    Stance.UNDECIDED: "undecided",
    Stance.NO_POSITION: "taking no side",
    Stance.OPPOSE: "against",
}
IN_LINE = (Stance.SUPPORT, Stance.OPPOSE, Stance.MIXED, Stance.UNDECIDED, Stance.NO_POSITION)


@dataclass(frozen=True)
class Count:
    """How many stand alike; `key` and `title` as in `standing.GROUPS`, or `UNKNOWN`. `intend` of them said how they
    will vote, `voted` did.
    """

    key: str
    title: str
    number: int
    intend: int = 0
    voted: int = 0


@dataclass(frozen=True)
class Tally:
    """The known voting members by group. `seats` is None where the body's number of seats is not known; `vote` is the
    one that the body is to take, None where it has none ahead.
    """

    body: Body
    members: Sequence[Count]
    seats: int | None
    vote: Vote | None = None

    @property
    def known(self) -> int:
        return sum(count.number for count in self.members)

    @property
    def unknown(self) -> int:
        """Return how many seats are vacant or held by people we don't know; 0 where that can't be said."""
        return max(0, (self.seats or 0) - self.known)

    @property
    def counts(self) -> list[Count]:
        """Return the members by group, then the seats of which nothing is known."""
        unknown = [Count(UNKNOWN, "Not known to us", self.unknown)] if self.unknown else []
        return [*self.members, *unknown]

    @property
    def is_whole(self) -> bool:
        """Say whether the number of seats is known and can be right."""
        return self.seats is not None and self.known <= self.seats

    @property
    def drawing(self) -> Hemicycle | None:
        """Return each seat, to be drawn, those for it on the left; None where the whole is not known."""
        if not self.is_whole or (self.seats or 0) > MOST_DRAWN:
            return None
        left = (Stance.SUPPORT, Stance.MIXED, Stance.UNDECIDED)
        of_key = {count.key: count for count in self.counts}
        order = [*left, *(key for key in of_key if key not in (*left, Stance.OPPOSE)), Stance.OPPOSE]
        sides = [
            (str(key), place < of_key[key].intend + of_key[key].voted)
            for key in order
            if key in of_key
            for place in range(of_key[key].number)
        ]
        return hemicycle(sides, votes_needed(self.vote) if self.vote else None)

    @property
    def needs(self) -> str:
        """Return what the vote needs in words; nothing where no vote is ahead or our list can't be right."""
        return needs_in_words(self.vote) if self.vote and (self.is_whole or self.seats is None) else ""

    @property
    def is_open_ended(self) -> bool:
        """Say whether how many votes it needs depends on who is there."""
        return self.vote is not None and depends_on_presence(self.vote)

    @property
    def line(self) -> str:
        """Say it in one line: "2 for · 1 against · 4 not known · needs 4 of 7"."""
        of_key = {count.key: count.number for count in self.members}
        sides = [f"{of_key[side]} {SIDES[side]}" for side in IN_LINE if side in of_key]
        not_known = sum(number for key, number in of_key.items() if key not in SIDES) + self.unknown
        parts = [*sides, *([f"{not_known} not known"] if not_known else [])]
        if parts and self.seats is None:
            parts.append(f"of the {self.known} we know to vote")
        return " · ".join([*parts, *([self.needs] if self.needs else [])])

    @property
    def sentence(self) -> str:
        """Say of how many the counts are."""
        known = f"{self.known} voting member{'' if self.known == 1 else 's'}"
        if self.seats is None:
            return f"We know {known} of the {self.body}. How many seats it has is not known here."
        return f"{self.body}: {seats_in_words(self.body, self.known)}"


def seats_in_words(body: Body, known: int) -> str:
    """Say how many vote in the body, and of how many of them we know who they are; nothing where that is not known."""
    if body.seats is None:
        return ""
    seats = f"{body.seats} voting seat{'' if body.seats == 1 else 's'}"
    if known > body.seats:
        return f"{seats}. We list {known} voting members, so our list is out of date."
    if known == body.seats:
        return f"{seats}. We know who holds each."
    return f"{seats}. We know who holds {known or 'none'} of them; the others are unknown to us or vacant."

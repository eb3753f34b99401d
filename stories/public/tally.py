"""How a deciding body's voting members stand, counted over its seats: whoever isn't known to us counts as unknown."""

from collections.abc import Sequence
from dataclasses import dataclass

from officials.models import Body

# The key of the seats of which we don't know who holds them.
UNKNOWN = "unknown"
# More than the largest council has; a row of more squares would tell nothing.
MOST_DRAWN = 200


@dataclass(frozen=True)
class Count:
    """How many stand alike; `key` and `title` as in `standing.GROUPS`, or `UNKNOWN`."""

    key: str
    title: str
    number: int


@dataclass(frozen=True)
class Tally:
    """The known voting members by group. `seats` is None where the body's number of seats is not known."""

    body: Body
    members: Sequence[Count]
    seats: int | None

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
    def squares(self) -> list[str]:
        """Return the key of each seat, to be drawn; none where the whole is not known or can't be right."""
        if self.seats is None or not self.known <= self.seats <= MOST_DRAWN:
            return []
        return [count.key for count in self.counts for _ in range(count.number)]

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

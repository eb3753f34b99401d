"""How to take part in what a body decides: where it meets, where to sign up and to comment, each with its day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from officials.models import WAYS_TO_TAKE_PART, Body
from votes.words import range_in_words

LABELS = {"address": "Where it meets, and where to write", "sign_up_url": "Sign up to speak", "comment_url": "Comment"}


@dataclass(frozen=True)
class Way:
    """A way to take part: an address on paper, or in the web if `is_link`; `checked` is the day on which somebody
    looked, in words.
    """

    label: str
    address: str
    is_link: bool
    checked: str


def ways_of(bodies: Iterable[Body], today: dt.date) -> list[tuple[Body, list[Way]]]:
    """Return each body's ways to take part, once; without the bodies of which none is known."""
    found = ((body, _ways(body, today)) for body in dict.fromkeys(bodies))
    return [(body, ways) for body, ways in found if ways]


def _ways(body: Body, today: dt.date) -> list[Way]:
    ways = []
    for name, checked in WAYS_TO_TAKE_PART.items():
        day: dt.date | None = getattr(body, f"{checked}_checked_on")
        if day and getattr(body, name):
            words = range_in_words(day, day, today)
            ways.append(Way(LABELS[name], getattr(body, name), name.endswith("_url"), words))
    return ways

"""How a reader looks at an issue, as the address says: at which kind, at whom, how far back, as of which day."""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from officials.models import Person
from votes.windows import FIRST_DAY

# What the timeline may be narrowed to. A story that told nothing first stands under the last alone.
KINDS = {
    "votes": "Votes and dates",
    "changes": "Changes of mind",
    "positions": "Positions",
    "quotes": "Quotes",
    "stories": "Every report",
}
# When an entry appeared, then what it is of and its number, so that two of one moment have an order.
Key = tuple[dt.datetime, int, int]

CURSOR = re.compile(r"(\d{8}T\d{6}\.\d{6})-([012])-(\d{1,18})", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# Of what somebody typed into an address, in a sentence that says it can't be had.
SHOWN = 40


@dataclass(frozen=True)
class Look:
    """What was asked for, as far as it can be had; `notes` say what can't, a sentence each.

    The timeline stands `before` an entry, or after one; `on` is the day as of which the page is told, None for today.
    """

    kind: str = ""
    person: str = ""
    before: Key | None = None
    after: Key | None = None
    on: dt.date | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kind or self.person)

    @property
    def is_plain(self) -> bool:
        """Say whether the timeline is looked at from its beginning, all of it."""
        return not (self.is_narrowed or self.before or self.after)

    @property
    def own(self) -> str:
        """Return the query of the page's own address: a page of the timeline has one; what was narrowed, or is of
        another day, goes by the plain page's.
        """
        if self.on or self.is_narrowed or not (self.before or self.after):
            return ""
        return self.address(self.before, self.after)

    @property
    def everything(self) -> str:
        """Return the query for the whole timeline, as of the same day."""
        return Look(on=self.on).address()

    def noted(self, note: str, **changes: object) -> "Look":
        """Return it with these changes, and a note that says why."""
        return replace(self, notes=(*self.notes, note), **changes)  # type: ignore[arg-type]

    def of_people(self, people: Collection[Person]) -> "Look":
        """Return it without the person if nobody among these has that address."""
        if not self.person or any(person.slug == self.person for person in people):
            return self
        return self.noted(f"Nobody called “{_told(self.person)}” is heard here; everybody is shown.", person="")

    def address(self, before: Key | None = None, after: Key | None = None) -> str:
        """Return the query that asks for the same, before or after an entry; "?" for all of it."""
        asked = {
            "kind": self.kind,
            "person": self.person,
            "on": self.on.isoformat() if self.on else "",
            "before": cursor(before) if before else "",
            "after": cursor(after) if after else "",
        }
        return "?" + urlencode({name: value for name, value in asked.items() if value})


def read_look(query: Mapping[str, str], today: dt.date) -> Look:
    """Return what the query asks for; what it can't have is left out and noted. `today` is the place's."""
    look = Look(person=query.get("person", ""))
    kind, on = query.get("kind", ""), query.get("on", "")
    if kind in KINDS:
        look = replace(look, kind=kind)
    elif kind:
        look = look.noted(f"There is nothing of the kind “{_told(kind)}”; all kinds are shown.")
    keys = {name: key_in(query[name]) for name in ("before", "after") if query.get(name)}
    if None in keys.values():
        look = look.noted("That page of the timeline is not there; this is its beginning.")
    else:
        look = replace(look, before=keys.get("before"), after=keys.get("after"))
    return _on(look, on, today) if on else look


def _on(look: Look, on: str, today: dt.date) -> Look:
    try:
        day = dt.date.fromisoformat(on) if DAY.fullmatch(on) else None
    except ValueError:
        day = None
    if day is None or day < FIRST_DAY:
        return look.noted(f"“{_told(on)}” is no day; write one as 2026-03-01. This is the page as of today.")
    if day > today:
        return look.noted("That day is still to come. This is the page as of today.")
    return look if day == today else replace(look, on=day)


def cursor(key: Key) -> str:
    """Return the key as it stands in an address."""
    at, of, number = key
    return f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%S.%f}-{of}-{number}"


def key_in(text: str) -> Key | None:
    """Return the key that stands in an address; None where it is none."""
    found = CURSOR.fullmatch(text)
    if found is None:
        return None
    try:
        at = dt.datetime.strptime(found[1], "%Y%m%dT%H%M%S.%f").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
    return at, int(found[2]), int(found[3])


def _told(text: str) -> str:
    """Return what somebody typed as it may be shown: short, and nothing in it that turns the line around."""
    words = "".join(letter for letter in text[: 4 * SHOWN] if letter.isprintable())
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"

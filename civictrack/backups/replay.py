"""Carrying out again what was removed after a backup was made, through the code that did it first."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.contrib.auth.models import User

from civictrack.backups.removals import REMOVALS, RESTORED, TAKEN_BACK, Line, database
from officials.models import Person
from stories.curation.redaction import redact_person
from stories.curation.repair import system_user
from stories.curation.withdrawal import withdraw
from stories.models import Article
from votes.alerts import barred, forget
from votes.models import Barred, Subscriber

# What an account is called that acts where whoever did it first is not known.
NOBODY = "restore"
REASON = "Removed after the backup was made that the records were restored from."
WITHDRAWN = "This story was withdrawn."


@dataclass
class Replayed:
    """How many of each were removed again, and what could not be."""

    done: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def replay(lines: Iterable[Line], newest: Mapping[str, int]) -> Replayed:
    """Remove again what stands in the lines, each by itself; what is removed already stays as it is."""
    replayed = Replayed()
    for line in standing(lines, newest):
        try:
            done = AGAIN[line.what](line)
        except Exception as error:  # the others are removed all the same
            replayed.problems.append(f"{line.what} {line.key}, removed on {line.at[:10]}: {error}")
        else:
            replayed.done[line.what] = replayed.done.get(line.what, 0) + done
    return replayed


def standing(lines: Iterable[Line], newest: Mapping[str, int]) -> list[Line]:
    """Return the removals among the lines that nobody took back, of what the backup can have.

    Numbers above those of a backup that was restored meanwhile were given anew from then on: after that line those of
    its database mean others than the same numbers here.
    """
    bounds: defaultdict[str, Mapping[str, int]] = defaultdict(lambda: newest)
    found: dict[tuple[str, int | str], list[Line]] = {}
    for line in lines:
        if line.what == RESTORED:
            known, then = bounds[line.more.get("in", "")], line.more.get("newest", {})
            bounds[line.more.get("in", "")] = {name: min(at, then.get(name, at)) for name, at in known.items()}
        elif line.what in REMOVALS:
            found.setdefault((line.what, line.key), []).append(_within(line, bounds[line.more.get("in", "")]))
        else:
            removal = next((removal for removal, back in TAKEN_BACK.items() if back == line.what), "")
            found.pop((removal, line.key), None)
    return sorted((line for lines in found.values() for line in lines), key=lambda line: line.at)


def _within(line: Line, bounds: Mapping[str, int]) -> Line:
    """Return the line with the numbers alone that mean the same here."""
    if line.what == "barred":
        return line
    keys = [key for key in (line.key, *line.more.get("also", [])) if int(key) <= bounds[line.what]]
    keep = [key for key in line.more.get("keep", []) if key <= bounds["story"]]
    return replace(line, more={**line.more, "keys": keys, "keep": keep})


def _by(line: Line) -> User:
    """Return who did it first, or the account that stands for whoever is not known."""
    return User.objects.filter(pk=line.more.get("by") or 0).first() or system_user(NOBODY)


def _people(line: Line) -> int:
    people = Person.objects.shown().filter(pk__in=line.more["keys"])
    for person in people:
        redact_person(person, _by(line), line.moment, REASON, keep=line.more["keep"])
    return len(people)


def _readers(line: Line) -> int:
    readers = Subscriber.objects.filter(pk__in=line.more["keys"], erased_at=None)
    for reader in readers:
        forget.erase(reader, line.moment)
    return len(readers)


def _barred(line: Line) -> int:
    is_known = Barred.objects.filter(digest=line.key).exists()
    barred.keep_out(str(line.key), line.moment)
    return int(not is_known)


def _stories(line: Line) -> int:
    stories = Article.objects.filter(pk__in=line.more["keys"], withdrawal=None)
    for story in stories:
        withdraw(story, WITHDRAWN, bool(line.more.get("show")), _by(line), line.moment)
    return len(stories)


AGAIN: Mapping[str, Callable[[Line], int]] = {
    "person": _people, "reader": _readers, "barred": _barred, "story": _stories,
}  # fmt: skip


def marked(backup: str, newest: Mapping[str, int], now: datetime) -> Line:
    """Return the line that says that from here on numbers above these are given anew."""
    return Line(RESTORED, backup, now.isoformat(), {"in": database(), "newest": dict(newest)})

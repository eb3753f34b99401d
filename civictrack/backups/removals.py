"""The journal of removals: who and what was taken out of the records, by number and time, in a file beside the backups.

A backup from before a removal still has what was removed; restoring it carries out again what stands here. The database
knows each removal from the moment it is made. What the journal lacks of them is copied by the schedule within seconds,
and before anything is backed up or restored: a crash in between loses nothing, since it is copied at the next turn, and
a line that was torn by one is written again. No name and no word of anybody's is in it.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from civictrack.backups import BackupError
from officials.models import Person
from stories.models import LoggedAction, Withdrawal
from votes.models import Barred, Merged, Subscriber
from votes.subjects import key_of

NAME = "removals.jsonl"
# What takes something out, each with what puts it back.
TAKEN_BACK = {"barred": "let_in", "story": "brought_back"}
REMOVALS = ("person", "reader", "barred", "story")
# What else is in the journal: a backup was begun; a restore was begun, and left the database as it was or was done.
BACKED_UP, RESTORING, LEFT, RESTORED = "backed_up", "restoring", "left", "restored"
DATABASE = """
    SELECT system_identifier || '-' || oid FROM pg_control_system(), pg_database WHERE datname = current_database()
"""
BROKEN_OFF = "A restore was broken off, and the database is not whole: restore a backup with --over first."


@dataclass(frozen=True)
class Line:
    """What was done to what, when. `more` is in which database, and what carrying it out again needs: numbers and a yes
    or no.
    """

    what: str
    key: int | str
    at: str
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> tuple[str, int | str, str]:
        """Return what tells one removal from another: numbers may be given again after a restore, times are not."""
        return self.what, self.key, self.at

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)

    def written(self) -> bytes:
        return json.dumps({"what": self.what, "key": self.key, "at": self.at, **self.more}).encode() + b"\n"


def path() -> Path:
    """Return where the journal is: beside the backups, else beside the secret key."""
    return Path(settings.BACKUP_DIR or settings.VAR_DIR) / NAME


class Busy(BackupError):
    """Somebody else has the journal just now: a restore, say."""


@contextmanager
def held(*, patiently: bool = True) -> Iterator[None]:
    """Have the journal for oneself: nothing is copied while a database is put in another's place. Raises Busy."""
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().with_suffix(".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if patiently else fcntl.LOCK_NB))
        except BlockingIOError:
            raise Busy("A backup is being restored, or removals are being noted; try again in a minute.") from None
        yield


def copy_new(now: datetime) -> int:
    """Copy what the database knows of removals and the journal does not; return how many lines that were."""
    with held(patiently=False):
        return copy_new_held(now)


def copy_new_held(now: datetime) -> int:
    """Copy them while the journal is held. Raises Busy where the database is one that a restore left half done: what is
    missing in it was not taken back.
    """
    known = read(path()).lines
    if is_broken_off(known):
        raise Busy(BROKEN_OFF)
    names = {line.name for line in known}
    here = database()
    there = [*_people(names), *_readers(), *_barred(), *_stories()]
    new = [line for line in sorted(there, key=lambda line: line.at) if line.name not in names]
    ours = [line for line in known if line.more.get("in") == here]
    new += _taken_back(ours, {(line.what, line.key) for line in there}, now)
    append([replace(line, more={**line.more, "in": here}) for line in new])
    return len(new)


def database() -> str:
    """Return what tells the database from any other, one that a backup was restored into on trial, say."""
    with connection.cursor() as cursor:
        cursor.execute(DATABASE)
        return str(cursor.fetchone()[0])


def is_broken_off(lines: Iterable[Line]) -> bool:
    """Say whether the last restore into this database neither ended nor left it as it was."""
    here = database()
    restores = [line.what for line in lines if line.what in (RESTORING, LEFT, RESTORED) and line.more.get("in") == here]
    return restores[-1:] == [RESTORING]


def mark_backup(backup: str, now: datetime) -> str:
    """Copy what is new, and note that a backup begins; return the digest of that line."""
    with held(patiently=False):
        copy_new_held(now)
        line = Line(BACKED_UP, backup, now.isoformat())
        append([line])
        return hashlib.sha256(line.written()).hexdigest()


def _people(known: Collection[tuple[str, int | str, str]]) -> Iterator[Line]:
    """Return who was removed, with who was one with them: a backup may be from before the merge. Nothing is asked of
    those that are known.
    """
    acts = LoggedAction.objects.filter(act=LoggedAction.Act.REDACT, after__has_key="person").order_by("pk")
    acts_on = {act.after["person"]: act for act in acts}
    for person in Person.objects.exclude(redacted_at=None).order_by("pk"):
        assert person.redacted_at
        line = Line("person", person.pk, person.redacted_at.isoformat())
        if line.name in known:
            continue
        act = acts_on.get(person.pk)
        more = {"also": _once(person), "keep": act.after.get("keep", []) if act else [], "by": act and act.by_id}
        yield replace(line, more=more)


def _once(person: Person) -> list[int]:
    """Return the numbers of whoever was merged into the person, by whatever way."""
    keys, found = {key_of(person)}, set[str]()
    while keys := {*Merged.objects.filter(kept__in=keys).values_list("gone", flat=True)} - found:
        found |= keys
    return sorted(int(key.partition(":")[2]) for key in found)


def _readers() -> Iterator[Line]:
    erased = Subscriber.objects.exclude(erased_at=None).order_by("pk")
    return (Line("reader", pk, at.isoformat()) for pk, at in erased.values_list("pk", "erased_at") if at)


def _barred() -> Iterator[Line]:
    return (Line("barred", digest, at.isoformat()) for digest, at in Barred.objects.values_list("digest", "since"))


def _stories() -> Iterator[Line]:
    acts = LoggedAction.objects.filter(act=LoggedAction.Act.EDIT, after__has_key="withdrawal").order_by("pk")
    by = {act.after["withdrawal"]: act.by_id for act in acts}
    for withdrawal in Withdrawal.objects.order_by("pk"):
        more = {"show": withdrawal.show, "by": by.get(withdrawal.pk)}
        yield Line("story", withdrawal.article_id, withdrawal.at.isoformat(), more)


def _taken_back(known: Iterable[Line], there: Collection[tuple[str, int | str]], now: datetime) -> list[Line]:
    """Return that removals no longer hold which the journal knows: an address let in again, a story brought back."""
    last = {(TAKEN_BACK.get(line.what, line.what), line.key): line for line in known}
    return [
        Line(TAKEN_BACK[line.what], line.key, now.isoformat())
        for line in last.values()
        if line.what in TAKEN_BACK and (line.what, line.key) not in there
    ]


def append(lines: Collection[Line]) -> None:
    """Write the lines at the end, and have them on the disk. What a crash left of a line stays a line of its own."""
    if not lines:
        return
    _append(b"".join(line.written() for line in lines))


def _append(written: bytes) -> None:
    is_new = not path().exists()
    with path().open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                written = b"\n" + written
        file.write(written)
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        path().chmod(0o600)
        folder = os.open(path().parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@dataclass(frozen=True)
class Journal:
    """What a file has: its lines, each line's digest, and how many could not be read."""

    lines: list[Line]
    digests: list[str]
    torn: int = 0

    def knows(self, digest: str) -> bool:
        """Say whether it has the line of this digest."""
        return digest in self.digests

    def since(self, digest: str, moment: datetime) -> list[Line]:
        """Return what stands after the line of this digest; without that line what is not from before the moment."""
        if self.knows(digest):
            return self.lines[self.digests.index(digest) + 1 :]
        return [line for line in self.lines if line.moment >= moment]


def read(file: Path) -> Journal:
    """Return what the file has, which may be nothing."""
    lines, digests, torn = [], [], 0
    for raw in file.read_bytes().splitlines(keepends=True) if file.exists() else []:
        try:
            values = json.loads(raw)
            line = Line(values.pop("what"), values.pop("key"), values.pop("at"), values)
            assert line.moment.tzinfo
            assert isinstance(line.key, int | str)
        except (ValueError, KeyError, TypeError, AttributeError, AssertionError):
            torn += 1
            continue
        lines.append(line)
        digests.append(hashlib.sha256(raw).hexdigest())
    return Journal(lines, digests, torn)


def take_over(file: Path) -> None:
    """Add the lines of another journal that this one lacks, as from the machine that is no more."""
    known = set(read(path()).digests)
    raw = file.read_bytes().splitlines(keepends=True) if file.exists() else []
    new = [line for line in raw if line.endswith(b"\n") and hashlib.sha256(line).hexdigest() not in known]
    if new:
        _append(b"".join(new))

"""Restoring a backup: what it is checked for, the database put in place, and what was removed since removed again."""

import os
import secrets
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection

from civictrack.backups import BackupError, age, programs, removals
from civictrack.backups.make import DUMP, KEY, own_key
from civictrack.backups.manifest import CHUNK, Manifest, check_code, check_files, key_mark, read, rows_of_tables
from civictrack.backups.replay import NOBODY, marked, replay
from stories.curation.repair import system_user
from stories.models import Stamp
from stories.public.freshness import REMOVED
from votes.alerts import pause
from votes.models import Subscriber

# A connection ends a moment after its process.
LEAVING_SECONDS = 5.0
# In words, of one and of many.
WORDS = {"person": "people", "reader": "readers", "barred": "barred addresses", "story": "withdrawn stories"}
OTHERS = """
    SELECT coalesce(string_agg('since ' || backend_start, ', '), '')
    FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


def _others() -> str:
    """Return since when others are connected to the database; whoever has just left is waited for."""
    ends = time.monotonic() + LEAVING_SECONDS
    with programs.connected_alone() as mine:
        while True:
            row = mine.execute(OTHERS).fetchone()
            if not row or not row[0] or time.monotonic() > ends:
                return str(row[0]) if row else ""
            time.sleep(0.1)


@dataclass
class Restore:
    """A backup to be put into the database. `say` is told what was done, a sentence each time."""

    folder: Path
    now: datetime
    say: Callable[[str], None]
    over: bool = False
    mail_goes_on: bool = False
    identity: Path | None = None
    journal: Path | None = None

    def carry_out(self) -> bool:
        """Restore; return False where something that was removed since could not be removed again. Raises BackupError,
        with the database as it was, where the backup is not to be had, or the database not to be replaced.
        """
        manifest = read(self.folder)
        check_code(manifest)
        check_files(self.folder, manifest)
        if any(name.endswith(age.ENDING) for name in manifest.files):
            age.identities(self.identity)
        with removals.held(patiently=False):
            is_empty = self._is_empty()
            if not is_empty and not removals.is_broken_off(removals.read(removals.path()).lines):
                removals.copy_new_held(self.now)
            removals.append([self._line(removals.RESTORING)])
            self._load(manifest, is_empty)
            self._check_rows(manifest)
            self._restore_key(manifest)
            call_command("migrate", verbosity=0, interactive=False)
            self.say("Brought the database up to this version of the program.")
            self._end_what_is_over()
            done = self._remove_again(manifest)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        return done

    def _is_empty(self) -> bool:
        """Say whether the database has no tables. Raises BackupError where it has and may not be replaced."""
        tables = connection.introspection.table_names()
        if not tables:
            return True
        if not self.over:
            raise BackupError(
                "The database is not empty. Name an empty one in DATABASE_URL, or add --over to replace all that is in"
                " this one by the backup."
            )
        if others := _others():
            raise BackupError(
                f"Something else is connected to the database ({others}). Stop the web server, the workers and"
                " beat first, and start them after the restore."
            )
        if "django_migrations" not in tables:
            raise BackupError("The database holds tables that are not Civictrack's; name another one in DATABASE_URL.")
        return False

    def _load(self, manifest: Manifest, is_empty: bool) -> None:
        try:
            programs.load(lambda pipe: self._read(DUMP, manifest, pipe), empty=not is_empty)
        except BaseException:
            removals.append([self._line(removals.LEFT)])
            raise
        programs.leave()
        ContentType.objects.clear_cache()
        self.say(
            f"Restored {sum(manifest.rows.values())} rows of {len(manifest.rows)} tables as of {manifest.made_at}."
        )

    def _line(self, what: str) -> removals.Line:
        return removals.Line(what, self.folder.name, self.now.isoformat(), {"in": removals.database()})

    def _read(self, name: str, manifest: Manifest, sink: IO[bytes]) -> None:
        """Write one file of the backup into the sink, as it was before it was encrypted."""
        if name in manifest.files:
            with (self.folder / name).open("rb") as source:
                shutil.copyfileobj(source, sink, CHUNK)
        elif (encrypted := f"{name}{age.ENDING}") in manifest.files:
            with (self.folder / encrypted).open("rb") as source:
                age.decrypt(source, sink, age.identities(self.identity))
        else:
            raise BackupError(f"The backup has no {name}; take another one.")

    def _check_rows(self, manifest: Manifest) -> None:
        """Raise BackupError where a table has another number of rows than the backup had."""
        rows = rows_of_tables()
        if wrong := [table for table in {*rows, *manifest.rows} if rows.get(table) != manifest.rows.get(table)]:
            raise BackupError(
                f"Restored, but {', '.join(sorted(wrong))} should have other numbers of rows: don't use it."
            )

    def _restore_key(self, manifest: Manifest) -> None:
        """Put the backup's secret key in place where the program keeps its own; else say what is to be set."""
        if manifest.key == key_mark():
            return
        has_key = {KEY, f"{KEY}{age.ENDING}"} & set(manifest.files)
        mine = own_key()
        if not has_key or mine is None:
            where = f"It is in the backup, as {KEY}." if has_key else "It was not in the backup, as it was set by hand."
            self.say(
                "SECRET_KEY is another one than then: links in mails sent before and barred addresses are not known."
                f" Set it to what it was, or put that into SECRET_KEY_FALLBACKS. {where}"
            )
            return
        new = mine.with_name(f".{KEY}.new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as sink:
            self._read(KEY, manifest, sink)
            sink.flush()
            os.fsync(sink.fileno())
        new.replace(mine)
        settings.SECRET_KEY = mine.read_text()
        self.say(f"Put the backup's secret key into {mine}.")

    def _end_what_is_over(self) -> None:
        """End all logins, some of which may have been ended since; let mail wait, as what is due may have been sent
        since; and have no page taken for what it was.
        """
        ended = Session.objects.all().delete()[0]
        self.say(f"Ended {ended} logins: everybody logs in again.")
        if not self.mail_goes_on and Subscriber.objects.filter(erased_at=None).exists():
            pause.begin(
                system_user(NOBODY), "A backup was restored: what was due then may have been sent since.", self.now
            )
            self.say(
                "Mail to readers waits, as what was due then may have been sent since: look on the desk under “Alerts”,"
                " and let it go out there."
            )
        subjects = ("all", "desk", REMOVED)
        Stamp.objects.bulk_create(Stamp(subject=name, weight=1 + secrets.randbelow(2**31)) for name in subjects)

    def _remove_again(self, manifest: Manifest) -> bool:
        """Carry out again what was removed since the backup; say what, and return False where not all could be."""
        for other in (self.folder.parent / removals.NAME, self.journal):
            if other and other.exists() and not (removals.path().exists() and other.samefile(removals.path())):
                removals.take_over(other)
        journal = removals.read(removals.path())
        replayed = replay(journal.since(manifest.journal, manifest.moment), manifest.newest)
        told = ", ".join(f"{WORDS[what]}: {number}" for what, number in sorted(replayed.done.items()) if number)
        self.say(f"Removed again what had been removed since: {told}." if told else "Nothing had been removed since.")
        if not (is_known := journal.knows(manifest.journal)):
            self.say(
                f"The journal of removals ({removals.path()}) does not know of this backup: there is another one, or"
                " none. Who was removed since has to be removed by hand, or restore again with --removals FILE."
            )
        if journal.torn:
            self.say(f"{journal.torn} lines of the journal could not be read.")
        for problem in replayed.problems:
            self.say(f"Could not be removed again; do it by hand: {problem}")
        removals.append([marked(self.folder.name, manifest.newest, self.now)])
        return is_known and not replayed.problems

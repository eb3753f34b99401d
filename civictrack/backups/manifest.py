"""What a backup says of itself: a small JSON file beside the dump, without anything personal."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.crypto import salted_hmac
from psycopg import sql

from civictrack.backups import BackupError
from officials.models import Person
from stories.models import Article
from votes.models import Subscriber

NAME = "manifest.json"
FORMAT = 1
CHUNK = 1 << 20
# Whose numbers the journal of removals goes by: a number above the newest here is not of this backup.
NUMBERED = {"person": Person, "reader": Subscriber, "story": Article}


@dataclass(frozen=True)
class Manifest:
    """`rows` counts each table's, `files` has size and SHA-256 of what lies beside it, `newest` the highest numbers;
    `journal` is the digest of the journal's last line when the backup began. `key` tells whether a SECRET_KEY is the
    one of then, and not what it is.
    """

    made_at: str
    program: str
    server: str
    migrations: Mapping[str, list[str]]
    rows: Mapping[str, int]
    newest: Mapping[str, int]
    key: str
    journal: str = ""
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def moment(self) -> datetime:
        """Return when it was made."""
        return datetime.fromisoformat(self.made_at)

    def write(self, folder: Path) -> None:
        """Write it into the backup's folder."""
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Return the manifest of a backup. Raises BackupError where there is none, or one that this program can't read."""
    path = folder / NAME
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values["format"] != FORMAT:
            raise BackupError(f"{path} is of another version of Civictrack; restore it with that one.")
        manifest = Manifest(**{one.name: values[one.name] for one in fields(Manifest)})
        assert manifest.moment.tzinfo
        assert all(isinstance(file, dict) for file in manifest.files.values())
    except OSError as error:
        raise BackupError(f"{folder} is no backup: name the folder that has a {NAME}.") from error
    except (ValueError, KeyError, TypeError, AttributeError, AssertionError) as error:
        raise BackupError(f"{path} is damaged; take another backup.") from error
    return manifest


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raise BackupError unless each file is what was written."""
    for name, known in manifest.files.items():
        path = folder / Path(name).name
        try:
            digest = sha256_of(path)
        except OSError as error:
            raise BackupError(f"{path} can't be read: {error.strerror}. Take another backup.") from error
        if not hmac.compare_digest(digest, str(known.get("sha256"))):
            raise BackupError(f"{path} is not what was backed up (its checksum differs); take another backup.")


def check_code(manifest: Manifest) -> None:
    """Raise BackupError where the backup was made by newer code: it has migrations that are not known here."""
    known = MigrationLoader(None).disk_migrations
    newer = [
        f"{app}.{name}" for app, names in manifest.migrations.items() for name in names if (app, name) not in known
    ]
    if newer:
        raise BackupError(
            f"The backup was made by a newer version ({manifest.program}; {newer[-1]} is not known here). Install that"
            " version, or a later one, and restore it there."
        )


def sha256_of(path: Path) -> str:
    """Return the digest of a file, read a piece at a time."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def key_mark() -> str:
    """Return by what SECRET_KEY is known again."""
    return salted_hmac("civictrack.backups.key", "", settings.SECRET_KEY, algorithm="sha256").hexdigest()[:16]


def rows_of_tables() -> dict[str, int]:
    """Count the rows of each table."""
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        counts = {}
        for table in sorted(tables):
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
            counts[table] = cursor.fetchone()[0]
    return counts


def newest_numbers() -> dict[str, int]:
    """Return the highest number of each kind that the journal knows."""
    numbers = {
        name: model._base_manager.order_by("-pk").values_list("pk", flat=True) for name, model in NUMBERED.items()
    }
    return {name: of.first() or 0 for name, of in numbers.items()}


def applied_migrations() -> dict[str, list[str]]:
    """Return the migrations that the database has, by app."""
    applied: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        for app, name in cursor.fetchall():
            applied.setdefault(app, []).append(name)
    return applied

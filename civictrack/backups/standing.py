"""How the backups stand, as their worker says after each look: no other process may see the folder that they lie in."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from civictrack.backups import BackupError
from civictrack.backups.keep import backups_in
from civictrack.backups.manifest import check_files, read
from votes import valkey

KEPT = "backups"
# One a day is made; what is older than that and half a day again is late.
OLDEST = timedelta(hours=36)


@dataclass(frozen=True)
class Standing:
    """`since` is when the newest whole one was made, or when the first was wanted; `failure` why the last run made
    none; `damage` what is wrong with the newest, `checked`, as it was read again.
    """

    since: str
    checked: str = ""
    failure: str = ""
    damage: str = ""

    def age(self, now: datetime) -> timedelta:
        """Return how old the newest is, or how long the first has been waited for."""
        return max(now - datetime.fromisoformat(self.since), timedelta(0))

    @property
    def problem(self) -> str:
        """Return what is to be mended, as a sentence; "" where nothing is."""
        return self.failure or self.damage


def look(folder: Path, now: datetime, failure: str = "", before: Standing | None = None) -> Standing:
    """Return how the backups of the folder stand, after a run that failed so, if it did. The newest is read again and
    compared with its checksums, unless it was `before`.
    """
    made, path = next(iter(backups_in(folder)), (None, None))
    if made is None or path is None:
        waited = before.since if before and not before.checked else now.isoformat()
        return Standing(waited, failure=failure)
    if before and before.checked == path.name:
        return Standing(made.isoformat(), path.name, failure, before.damage)
    damage = ""
    try:
        check_files(path, read(path))
    except BackupError as error:
        damage = str(error)
    return Standing(made.isoformat(), path.name, failure, damage)


def note(folder: Path | None, now: datetime, failure: str = "") -> None:
    """Tell the other processes how they stand in the folder; None where none are wanted."""
    found = asdict(look(folder, now, failure, told())) if folder else {}
    valkey.ask(lambda redis: redis.set(KEPT, json.dumps(found)))


def is_off() -> bool:
    """Say whether the worker said that none are wanted."""
    return bool(valkey.ask(lambda redis: redis.get(KEPT)) == b"{}")


def told() -> Standing | None:
    """Return what the worker said; None where it has said nothing since Valkey was emptied, or none are wanted."""
    kept: bytes = valkey.ask(lambda redis: redis.get(KEPT)) or b"{}"
    with suppress(ValueError, TypeError):
        standing = Standing(**json.loads(kept))
        datetime.fromisoformat(standing.since)
        return standing
    return None

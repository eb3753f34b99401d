"""Which backups are kept: the newest of so many days, weeks and months, by a table."""

import shutil
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from civictrack.backups import BackupError
from civictrack.backups.make import PREFIX
from civictrack.backups.manifest import read

# What counts as one of a kind, by the site's clock.
PERIODS: Mapping[str, Callable[[datetime], object]] = {
    "daily": lambda moment: moment.date(),
    "weekly": lambda moment: moment.isocalendar()[:2],
    "monthly": lambda moment: (moment.year, moment.month),
}


def backups_in(folder: Path) -> list[tuple[datetime, Path]]:
    """Return the whole backups of a folder, the newest first; what can't be read as one is left alone."""
    found = []
    for path in folder.glob(f"{PREFIX}*/"):
        try:
            found.append((read(path).moment, path))
        except BackupError:
            continue
    return sorted(found, reverse=True)


def is_due(folder: Path, now: datetime) -> bool:
    """Say whether none was made yet on this day of the site's clock."""
    newest = next((made for made, _ in backups_in(folder)), None)
    return newest is None or timezone.localdate(newest) < timezone.localdate(now)


def kept(moments: Iterable[datetime], keep: Mapping[str, int]) -> set[datetime]:
    """Return which are kept: of each kind the newest of as many periods as are wanted, and always the newest of all."""
    newest_first = sorted(moments, reverse=True)
    stay = set(newest_first[:1])
    for name, period in PERIODS.items():
        first_of: dict[object, datetime] = {}
        for moment in newest_first:
            first_of.setdefault(period(timezone.localtime(moment)), moment)
        stay |= set([*first_of.values()][: keep.get(name, 0)])
    return stay


def prune(folder: Path, keep: Mapping[str, int]) -> list[Path]:
    """Delete the backups that need not be kept; return which."""
    backups = backups_in(folder)
    stay = kept([made for made, _ in backups], keep)
    gone = [path for made, path in backups if made not in stay]
    for path in gone:
        # Off its name first: half of one is never taken for a backup.
        going = path.with_name(f".partial-{path.name}")
        path.rename(going)
        shutil.rmtree(going)
    return gone

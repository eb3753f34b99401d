"""Style sheets, scripts and fonts under names that tell their contents, so that browsers keep them for good; each is
kept beside itself compressed. What was not collected is served from where it lies.
"""

import fcntl
import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

MARK = "collected-from"


class Hashed(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it has no stubs
    """Gives each collected file's name with the hash of its contents, and any other's plain name."""

    def stored_name(self, name: str) -> str:
        stored: str = self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
        return stored


def collect() -> None:
    """Collect the files into STATIC_ROOT, unless they were collected as they are now; then nothing is written.

    Of several processes that start one does it. Files of before stay: a page that a reader still has may name them.
    """
    root = Path(settings.STATIC_ROOT)
    now = _sources()
    if (root / MARK).exists() and (root / MARK).read_text() == now:
        return
    root.mkdir(parents=True, exist_ok=True)
    with (root / MARK).open("a+") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        mark.seek(0)
        if mark.read() != now:
            call_command("collectstatic", interactive=False, verbosity=0)
            mark.truncate(0)
            mark.write(now)


def _sources() -> str:
    """Return what the files to be collected are known by: an image and a copy forget when they were changed."""
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in sorted(finder.list([]), key=lambda listed: listed[0]):
            contents = Path(storage.path(name)).read_bytes()
            digest.update(f"{name} {hashlib.sha256(contents).hexdigest()}\n".encode())
    return digest.hexdigest()

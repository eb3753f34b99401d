"""Real servers for every test: embedded ones in a folder of the tests' own, unless the environment names some.

Loaded by `-p tests.servers`: before pytest-django reads the settings, which need the servers' addresses. Test
processes side by side share the servers; each has a database and a Redis number of its own.
"""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("CIVICTRACK_VAR", str(Path(tempfile.gettempdir()) / f"civictrack-tests-{os.getuid()}"))

from civictrack import embedded

embedded.ensure()

if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    number = int(worker.removeprefix("gw")) + 1
    plain = os.environ["REDIS_URL"].partition("?")[0]
    base = plain if plain.startswith("unix:") else plain.rsplit("/", 1)[0]
    os.environ["REDIS_URL"] = f"{base}?db={number}" if plain.startswith("unix:") else f"{base}/{number}"

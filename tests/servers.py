"""Real servers for every test: embedded ones in a folder of the tests' own, unless the environment names some.

Loaded by `-p tests.servers`: before pytest-django reads the settings, which need the servers' addresses.
"""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("CIVICTRACK_VAR", str(Path(tempfile.gettempdir()) / f"civictrack-tests-{os.getuid()}"))

from civictrack import embedded

embedded.ensure()

"""The marked stories that the tagger is trained on keep to the shared conventions."""

import subprocess
import sys
from pathlib import Path

import pytest

TOLD = Path(__file__).parents[2] / "gold" / "told"
CHECKER = Path(__file__).parents[4] / "shared" / "gold" / "validate.py"


@pytest.mark.skipif(not CHECKER.exists(), reason="the shared checker is not beside this checkout")
def test_the_marked_stories_pass_the_shared_checker() -> None:
    command = [sys.executable, str(CHECKER), "--retold", "--gold", str(TOLD)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout[-2000:]

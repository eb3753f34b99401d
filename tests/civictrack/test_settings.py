"""A bad value stops the start with a sentence that says which."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def start(tmp_path: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "CIVICTRACK_VAR": str(tmp_path), **variables}
    return subprocess.run(
        [sys.executable, "-c", "import civictrack.settings"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIME_ZONE", "Mars"),
        ("EMAIL_URL", "mail.example"),
        ("DATABASE_URL", "localhost"),
        ("REDIS_URL", "localhost:6379"),
        ("SITE_URL", "news.example"),
        ("WORKER_PROCESSES", "none"),
        ("BACKUP_KEEP", "daily=7,yearly=3"),
        ("BACKUP_KEEP", "weekly=many"),
        ("BACKUP_AGE_RECIPIENT", "age1ok,AGE-SECRET-KEY-1"),
    ],
)
def test_a_bad_value_is_named_in_one_line(tmp_path: Path, name: str, value: str) -> None:
    ended = start(tmp_path, **{name: value})
    assert ended.returncode == 1
    assert ended.stderr.startswith("Civictrack can't start:")
    assert name in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_good_values_start(tmp_path: Path) -> None:
    good = {
        "TIME_ZONE": "America/Chicago",
        "SITE_URL": "https://news.example",
        "EMAIL_URL": "submission://u:p@host:587",
    }
    assert start(tmp_path, **good).stderr == ""

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
        ("REDIS_URL", "redis://localhost:notaport/0"),
        ("SITE_URL", "news.example"),
        ("WORKER_PROCESSES", "none"),
        ("BACKUP_KEEP", "daily=7,yearly=3"),
        ("BACKUP_KEEP", "weekly=many"),
        ("BACKUP_AGE_RECIPIENT", "age1ok,AGE-SECRET-KEY-1"),
        ("EXTRACTORS", "model"),
        ("MODEL_URL", "models.example"),
        ("MODEL_NAME", "a model"),
        ("MODEL_SECONDS", "1"),
        ("MODEL_CHARACTERS", "7"),
        ("MODEL_TOKENS_PER_DAY", "0"),
        ("MODEL_OPTIONS", '{"tools": []}'),
        ("MODEL_KEY_FILE", "/no/such/file"),
        ("MODEL_KEY", "two\nlines"),
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


def test_behind_tls_cookies_are_this_hosts_alone(tmp_path: Path) -> None:
    code = "from civictrack.settings import SESSION_COOKIE_NAME as s, CSRF_COOKIE_NAME as c; print(s, c)"
    environment = {**os.environ, "CIVICTRACK_VAR": str(tmp_path), "BEHIND_HTTPS_PROXY": "true"}
    said = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, env=environment, text=True)
    assert said == "__Host-sessionid __Host-csrftoken\n"


def test_a_model_needs_its_address_and_name(tmp_path: Path) -> None:
    alone = start(tmp_path, EXTRACTORS="rules,model", MODEL_URL="http://127.0.0.1:8080/v1")
    assert alone.stderr == "Civictrack can't start: EXTRACTORS names a model; set MODEL_URL and MODEL_NAME.\n"
    key = tmp_path / "key"
    key.write_text("a-secret\n")
    whole = {"EXTRACTORS": "rules,model", "MODEL_URL": "http://127.0.0.1:8080/v1", "MODEL_NAME": "m"}
    assert start(tmp_path, **whole, MODEL_KEY_FILE=str(key)).stderr == ""


def test_without_a_model_nothing_of_it_is_imported_and_nothing_wakes_it(tmp_path: Path) -> None:
    """Nor the parser: only what reads stories loads that."""
    code = (
        "import django, sys; django.setup(); from django.conf import settings; "
        "import civictrack.urls, civictrack.tasks, stories.tasks, votes.tasks; "
        "print(sorted({'openai', 'httpx2', 'pydantic', 'spacy', 'stories.asking', 'stories.extraction.grounding'} "
        "& set(sys.modules)), 'stories.tasks.ask_model' in settings.WAKE_UPS)"
    )
    named = {"DATABASE_URL": "postgresql://u:p@127.0.0.1:9/x", "REDIS_URL": "redis://127.0.0.1:9/0"}
    environment = {**os.environ, **named, "CIVICTRACK_VAR": str(tmp_path), "EXTRACTORS": "rules",
                   "DJANGO_SETTINGS_MODULE": "civictrack.settings"}  # fmt: skip
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (ended.stdout, ended.stderr) == ("[] False\n", "")

"""Each process of the program starts on a bare machine where all is named, and leaves no folder behind."""

import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from civictrack import pulse
from civictrack.workers import QUEUES
from tests.patience import PATIENCE, wait_until
from tests.stories.workers import ROOT, environment

pytestmark = pytest.mark.django_db(transaction=True)
PYTHON = (sys.executable, "-m")


def named(tmp_path: Path) -> dict[str, str]:
    """All settings that a server of its own needs, and a folder that does not exist."""
    return {
        **environment(), "SECRET_KEY": "of forty and more characters, for this test", "LOG_LEVEL": "INFO",
        "CIVICTRACK_VAR": str(tmp_path / "none"), "EMAIL_URL": "smtp://127.0.0.1:25",
    }  # fmt: skip


def starts(tmp_path: Path, command: tuple[str, ...], sign: str) -> None:
    """The process says that it runs, and goes on running until it is told to end."""
    log = tmp_path / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=named(tmp_path), stdout=output, stderr=output)

    def says_so() -> bool:
        assert process.poll() is None, log.read_text()
        return sign in log.read_text()

    try:
        wait_until(says_so, f"“{sign}” is in the log")
    finally:
        end(process)
    assert not (tmp_path / "none").exists()


def end(process: subprocess.Popen[bytes]) -> None:
    """Told so again while it does not end: the clock's library loses a signal that comes in the middle of a send."""

    def has_ended() -> bool:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(5.0)
        return process.poll() is not None

    wait_until(has_ended, "the process has ended")


def test_the_clock_starts(tmp_path: Path) -> None:
    command = (*PYTHON, "celery", "-A", "civictrack.worker", "beat", "--loglevel", "INFO")
    starts(tmp_path, command, "Sending due task votes.tasks.send_due_mail")
    assert pulse.beats()["beat"], "and it says that it works"


@pytest.mark.parametrize("queue", QUEUES)
def test_a_worker_starts(tmp_path: Path, queue: str) -> None:
    starts(tmp_path, (*PYTHON, "civictrack.workers", queue), " ready.")


def test_the_web_server_answers_and_takes_up_new_code_without_refusing_anybody(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
    command = [*PYTHON, "gunicorn", "civictrack.wsgi", "--bind", address]
    web = subprocess.Popen(command, cwd=ROOT, env=named(tmp_path))

    def page() -> bytes:
        answer: bytes = urllib.request.urlopen(f"http://{address}/en/", timeout=PATIENCE).read()
        return answer

    def answers() -> bool:
        assert web.poll() is None
        with suppress(OSError):
            return b"</html>" in page()
        return False

    def working() -> set[int]:
        return {child.pid for child in psutil.Process(web.pid).children()}

    try:
        wait_until(answers, "the front page is there")
        before = working()
        web.send_signal(signal.SIGHUP)
        # Whatever comes meanwhile is answered; an error ends the test.
        wait_until(lambda: page() and not before & working() and working(), "another process answers", every=0)
        assert b"</html>" in page()
    finally:
        web.terminate()
        web.wait(PATIENCE)
    # No server of its own was started; the files for browsers were laid out.
    assert [made.name for made in (tmp_path / "none").iterdir()] == ["static"]


def test_the_database_is_brought_up_to_date(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "migrate"]
    done = subprocess.run(command, cwd=ROOT, env=named(tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "none").exists()


def test_what_the_image_leaves_out_are_secrets_and_what_is_not_of_the_program() -> None:
    """Docker copies all but what is listed: a `.env` beside the program would be in every image."""
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".env", ".env.*", ".git", "var", ".venv"} <= set(left_out)

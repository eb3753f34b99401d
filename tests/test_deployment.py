"""What is installed on servers: the runtime lock, the image's files, systemd's units, and what is said of security."""

import ast
import re
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from civictrack.workers import QUEUES
from tests import image
from tests.structure import APPS

ROOT = Path(__file__).resolve().parent.parent
UNITS = ROOT / "docs" / "systemd"
SERVICES = ["civictrack-web.service", "civictrack-beat.service"]
# Of ten; what can't be told from a unit that may do anything is above nine.
MOST_EXPOSED = 2.0


def pinned(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9.-]+==[^ \\]+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))


def imported() -> set[str]:
    """The top names that the program imports, wherever in the code an import stands."""
    paths = [ROOT / "manage.py", *(path for app in APPS for path in (ROOT / app).rglob("*.py"))]
    nodes = [node for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    tops = {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names) - set(APPS)
    return {name for name in tops if not name.startswith("_")}  # types alone


def test_what_servers_install_is_part_of_what_is_tested() -> None:
    runtime, tested = pinned("requirements-runtime.lock"), pinned("requirements.lock")
    assert runtime < tested
    assert not {"pytest", "mypy", "playwright", "ruff"} & {pin.partition("==")[0] for pin in runtime}


def test_all_that_the_program_imports_is_installed_on_servers() -> None:
    """Packages that bring parts of one name, as some do, count with any of them."""
    locked = {pin.partition("==")[0] for pin in pinned("requirements-runtime.lock")}
    brings = packages_distributions()
    missing = {
        name
        for name in imported()
        if not locked & {re.sub(r"[._]", "-", package).lower() for package in brings.get(name, [])}
    }
    assert missing == set()


def test_the_image_copies_the_program_and_nothing_of_this_machine() -> None:
    patterns = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert [trap for trap in image.TRAPS if not image.is_left_out(trap, patterns)] == []
    assert not any(image.is_left_out(name, patterns) for name in ("manage.py", "civictrack/settings.py", "docs/Caddyfile"))
    done = dict(image.steps((ROOT / "Dockerfile").read_text(encoding="utf-8")))
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", done["FROM"]), "a base of one version"
    assert done["USER"] == "civictrack"
    assert "/healthz" in done["HEALTHCHECK"]


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A root with our units and systemd's own, and programs where the units look for them."""
    shutil.copytree(UNITS, tmp_path / "etc/systemd/system")
    (tmp_path / "usr/lib/systemd").mkdir(parents=True)
    (tmp_path / "usr/lib/systemd/system").symlink_to("/usr/lib/systemd/system")
    units = "".join(path.read_text(encoding="utf-8") for path in UNITS.iterdir() if path.is_file())
    for name in re.findall(r"^Exec\w+=(\S+)", units, re.MULTILINE):
        program = tmp_path / name.lstrip("/")
        program.parent.mkdir(parents=True, exist_ok=True)
        program.touch(mode=0o755)
    return tmp_path


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_takes_the_units_and_holds_them_to_their_work(machine: Path) -> None:
    services = [*SERVICES, *(f"civictrack-worker@{queue}.service" for queue in QUEUES)]
    analyze = ["systemd-analyze", f"--root={machine}"]
    said = subprocess.run(
        [*analyze, "verify", "--man=no", "civictrack.target", *services], capture_output=True, text=True, check=False
    )
    assert (said.returncode, said.stderr) == (0, "")
    for service in (*SERVICES, "civictrack-worker@mail.service"):
        exposure = subprocess.run(
            [*analyze, "security", "--offline=true", service], capture_output=True, text=True, check=True
        ).stdout
        assert float(re.findall(r"Overall exposure level for \S+: ([\d.]+)", exposure)[0]) <= MOST_EXPOSED


def test_the_target_starts_every_process() -> None:
    target = (UNITS / "civictrack.target").read_text(encoding="utf-8")
    wanted = {name for names in re.findall(r"^Wants=(.+)", target, re.MULTILINE) for name in names.split()}
    assert wanted == {*SERVICES, *(f"civictrack-worker@{queue}.service" for queue in QUEUES)}


def test_what_is_said_of_security_names_tests_that_there_are() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", text))
    assert named
    assert {name for name in named if not (ROOT / name).is_file()} == set()

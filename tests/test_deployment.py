"""What is installed on servers: the runtime lock, the image's files, systemd's units, and what is said of security."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from base64 import b64encode
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest
import yaml
from django_migration_linter.sql_analyser import analyse_sql_statements, get_sql_analyser_class

from civictrack.workers import QUEUES
from tests import image

ROOT = Path(__file__).resolve().parent.parent
UNITS = ROOT / "docs" / "systemd"
SERVICES = ["civictrack-web.service", "civictrack-beat.service"]
# Beside which the release before could not go on, while a new one is taken up or after the way back.
UNSAFE = {
    "a column that must be filled": "ADD COLUMN weight integer NOT NULL",
    "a default that is there while it is filled alone": 'ADD COLUMN "weight" integer DEFAULT 1 NOT NULL;'
    ' ALTER TABLE "votes_vote" ALTER COLUMN "weight" DROP DEFAULT',
    "a column that must be filled from now on": "ALTER COLUMN title SET NOT NULL",
    "a column that is gone": "DROP COLUMN title",
    "a column under another name": "RENAME COLUMN title TO name",
    "a table under another name": "RENAME TO votes_ballot",
    "a column of another kind": "ALTER COLUMN title TYPE varchar(9)",
    "a rule that only the new code knows": "ADD CONSTRAINT one UNIQUE (title)",
}
SAFE = ["ADD COLUMN weight integer NULL", "ADD COLUMN weight integer DEFAULT 1 NOT NULL"]
# Of ten; what can't be told from a unit that may do anything is above nine.
MOST_EXPOSED = 2.0


def pinned(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9.-]+==[^ \\]+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))


def test_what_servers_install_is_part_of_what_is_tested() -> None:
    runtime, tested = pinned("requirements-runtime.lock"), pinned("requirements.lock")
    assert runtime < tested
    assert not {"pytest", "mypy", "playwright", "ruff"} & {pin.partition("==")[0] for pin in runtime}


def test_all_that_the_program_needs_is_installed_on_servers() -> None:
    """What stands in pyproject.toml, which deptry holds to what is imported, and what else a setting may ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    names = {re.sub(r"[._]", "-", re.split(r"[\[<>=]", requirement)[0]).lower() for requirement in needed}
    assert names <= {pin.partition("==")[0] for pin in pinned("requirements-runtime.lock")}


def test_the_image_copies_the_program_and_nothing_of_this_machine() -> None:
    patterns = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert [trap for trap in image.TRAPS if not image.is_left_out(trap, patterns)] == []
    assert not any(
        image.is_left_out(name, patterns) for name in ("manage.py", "civictrack/settings.py", "docs/Caddyfile")
    )
    done = dict(image.steps((ROOT / "Dockerfile").read_text(encoding="utf-8")))
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", done["FROM"]), "a base of one version"
    assert done["USER"] == "civictrack"
    assert "/healthz" in done["HEALTHCHECK"]


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A root with our units and systemd's own, and programs where the units look for them."""
    shutil.copytree(UNITS, tmp_path / "etc/systemd/system")
    shutil.copytree("/usr/lib/systemd/system", tmp_path / "usr/lib/systemd/system", symlinks=True)
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


def test_the_target_starts_every_process_but_the_one_for_a_model() -> None:
    target = (UNITS / "civictrack.target").read_text(encoding="utf-8")
    wanted = {name for names in re.findall(r"^Wants=(.+)", target, re.MULTILINE) for name in names.split()}
    workers = {f"civictrack-worker@{queue}.service" for queue in QUEUES if queue != "model"}
    assert wanted == {*SERVICES, *workers}


def test_make_lint_refuses_migrations_beside_which_the_release_before_can_not_work() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["django_migration_linter"]
    analyser = get_sql_analyser_class("postgresql", project["sql_analyser"])

    def is_refused(change: str) -> bool:
        errors, _, _ = analyse_sql_statements(analyser, f'ALTER TABLE "votes_vote" {change}'.split("; "))
        return bool(errors)

    assert [what for what, change in UNSAFE.items() if not is_refused(change)] == []
    assert [change for change in SAFE if is_refused(change)] == []


def of_compose() -> dict[str, str]:
    """What the web server's environment is, by docker-compose.yml and the `.env` that the README shows."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("`.env` holds the rest")[2].partition("Then, and")[0]
    written = dict(re.findall(r"^    ([A-Z_]+)=(.*)$", shown, re.MULTILINE))
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))

    def filled(value: str) -> str:
        return re.sub(
            r"\$\{([A-Z_]+):([-?])([^}]*)\}", lambda it: written.get(it[1], "" if it[2] == "?" else it[3]), value
        )

    return {**written, **{name: filled(value) for name, value in compose["services"]["web"]["environment"].items()}}


def of_systemd() -> dict[str, str]:
    """What the services' environment is, by the file that the README lets copy."""
    written = (UNITS / "env.example").read_text(encoding="utf-8")
    return {name: value.strip('"') for name, value in re.findall(r"^([A-Z_]+)=(.*)$", written, re.MULTILINE)}


@pytest.mark.parametrize("environment", [of_compose, of_systemd])
def test_what_the_readme_sets_up_is_fit_for_readers(tmp_path: Path, environment: Callable[[], dict[str, str]]) -> None:
    """`check --deploy` has nothing to say of it. A secret is as long as the README's `openssl` makes it."""
    named = environment()
    for name in [name for name in named if name.endswith("_FILE")]:
        (tmp_path / name).write_text(f"{b64encode(os.urandom(48)).decode()}\n")
        named[name] = str(tmp_path / name)
    mine = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    said = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "DEBUG"],
        cwd=ROOT, env={**mine, **named, "CIVICTRACK_VAR": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout == "System check identified no issues (2 silenced).\n"


def test_what_is_said_of_security_names_tests_that_there_are() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", text))
    assert named
    assert {name for name in named if not (ROOT / name).is_file()} == set()


def test_a_command_reads_the_settings_as_systemd_does_and_not_as_a_shell(tmp_path: Path) -> None:
    """An `&` in a shell would leave DATABASE_URL empty, and the command would work on a database of its own."""
    values = {
        "DATABASE_URL": "postgresql://civictrack@db/civictrack?sslmode=verify-full&sslrootcert=/etc/ssl/db.pem",
        "SITE_NAME": "Tern Harbor Votes", "MODEL_OPTIONS": '{"max_tokens": null, "seed": 7}', "PRICE": "$HOME `id`",
    }  # fmt: skip
    (tmp_path / "env").write_text("# of the site\n" + "".join(f"{name}={value}\n" for name, value in values.items()))
    (tmp_path / "runuser").write_text(f"#!{sys.executable}\nimport json, os\nprint(json.dumps(dict(os.environ)))\n")
    (tmp_path / "runuser").chmod(0o755)
    named = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "CIVICTRACK_ENV": str(tmp_path / "env")}
    done = subprocess.run([UNITS / "manage", "doctor"], env=named, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert {name: told[name] for name in values} == values

"""The README, the Makefile, docker-compose.yml and the settings speak of the same things."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from civictrack.metrics import BACKUPS, COUNTED, TIMED
from civictrack.workers import QUEUES
from stories.extraction.document import DEFAULT_MODEL

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = (ROOT / "civictrack" / "settings.py").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
WORKERS = [f"worker-{queue}" for queue in QUEUES]
PROGRAM = ("migrate", "web", *WORKERS, "beat")


def defaults() -> dict[str, object]:
    """What the settings read from the environment, each with the default that stands in the first call."""
    read: dict[str, object] = {}
    for node in ast.walk(ast.parse(SETTINGS)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and ast.unparse(node.func.value) == "env"
        ):
            name, *default = node.args
            read.setdefault(ast.literal_eval(name), ast.literal_eval(default[0]) if default else None)
    return read


def variables() -> set[str]:
    return set(defaults())


def as_written(default: object) -> str:
    """A default as one would write it into the environment."""
    if isinstance(default, list):
        return ",".join(map(str, default))
    return str(default).lower() if isinstance(default, bool) else str(default)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return loaded


def test_the_readmes_table_lists_every_variable_and_no_other() -> None:
    listed = set(re.findall(r"^\| `([A-Z_]+)`", README, re.MULTILINE))
    assert listed == variables()


@pytest.mark.parametrize("name", sorted(defaults()))
def test_the_readmes_table_gives_the_default_that_holds(name: str) -> None:
    """As code; what is empty in the settings is told in words."""
    row = re.search(rf"^\| `{name}` \| ([^|]+) \|", README, re.MULTILINE)
    assert row
    given, default = re.fullmatch(r"`([^`]*)`", row[1]), as_written(defaults()[name])
    assert (given[1] if given else "") == default


def test_the_parser_that_is_read_with_is_the_settings_one() -> None:
    assert defaults()["CIVICTRACK_SPACY_MODEL"] == DEFAULT_MODEL


def test_compose_sets_only_variables_that_the_settings_read(compose: dict[str, Any]) -> None:
    for name in PROGRAM:
        assert {named.removesuffix("_FILE") for named in compose["services"][name]["environment"]} <= variables()


def test_compose_names_the_servers_and_the_site(compose: dict[str, Any]) -> None:
    needed = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY_FILE", "SITE_URL", "EMAIL_URL", "ALLOWED_HOSTS"}
    assert needed <= set(compose["services"]["web"]["environment"])


def test_compose_has_every_process_of_the_program(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {*PROGRAM, "postgres", "valkey", "caddy", "mailpit"}
    for service in compose["services"].values():
        waits_for = set(service.get("depends_on", {}))
        assert waits_for <= set(compose["services"])


def test_every_container_is_held_to_its_work(compose: dict[str, Any]) -> None:
    """Nothing is written but to volumes and /tmp; no right of root's, no log that fills the disk, a bound on memory."""
    for name, service in compose["services"].items():
        assert service["read_only"], name
        assert "/tmp" in service["tmpfs"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert set(service["logging"]["options"]) == {"max-size", "max-file"}, name
        assert service["mem_limit"], name
        assert service["healthcheck"], name
        assert "cap_add" not in service or name not in PROGRAM


def test_a_workers_health_is_asked_for_by_its_own_name(compose: dict[str, Any]) -> None:
    for name in (*WORKERS, "beat"):
        service = compose["services"][name]
        assert service["hostname"] == name.removeprefix("worker-")
        assert "socket.gethostname()" in service["healthcheck"]["test"][-1]
        compile(service["healthcheck"]["test"][-1], name, "exec")


def test_passwords_are_files_and_the_queue_is_never_thrown_away(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        values = service.get("environment", {})
        assert not {"SECRET_KEY", "DATABASE_PASSWORD", "EMAIL_PASSWORD", "POSTGRES_PASSWORD"} & set(values), name
        files = {str(value) for named, value in values.items() if named.endswith("_FILE")}
        assert files == {f"/run/secrets/{secret}" for secret in service.get("secrets", [])}, name
        assert set(service.get("secrets", [])) <= set(compose["secrets"]), name
        assert {config["source"] for config in service.get("configs", [])} <= set(compose["configs"]), name
    assert all((ROOT / config["file"]).is_file() for config in compose["configs"].values())
    options = " ".join(compose["services"]["valkey"]["command"])
    assert "--appendonly yes" in options
    assert "--maxmemory-policy volatile-ttl" in options


@pytest.mark.parametrize(
    ("service", "target"), [("web", "run"), *((name, "worker") for name in WORKERS), ("beat", "beat")]
)
def test_compose_runs_what_the_makefile_runs(compose: dict[str, Any], service: str, target: str) -> None:
    recipe = re.search(rf"^{target}: setup.*\n\t(.+)$", MAKEFILE, re.MULTILINE)
    assert recipe
    words = " ".join(compose["services"][service]["command"])
    program = re.sub(r"^\$\(VENV\)/bin/", "", recipe.group(1)).replace("$(PY)", "python")
    program = program.replace("$(QUEUES)", service.removeprefix("worker-"))
    assert words.split(" --")[0] == program.split(" --")[0]


def test_the_images_default_command_is_the_web_server() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert 'CMD ["gunicorn", "civictrack.wsgi"' in dockerfile


@pytest.mark.parametrize("target", sorted(set(re.findall(r"(?:`|^    )make ([a-z-]+)", README, re.MULTILINE))))
def test_every_make_target_of_the_readme_exists(target: str) -> None:
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"manage\.py ([a-z_]+)", README))))
def test_every_command_of_the_readme_exists(command: str) -> None:
    from django.core.management import get_commands

    assert command in get_commands()


METRICS = {f"civictrack_{name}" for name in (*COUNTED, *TIMED, *BACKUPS, "work_age_seconds", "queue_age_seconds")}
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", ["prometheus-alerts.yml", "dashboard.json", "operations.md"])
def test_what_watches_the_program_asks_for_what_it_tells(file: str) -> None:
    text = (ROOT / "docs" / file).read_text(encoding="utf-8")
    named = {re.sub(r"_(?:count|bucket|total)$", "", name) for name in re.findall(r"\bcivictrack_[a-z_]+", text)}
    assert named
    assert named <= METRICS


def test_every_metric_is_in_the_operators_guide() -> None:
    listed = set(re.findall(r"^\| `(civictrack_\w+?)(?:_total)?` \|", OPERATIONS, re.MULTILINE))
    assert listed == METRICS


def test_every_alarm_has_a_runbook() -> None:
    rules = yaml.safe_load((ROOT / "docs" / "prometheus-alerts.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    alarms = {rule["alert"]: rule["annotations"]["runbook"] for rule in rules}
    assert set(re.findall(r"^### (\w+)$", OPERATIONS, re.MULTILINE)) == set(alarms)
    assert alarms == {name: f"docs/operations.md#{name.lower()}" for name in alarms}

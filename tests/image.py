"""Replays the Dockerfile without Docker and tries what comes of it: `make test-image`, as root, with debootstrap.

A small Debian stands in for the base image; every other step is read from the Dockerfile. The root is then mounted
read-only, and in a network of its own the image's command must answer /healthz and /readyz.
"""

import ctypes
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
PLANTED = "no-image-may-hold-this"
# Whatever is in these stays out of the image.
TRAPS = (".env", ".env.old", "secrets/secret-key", "var/secret-key", ".venv/lib", "officials/__pycache__/old")
# How this machine reaches the network and its package index is its own; an image knows nothing of it.
OF_THE_MACHINE = ("/etc/resolv.conf", "/etc/pip.conf", "/etc/ssl/certs/ca-certificates.crt")
ADDRESS = "http://127.0.0.1:8000"
START_SECONDS = 180
CLONE_NEWNET = 0x40000000


def steps(dockerfile: str) -> Iterator[tuple[str, str]]:
    """Yield each instruction with its argument; lines that go on are one, comments none."""
    text = re.sub(r"(?m)^\s*#.*\n", "", dockerfile).replace("\\\n", " ")
    for line in filter(str.strip, text.splitlines()):
        name, _, argument = line.partition(" ")
        yield name, argument.strip()


def is_left_out(path: str, patterns: list[str]) -> bool:
    """Whether .dockerignore names the path or a folder above it."""
    parts = path.split("/")
    heads = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
    return any(
        fnmatch(head, pattern) or (pattern.startswith("**/") and fnmatch(head.rpartition("/")[2], pattern[3:]))
        for pattern in patterns
        for head in heads
    )


def mount(*words: str | Path) -> None:
    """Mount for this process and its children alone: `unshare --mount` started it."""
    subprocess.run(["mount", *words], check=True)


class Image:
    """A root folder in which the steps of a Dockerfile are done one after the other."""

    def __init__(self, root: Path, context: Path) -> None:
        self.root, self.context = root, context
        self.environment = {"PATH": "/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin"}
        self.folder, self.user = "/", "root"
        self.command: list[str] = []
        self.health: list[str] = []

    def do(self, name: str, argument: str) -> None:
        """Do one step; an instruction that is not known here ends it."""
        print(f"{name} {argument}"[:110], flush=True)
        getattr(self, f"do_{name.lower()}")(argument)

    def do_from(self, tag: str) -> None:
        """Lay out the Debian of the tag's name, with a Python where the base image has it."""
        base = re.fullmatch(r"python:(\d+\.\d+)\.\d+-slim-(\w+)", tag)
        assert base, f"no stand-in is known for {tag}"
        include = "--include=python3-venv,ca-certificates"
        log = self.root.with_name("debootstrap.log")
        with log.open("w") as output:
            command = ["debootstrap", "--variant=minbase", include, base[2], str(self.root)]
            if subprocess.run(command, stdout=output, stderr=output, check=False).returncode:
                sys.exit(f"debootstrap failed:\n{log.read_text()[-2000:]}")
        mount("--bind", self.root, self.root)
        mount("-t", "proc", "proc", self.root / "proc")
        mount("--rbind", "/dev", self.root / "dev")
        for path in filter(os.path.exists, OF_THE_MACHINE):
            self.inside(path).touch()
            mount("--bind", path, self.inside(path))
        self.run(["python3", "-m", "venv", "/usr/local"])
        assert self.run(["python", "-V"]).startswith(f"Python {base[1]}."), "another Python than the base image's"

    def do_env(self, argument: str) -> None:
        self.environment |= dict(pair.split("=", 1) for pair in shlex.split(argument))

    def do_workdir(self, folder: str) -> None:
        self.folder = folder
        self.inside(folder).mkdir(parents=True, exist_ok=True)

    def do_copy(self, argument: str) -> None:
        source, target = argument.split()
        patterns = (self.context / ".dockerignore").read_text().split()
        for path in self.context.rglob("*") if source == "." else [self.context / source]:
            name = path.relative_to(self.context).as_posix()
            if path.is_file() and not is_left_out(name, patterns):
                to = self.inside(self.folder) / target / name
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, to)

    def do_run(self, argument: str) -> None:
        own = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        self.run(["sh", "-c", argument], **own)

    def do_user(self, name: str) -> None:
        self.user = name
        self.environment["HOME"] = self.run(["sh", "-c", "echo ~"]).strip()

    def do_expose(self, port: str) -> None:
        assert ADDRESS.endswith(f":{port}")

    def do_healthcheck(self, argument: str) -> None:
        self.health = json.loads(argument[argument.index("CMD ") + 4 :])

    def do_cmd(self, argument: str) -> None:
        self.command = json.loads(argument)

    def inside(self, path: str) -> Path:
        return self.root / path.lstrip("/")

    def way_in(self, command: list[str]) -> list[str]:
        """Return the command that does it inside, as the image's user in its folder."""
        there = ["sh", "-c", 'cd "$0" && exec "$@"', self.folder]
        return ["chroot", f"--userspec={self.user}", str(self.root), *there, *command]

    def run(self, command: list[str], **more: str) -> str:
        """Do it inside and return what it said; a failure ends all with its words."""
        environment = {**self.environment, **more}
        done = subprocess.run(self.way_in(command), env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"failed: {shlex.join(command)}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
        return done.stdout

    def seal(self) -> None:
        """From here on nothing can be written but to /tmp and the program's volume, which begins as in the image."""
        kept = self.environment["CIVICTRACK_VAR"]
        volume = self.root.with_name("volume")
        subprocess.run(["cp", "-a", self.inside(kept), volume], check=True)
        for path in filter(os.path.exists, OF_THE_MACHINE):
            subprocess.run(["umount", self.inside(path)], check=True)
        mount("-o", "remount,bind,ro", self.root)
        mount("--bind", volume, self.inside(kept))
        mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", self.inside("/tmp"))


def context(folder: Path) -> Path:
    """Copy what git knows into a folder, beside it what must stay out of the image."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=HERE, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (HERE / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(HERE / name, folder / name)
    for name in TRAPS:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(PLANTED)
    return folder


def look_at_what_is_in_it(image: Image) -> None:
    """The runtime lock's packages and no others, no secret, and nothing that only developers need."""
    app = image.inside("/app")
    there = {path.relative_to(app).parts[0] for path in app.rglob("*")}
    assert not {".git", ".venv", "tests", "var", "secrets"} & there, there
    held = subprocess.run(["grep", "-rlF", PLANTED, str(app)], capture_output=True, text=True, check=False).stdout
    assert not held, held
    assert not list(image.inside(image.environment["CIVICTRACK_VAR"]).glob("secret*")), "a key was made at the build"
    frozen = image.run(["pip", "list", "--format", "json"])
    installed = {re.sub(r"[._]", "-", one["name"]).lower() for one in json.loads(frozen)} - {"pip", "setuptools"}
    locked = set(re.findall(r"(?m)^([a-z0-9.-]+)==", (HERE / "requirements-runtime.lock").read_text()))
    assert installed <= locked, installed - locked
    size = subprocess.run(["du", "-sxm", str(image.root)], capture_output=True, text=True, check=True).stdout
    print(f"in the image: {len(installed)} packages, {size.split()[0]} MB with Debian")


def try_it(image: Image) -> None:
    """Bring an embedded database up to date, start the image's command, and ask it how it is."""
    for path in ("/app/x", "/usr/local/x"):
        refused = subprocess.run(image.way_in(["touch", path]), capture_output=True, text=True, check=False).stderr
        assert "Read-only file system" in refused or "Permission denied" in refused, refused
    # Its port is nobody else's: the image's command runs as it stands.
    assert ctypes.CDLL(None).unshare(CLONE_NEWNET) == 0
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    image.run(["python", "manage.py", "migrate", "--verbosity", "0"])
    with image.root.with_name("web.log").open("w") as log:
        web = subprocess.Popen(image.way_in(image.command), env=image.environment, stdout=log, stderr=log)
    try:
        print("/healthz:", answer("/healthz", web).strip())
        print("/readyz:", answer("/readyz", web).strip())
        image.run(image.health)
        print("the health check: ok")
        sheet = re.search(r"/static/civictrack\.[0-9a-f]{12}\.css", answer("/en/", web))
        assert sheet, "the static files were not collected"
        assert answer(sheet[0], web)
    except BaseException:
        print(Path(log.name).read_text()[-4000:])
        raise
    finally:
        web.terminate()
        web.wait(60)


def answer(path: str, web: "subprocess.Popen[bytes]") -> str:
    """Return what the web server says once it does; an error answer ends it."""
    ends = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(ADDRESS + path, timeout=30) as said:
                return str(said.read().decode())
        except ConnectionError:
            pass
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
        assert web.poll() is None, "the web server ended"
        assert time.monotonic() < ends, "the web server does not answer"
        time.sleep(0.5)


def inside(folder: Path) -> None:
    """Build and try in a namespace of mounts that nobody else sees."""
    image = Image(folder / "root", context(folder / "context"))
    for name, argument in steps((HERE / "Dockerfile").read_text(encoding="utf-8")):
        image.do(name, argument)
    assert image.user != "root"
    look_at_what_is_in_it(image)
    image.seal()
    try_it(image)
    print("The image works.")


def main() -> None:
    if os.geteuid() or not shutil.which("debootstrap"):
        sys.exit("This needs root and debootstrap: apt-get install debootstrap.")
    folder = Path(tempfile.mkdtemp(prefix="civictrack-image-"))
    folder.chmod(0o755)
    try:
        # What is mounted there is not seen here, where the folder is deleted.
        command = ["unshare", "--mount", sys.executable, "-m", "tests.image", str(folder)]
        sys.exit(subprocess.run(command, cwd=HERE, check=False).returncode)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    inside(Path(sys.argv[1])) if len(sys.argv) > 1 else main()

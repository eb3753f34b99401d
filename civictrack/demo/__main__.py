"""`make demo`: the whole program on an invented city, on embedded servers, until Ctrl-C."""

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from datetime import date
from pathlib import Path

from civictrack import embedded
from civictrack.demo import state as remembered
from civictrack.demo.curator_login import PASSWORD, USERNAME
from civictrack.demo.state import State
from civictrack.demo.supervisor import Supervisor, only_one, take_port
from civictrack.workers import wanted

WEB_PORT, NEWS_PORT, SMTP_PORT = 8000, 8010, 8025


def main() -> None:
    folder = embedded.home().parent / "demo"
    (folder / "mail").mkdir(parents=True, exist_ok=True)
    with only_one(folder):
        run(folder)


def run(folder: Path) -> None:
    started = time.monotonic()
    say("Starting PostgreSQL and Valkey …")
    embedded.ensure()
    Supervisor(folder, {}).end_leftovers()
    web, smtp = take_port(WEB_PORT), take_port(SMTP_PORT)
    state = take_news_port(remembered.read(folder))
    remembered.write(folder, state)
    supervisor = Supervisor(folder, environment(web, smtp, state))
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: sys.exit(0))
    try:
        start_all(supervisor, folder, web, smtp, state)
        say(f"The site answers after {time.monotonic() - started:.1f} s: http://127.0.0.1:{web}/")
        if not state.loaded:
            load(supervisor, folder, state)
        greet(web, state)
        watch(supervisor)
    except KeyboardInterrupt:
        print()
    finally:
        say("Stopping …")
        supervisor.stop()


def take_news_port(known: State | None) -> State:
    """Return the state with the news sites' port. Stories' addresses carry it: a loaded demo can't take another one."""
    port = take_port(known.news_port if known else NEWS_PORT)
    if known and port != known.news_port:
        sys.exit(
            f"Port {known.news_port}, where the demo's news sites live, is taken by another program, perhaps another"
            " demo; end that first."
        )
    return known or State(date.today().isoformat(), port)


def environment(web: int, smtp: int, state: State) -> dict[str, str]:
    """Return the settings that the demo's processes run with."""
    return {
        "SITE_URL": f"http://127.0.0.1:{web}",
        "SITE_NAME": "Civictrack",
        "SITE_PLACE": "Tern Harbor",
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp}",
        "DEFAULT_FROM_EMAIL": "Civictrack demo <alerts@tern-harbor.example>",
        "FETCH_LOOPBACK_PORTS": str(state.news_port),
        "FETCH_HOST_SPACING_SECONDS": "0.05",
        "TIME_ZONE": "America/New_York",
        "DJANGO_SETTINGS_MODULE": "civictrack.settings",
        "PYTHONUNBUFFERED": "1",
    }


def start_all(supervisor: Supervisor, folder: Path, web: int, smtp: int, state: State) -> None:
    """Start every process and return once the sites answer."""
    manage(supervisor, "migrate", "--verbosity", "0")
    python = (sys.executable, "-m")
    arguments = (str(state.news_port), str(smtp), state.day, str(folder))
    supervisor.start("news", *python, "civictrack.demo.site", *arguments)
    bind = f"127.0.0.1:{web}"
    supervisor.start("web", *python, "gunicorn", "civictrack.wsgi", "--bind", bind, "--threads", "4")
    for queue in wanted():
        supervisor.start(f"worker-{queue}", *python, "civictrack.workers", queue)
    supervisor.start("beat", *python, "celery", "-A", "civictrack.worker", "beat", "--loglevel", "INFO")
    wait_for(supervisor, f"http://127.0.0.1:{web}/en/")
    wait_for(supervisor, f"http://127.0.0.1:{state.news_port}/robots.txt")


def manage(supervisor: Supervisor, *arguments: str) -> None:
    """Run a management command to its end, its output on ours."""
    root = Path(__file__).resolve().parent.parent.parent
    command = [sys.executable, str(root / "manage.py"), *arguments]
    done = subprocess.run(command, env={**os.environ, **supervisor.environment}, check=False)
    if done.returncode:
        sys.exit(f"`manage.py {arguments[0]}` failed; what it said stands above.")


def load(supervisor: Supervisor, folder: Path, state: State) -> None:
    say("Tern Harbor's news comes in through its feeds:")
    manage(supervisor, "load_demo", "--news", f"http://127.0.0.1:{state.news_port}", "--day", state.day)
    remembered.write(folder, State(state.day, state.news_port, loaded=True))


def wait_for(supervisor: Supervisor, url: str) -> None:
    """Return once the address answers; end the demo with a sentence where a process fell or it never does."""
    for _ in range(600):
        if name := supervisor.fallen():
            sys.exit(f"The {name} process ended at once; see var/demo/{name}.log.")
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own loopback server
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"{url} does not answer; see the logs in var/demo/.")


def greet(web: int, state: State) -> None:
    print(f"""
  The public site     http://127.0.0.1:{web}/
  The curators' desk  http://127.0.0.1:{web}/desk/      {USERNAME} / {PASSWORD}
  Mail sent so far    http://127.0.0.1:{state.news_port}/mailbox/
  The news sites      http://127.0.0.1:{state.news_port}/beacon/  /radio/  /wharf/

  Everyone and everything in it is invented. Ctrl-C stops it; the next start goes on from here.
""")


def watch(supervisor: Supervisor) -> None:
    """Wait until Ctrl-C, or until a process falls."""
    while not (name := supervisor.fallen()):
        threading.Event().wait(1)
    sys.exit(f"The {name} process ended; see var/demo/{name}.log.")


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()

"""Runs the workers, each of one queue, until Ctrl-C: `python -m civictrack.workers [QUEUE…]`, all where none is named.

Mail has processes of its own, so that no story and no site can hold it up; and only the readers of stories load the
parser. A backup may take an hour: while one process is at it another notes what is removed. Where a language model is
asked, that has a worker, too: what answers slowly holds up nothing else.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping

QUEUES = ("mail", "fetch", "read", "backup", "model")
# Other than WORKER_PROCESSES.
PROCESSES = {"backup": ["--concurrency", "2"]}
# What a worker has begun may be done once it is told to end: a task looks at the clock and takes a dozen seconds.
FAREWELL_SECONDS = 30.0


def wanted() -> tuple[str, ...]:
    """Return the queues that need a worker: that of the model only where one is set."""
    has_model = "model" in os.environ.get("EXTRACTORS", "")
    return tuple(queue for queue in QUEUES if queue != "model" or has_model)


def main(*queues: str) -> None:
    """Run until told to end, or until a worker ends by itself: the others end with it, and the exit code is 1."""
    if unknown := [queue for queue in queues if queue not in QUEUES]:
        sys.exit(f"There is no queue “{unknown[0]}”; there are {', '.join(QUEUES)}.")
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: sys.exit(0))
    workers = {}
    try:
        for queue in queues or wanted():
            options = PROCESSES.get(queue, [])
            command = ["celery", "-A", "civictrack.worker", "worker", "--queues", queue, "--hostname", f"{queue}@%h"]
            workers[queue] = subprocess.Popen([sys.executable, "-m", *command, *options, "--loglevel", "INFO"])
        while not (ended := [queue for queue, worker in workers.items() if worker.poll() is not None]):
            time.sleep(0.2)
        sys.exit(f"The worker of the queue “{ended[0]}” ended; its log says why. The others end with it.")
    finally:
        stop(workers)


def stop(workers: Mapping[str, "subprocess.Popen[bytes]"]) -> None:
    """End all: what they have begun is done first, within a bound."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    for worker in workers.values():
        worker.terminate()
    deadline = time.monotonic() + FAREWELL_SECONDS
    for worker in workers.values():
        try:
            worker.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])

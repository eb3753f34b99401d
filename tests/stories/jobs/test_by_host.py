"""One worker, many hosts: who must wait holds nobody up, and what time does not suffice for is given back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from stories.jobs.by_host import work_by_host

LONG = 3600.0


@dataclass(frozen=True)
class Job:
    url: str


JOBS = [Job(url) for url in ("busy/1", "free/1", "busy/2", "free/2")]


def test_jobs_are_done_in_their_order_when_all_hosts_are_ready() -> None:
    done: list[Job] = []
    assert work_by_host(JOBS, done.append, lambda urls: [0.0 for _ in urls], LONG) == []
    assert done == JOBS


def test_a_host_that_must_wait_lets_the_others_go_first_and_is_asked_again() -> None:
    done: list[Job] = []
    asked: Counter[str] = Counter()

    def ready_in(urls: Sequence[str]) -> list[float]:
        asked.update(urls)
        return [0.01 if url.startswith("busy") and asked[url] < 3 else 0.0 for url in urls]

    assert work_by_host(JOBS, done.append, ready_in, LONG) == []
    assert [job.url for job in done[:2]] == ["free/1", "free/2"]
    assert {job.url for job in done[2:]} == {"busy/1", "busy/2"}
    assert asked["busy/1"] == 3


def test_a_turn_that_comes_too_late_is_not_waited_for() -> None:
    done: list[Job] = []
    left = work_by_host(JOBS, done.append, lambda urls: [LONG * url.startswith("busy") for url in urls], LONG / 2)
    assert [job.url for job in done] == ["free/1", "free/2"]
    assert [job.url for job in left] == ["busy/1", "busy/2"]


def test_nothing_is_begun_when_the_time_is_over() -> None:
    done: list[Job] = []
    assert work_by_host(JOBS, done.append, lambda urls: [0.0 for _ in urls], 0.0) == JOBS
    assert done == []


def test_a_job_that_raises_does_not_stop_the_others() -> None:
    done: list[Job] = []

    def do(job: Job) -> None:
        if job.url == "free/1":
            raise ValueError(job.url)
        done.append(job)

    assert work_by_host(JOBS, do, lambda urls: [0.0 for _ in urls], LONG) == []
    assert [job.url for job in done] == ["busy/1", "busy/2", "free/2"]

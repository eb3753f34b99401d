"""Measures the public pages of an issue with hundreds of stories, as `python -m tests.bench.bench_site [STORIES]`.

Everything is invented here, in a database of its own. Each time is the median of some requests, without the
network; "ours" is the web process's own work, which a busy machine does not stretch.
"""

import itertools
import os
import statistics
import sys
import time
from datetime import date, timedelta

import django

import tests.servers  # noqa: F401 - starts them

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civictrack.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from officials.models import Person  # noqa: E402
from stories.models import ArticleIssue, Quote  # noqa: E402
from tests.factories import (  # noqa: E402
    NOW,
    make_article,
    make_body,
    make_finding,
    make_issue,
    make_official,
    make_outlet,
    make_person,
    make_position,
    make_vote,
)
from votes.models import Issue, Vote  # noqa: E402

STORIES = 300
REQUESTS = 7
FILLER = "The hall by the quay was cold and the benches were full. Gulls cried over the roof while the clerk read on. "
STANCES = itertools.cycle(["support", "oppose", "undecided", "support", "mixed"])


def build(stories: int) -> dict[str, str]:
    """An issue with a council of eleven, five speakers and stories of five findings each; the pages to ask for."""
    body = make_body("Reedham Council")
    issue = make_issue("Harbor lease", body)
    council = [make_official(f"Member {n}", body, seat=f"Ward {n}") for n in range(11)]
    others = [make_person(f"Speaker {n}") for n in range(5)]
    outlets = [make_outlet() for _ in range(4)]
    vote = make_vote(issue, earliest=date(2099, 5, 1), motion="Lease the harbor")
    for n in range(stories):
        people = council[n % 11], council[(n * 3 + 1) % 11], others[n % 5]
        add_story(n, issue, vote, people, outlets[n % 4])
    story = issue.articles.first()
    assert story
    own = {"issue": issue, "person": council[1], "vote": vote, "body": body, "story": story}
    pages = {name: str(thing.get_absolute_url()) for name, thing in own.items()}
    last = {"issue, page 9": f"{pages['issue']}?page=9", "feed": f"{pages['issue']}feed.atom", "home": "/en/"}
    return pages | last


def add_story(n: int, issue: Issue, vote: Vote, people: tuple[Person, Person, Person], outlet: object) -> None:
    told = [f"Fact {n}-{k} was told that evening in the hall, said the person at the desk." for k in range(5)]
    text = "\n\n".join(f"{sentence} {FILLER * 4}" for sentence in told)
    article = make_article(text, f"Harbor talks {n}", outlet=outlet, published_at=NOW - timedelta(days=n))
    ArticleIssue.objects.create(article=article, issue=issue, state="accepted")
    taken = {"state": "accepted", "issue": issue}
    for person, words in zip(people[:2], told[:2], strict=True):
        position = make_position(person, issue, stance=next(STANCES), since=date(2026, 3, 1) - timedelta(days=n))
        make_finding(article, words, "position", "evidence", position=position, person=person, **taken)
    for who, words in zip(people[1:], told[2:4], strict=True):
        quote = Quote.objects.create(text=words, type="direct", person=who, issue=issue)
        make_finding(article, words, quote=quote, person=who, **taken)
    says = {"earliest": "2099-05-01", "latest": "2099-05-01", "precision": "day"}
    make_finding(article, told[4], "vote", "evidence", vote=vote, governs=n == 0, payload=says, **taken)


def measure(url: str) -> str:
    client = Client()
    client.get(url)
    queries: list[str] = []
    with connection.execute_wrapper(lambda execute, sql, *rest: queries.append(sql) or execute(sql, *rest)):
        answer = client.get(url)
    assert answer.status_code == 200, url
    times, work = [], []
    for _ in range(REQUESTS):
        began, busy = time.perf_counter(), time.process_time()
        client.get(url)
        times.append(time.perf_counter() - began)
        work.append(time.process_time() - busy)
    took, own = statistics.median(times) * 1000, statistics.median(work) * 1000
    return f"{took:6.0f} ms ({own:4.0f} ms of ours)  {len(queries):3} queries  {len(answer.content) / 1000:6.0f} kB"


def main(stories: int) -> None:
    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0)
    try:
        pages = build(stories)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as the server does by itself after a while
        print(f"{stories} stories of 5 findings each")
        for page, url in pages.items():
            print(f"{page:14} {measure(url)}")
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else STORIES)

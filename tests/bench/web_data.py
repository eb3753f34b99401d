"""The town that `bench_web` measures: one long issue among two thousand, its stories among those of years.

Everything is invented and written by COPY, without triggers and checks: what is written must be right by itself. It is
as curators would have left it: each claim rests on a sentence of its story, each decision stands in the log.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import connection, models
from django.utils import timezone

from officials.models import Person, Role
from stories.models import Article, ArticleIssue, ArticleVersion, Finding, LoggedAction, Outlet, Quote
from tests.factories import make_account, make_body, make_place
from votes.models import Ballot, Event, EventChange, Issue, Position, Vote, VoteChange

ARTICLES = 200_000
# Of the long issue.
STORIES, QUOTES, OFFICIALS, SEATS = 500, 2_000, 60, 15
STORIES_EACH = 100  # of each other issue
OPEN = 40  # other issues that are not closed
OUTLETS, RESIDENTS, DEPARTMENTS = 25, 3_000, 9
SLIDES = 12  # how often the long issue's vote was put off

LONG = "harbor-lease"
STANCES = ("support", "oppose", "undecided", "mixed")
FIRST = "Ada Bea Cora Dora Edda Fay Gus Hal Ivo Jan Kit Lou Max Ned Ona Pia Rex Sal Tom Una".split()
SYLLABLES = "ard bel cor dun esk fen gar hol ing jut kel lor mar nor ost pel rud sel tor ulm vel wyk".split()
TOPICS = "harbor lease dredge quay tariff sewer levy zoning ferry budget library bridge parcel transit hydrant".split()


@dataclass(frozen=True)
class Town:
    """Where to look: addresses of one page of each kind, and words to search for."""

    pages: dict[str, str]
    word: str
    surname: str
    misspelt: str


def write(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write the rows at once, by column; what a row leaves out has the field's default."""
    fields = {field.column: field for field in model._meta.local_concrete_fields if not field.generated}
    plain = {name: _stored(field, field.get_default()) for name, field in fields.items() if name != "id"}
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    columns = [name for name in fields if name in first or name != "id"]
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(map(connection.ops.quote_name, columns))
    now = timezone.now()
    plain |= {name: now for name, field in fields.items() if getattr(field, "auto_now_add", False)}
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as into:
        for row in chain([first], rows):
            into.write_row(_values(row, columns, fields, plain))
    if "id" in columns:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}) + 1)")


def _values(
    row: Mapping[str, Any], columns: list[str], fields: Mapping[str, Any], plain: Mapping[str, Any]
) -> list[Any]:
    return [_stored(fields[name], row[name]) if name in row else plain[name] for name in columns]


def _stored(field: models.Field[Any, Any], value: Any) -> Any:
    return field.get_db_prep_save(value, connection) if isinstance(field, models.JSONField) else value


def triggers(*, on: bool) -> None:
    """Let the database's triggers and checks see what is written from now on, or not."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET session_replication_role = {'DEFAULT' if on else 'replica'}")


def word(n: int) -> str:
    """An invented word, another for each of some ten thousand numbers."""
    parts = []
    for _ in range(3):
        n, part = divmod(n, len(SYLLABLES))
        parts.append(SYLLABLES[part])
    return "".join(parts)


@dataclass(frozen=True)
class Story:
    """A story to be written, and what stands in it."""

    pk: int
    issue: int
    at: dt.datetime
    url: str
    claims: tuple[Claim, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(["The hall by the quay was full again.", *(claim.sentence for claim in self.claims)])


@dataclass(frozen=True)
class Claim:
    """One accepted finding: the record it became, by its column, and the sentence that tells it."""

    kind: str
    record: int
    person: int | None
    sentence: str
    words: str
    payload: Mapping[str, Any]


class Filling:
    """A town being written; `fill` is its only use."""

    def __init__(self, articles: int) -> None:
        self.now = timezone.now()
        self.today = self.now.date()
        self.articles = max(articles, 4 * STORIES)
        self.issues = (self.articles - STORIES) // STORIES_EACH
        self.chance = random.Random(5)
        self.quote = self.position = 0
        self.people: list[int] = []

    def fill(self) -> Town:
        triggers(on=False)
        try:
            return self._fill()
        finally:
            triggers(on=True)
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")  # as the server does by itself after a while

    def _fill(self) -> Town:
        self.una = make_account("una")
        self.place = make_place("Reedham")
        self.council = make_body("Reedham Council", self.place, seats=SEATS)
        self.departments = [make_body(f"Office of {word(n + 70).title()}", self.place) for n in range(DEPARTMENTS)]
        self.outlets = Outlet.objects.bulk_create(
            Outlet(name=f"The {word(n + 40).title()} Paper", slug=f"paper-{n}", place=self.place)
            for n in range(OUTLETS)
        )
        self._people()
        self._issues()
        self._votes()
        self._events()
        self._stories()
        one = Quote.objects.filter(issue=1).latest("pk")
        return Town(
            {
                "home": "/en/", "issues": "/en/issues/", "issue": f"/en/issues/{LONG}/",
                "person": f"/en/people/{Person.objects.get(pk=self.people[0]).slug}/",
                "body": f"/en/bodies/{self.council.slug}/", "vote": "/en/votes/1/", "event": "/en/events/1/",
                "story": f"/en/stories/{one.findings.latest('pk').article_id}/", "quote": f"/en/quotes/{one.pk}/",
                "about": "/en/about/", "feed": f"/en/issues/{LONG}/feed.atom",
                "calendar": f"/en/issues/{LONG}/votes.ics",
            },
            word(1234),
            word(2).title(),
            word(2).title()[:-1],
        )  # fmt: skip

    # Who and what

    def _people(self) -> None:
        """The officials first; of the residents every tenth is a public figure."""
        named = [(n, f"{FIRST[n % len(FIRST)]} {word(n).title()}") for n in range(1, OFFICIALS + RESIDENTS + 1)]
        write(
            Person,
            (
                {"id": n, "slug": f"person-{n}", "name": name, "public_figure": n > OFFICIALS and n % 10 == 0}
                for n, name in named
            ),
        )
        self.people = [n for n, _ in named]
        write(
            Role,
            (
                {"person_id": n, "body_id": self.council.pk, "title": "Council Member", "seat": f"Ward {n}",
                 "since": self.today - dt.timedelta(days=900)}
                if n <= SEATS
                else {"person_id": n, "body_id": self.departments[n % DEPARTMENTS].pk, "title": "Director",
                      "voting": False, "since": self.today - dt.timedelta(days=500 + n)}
                for n in self.people[:OFFICIALS]
            ),
        )  # fmt: skip

    def _issues(self) -> None:
        """The long one is number 1."""
        write(
            Issue,
            (
                {"id": n, "slug": LONG if n == 1 else f"matter-{n}", "published_at": self.now,
                 "title": "The harbor lease" if n == 1 else f"The {word(n)} {TOPICS[n % len(TOPICS)]}",
                 "question": f"Should the council decide the {word(n)} {TOPICS[n % len(TOPICS)]}?",
                 "place_id": self.place.pk, "body_id": self.council.pk,
                 "closed_at": None if n <= OPEN else self.now - dt.timedelta(days=n)}
                for n in range(1, self.issues + 2)
            ),
        )  # fmt: skip

    def _votes(self) -> None:
        """One ahead for each open issue, one held for each; the long issue's first slid twelve times."""
        later = self.today + dt.timedelta(days=12)
        votes, changes, ballots = [], [], []
        for n in range(1, self.issues + 2):
            vote = {"id": n, "issue_id": n, "body_id": self.council.pk, "motion": f"Adopt the {word(n)} ordinance"}
            if n <= OPEN:
                days = later + dt.timedelta(days=n)
                vote |= {"earliest": days, "latest": days, "precision": "day", "status": "scheduled"}
            else:
                days = self.today - dt.timedelta(days=n)
                vote |= {"earliest": days, "latest": days, "precision": "day", "status": "held", "outcome": "passed",
                         "yes": 9, "no": 6}  # fmt: skip
                ballots += [
                    {"vote_id": n, "person_id": person, "choice": "yes" if person % 5 < 3 else "no"}
                    for person in self.people[:SEATS]
                ]
            slides = SLIDES if n == 1 else 1
            vote["version"] = slides
            votes.append(vote)
            days = [vote["earliest"] - dt.timedelta(days=14 * back) for back in range(slides, -1, -1)]
            when = [
                {"earliest": day.isoformat(), "latest": day.isoformat(), "precision": "day", "status": "scheduled"}
                for day in days
            ]
            if vote["status"] == "held":
                when[-1] |= {"status": "held", "outcome": "passed", "yes": 9, "no": 6}
            for version, values in enumerate(when):
                learnt = self.now - dt.timedelta(days=20 * (slides - version) + n % 300 + 1)
                changes.append(
                    {"vote_id": n, "version": version, "old": when[version - 1] if version else {}, "new": values,
                     "learnt_at": learnt, "source_name": "A paper", "source_url": self._url(n, version, slides)}
                )  # fmt: skip
        write(Vote, votes)
        write(VoteChange, changes)
        write(Ballot, ballots)

    def _url(self, vote: int, version: int, slides: int) -> str:
        """The address of the story that moved it: of the long issue's stories every thirtieth."""
        return f"https://paper.example/{self._story(vote, version * (STORIES if vote == 1 else STORIES_EACH) // 15)}"

    def _story(self, issue: int, place: int) -> int:
        """The key of an issue's story: of the oldest first."""
        return place + 1 if issue == 1 else STORIES + (issue - 2) * STORIES_EACH + place + 1

    def _events(self) -> None:
        day = self.today + dt.timedelta(days=5)
        ids = range(1, self.issues + 2)
        past = {n: self.today - dt.timedelta(days=n) if n > OPEN else day for n in ids}
        when = {n: {"earliest": past[n], "latest": past[n], "precision": "day", "status": "scheduled"} for n in ids}
        write(
            Event,
            ({"id": n, "kind": "hearing", "title": f"On the {word(n)}", "place_id": self.place.pk, **when[n]}
             for n in ids),
        )  # fmt: skip
        write(Event.issues.through, ({"event_id": n, "issue_id": n} for n in ids))
        write(Event.bodies.through, ({"event_id": n, "body_id": self.council.pk} for n in ids))
        write(
            EventChange,
            ({"event_id": n, "version": 0, "old": {}, "learnt_at": self.now - dt.timedelta(days=n % 300 + 2),
              "source_url": f"https://paper.example/{self._story(n, 3)}",
              "new": {**when[n], "earliest": past[n].isoformat(), "latest": past[n].isoformat()}} for n in ids),
        )  # fmt: skip

    # What was reported

    def _stories(self) -> None:
        stories = list(self._written())
        write(
            Article,
            ({"id": one.pk, "outlet_id": self.outlets[one.pk % OUTLETS].pk, "url": one.url, "published_at": one.at,
              "title": f"Talks on the {word(one.pk)} go on", "utc_offset": -360, "published_from": "feed",
              "first_read_at": one.at, "last_read_at": one.at, "fingerprint": [one.pk, -one.pk]} for one in stories),
        )  # fmt: skip
        write(
            ArticleVersion,
            ({"id": one.pk, "article_id": one.pk, "number": 1, "title": f"Talks on the {word(one.pk)} go on",
              "text": one.text, "sha256": f"{one.pk:064}", "read_at": one.at} for one in stories),
        )  # fmt: skip
        triggers(on=True)  # which keep what is worked out from these
        write(
            ArticleIssue,
            ({"article_id": one.pk, "issue_id": one.issue, "score": 0.9, "state": "accepted"} for one in stories),
        )
        triggers(on=False)
        write(Quote, self._quotes(stories))
        write(Position, self._positions(stories))
        write(Finding, self._findings(stories))
        count = sum(len(one.claims) for one in stories)
        write(
            LoggedAction,
            ({"act": "accept", "finding_id": n, "by_id": self.una.pk, "before": {}, "after": {}, "corrected": [],
              "at": self.now} for n in range(1, count + 1)),
        )  # fmt: skip

    def _written(self) -> Iterator[Story]:
        minutes = 400 * 24 * 60
        for issue in range(1, self.issues + 2):
            count = STORIES if issue == 1 else STORIES_EACH
            for place in range(count):
                pk = self._story(issue, place)
                at = self.now - dt.timedelta(minutes=(count - place) * minutes // count + pk % 97)
                yield Story(pk, issue, at, f"https://paper.example/{pk}", tuple(self._claims(issue, place)))

    def _claims(self, issue: int, place: int) -> Iterator[Claim]:
        """Of the long issue four quotes a story and a stand in every third; elsewhere a quote, a stand in every tenth.
        Every thirtieth story tells the vote's date.
        """
        for part in range(QUOTES // STORIES if issue == 1 else 1):
            self.quote += 1
            n = self.quote
            some = OFFICIALS if n % 3 or issue != 1 else len(self.people)
            person = self.people[self.chance.randrange(some)] if n % 7 else self.chance.choice(self.people)
            words = f"The {word(n)} {TOPICS[n % len(TOPICS)]} will not {word(n * 7)} anybody in part {part}"
            yield Claim("quote", n, person, f"“{words},” they said.", words, {"speaker": "they", "type": "direct"})
        if place % (3 if issue == 1 else 10) == 0:
            self.position += 1
            person = self.people[(place * 7 // 3) % OFFICIALS]
            said = f"One of them is for or against it in round {place} of the {word(self.position)}."
            yield Claim("position", self.position, person, said, said[:-1], {"actor": "one", "matter": "it"})
        if place % (STORIES // 15 if issue == 1 else STORIES_EACH // 15) == 0:
            said = f"The vote was set for another day, the clerk said in round {place}."
            yield Claim("vote", issue, None, said, "The vote was set for another day", {"status": "scheduled"})

    def _quotes(self, stories: Iterable[Story]) -> Iterator[dict[str, Any]]:
        for one in stories:
            for claim in one.claims:
                if claim.kind == "quote":
                    yield {"id": claim.record, "text": claim.words, "type": "direct", "person_id": claim.person,
                           "issue_id": one.issue, "said_on": one.at.date()}  # fmt: skip

    def _positions(self, stories: Iterable[Story]) -> Iterator[dict[str, Any]]:
        for one in stories:
            for claim in one.claims:
                if claim.kind == "position":
                    yield {"id": claim.record, "issue_id": one.issue, "person_id": claim.person, "basis": "statement",
                           "stance": STANCES[(claim.record * 3 + claim.record // 40) % len(STANCES)],
                           "since": one.at.date(), "conditional": claim.record % 9 == 0}  # fmt: skip

    def _findings(self, stories: Iterable[Story]) -> Iterator[dict[str, Any]]:
        pk = 0
        for one in stories:
            for claim in one.claims:
                pk += 1
                start = one.text.index(claim.words)
                role = "content" if claim.kind == "quote" else "evidence"
                span = {"role": role, "start": start, "end": start + len(claim.words), "text": claim.words}
                yield {"id": pk, "article_id": one.pk, "version_id": one.pk, "kind": claim.kind, "spans": [span],
                       "payload": claim.payload, "confidence": 0.9, "fingerprint": f"{one.pk}-{pk}",
                       "state": "accepted", "issue_id": one.issue, "person_id": claim.person,
                       f"{claim.kind}_id": claim.record, "created_at": one.at, "decided_at": one.at}  # fmt: skip


def fill(articles: int = ARTICLES) -> Town:
    """Write the town, and return where to look."""
    return Filling(articles).fill()

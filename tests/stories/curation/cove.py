"""Gull Cove: three stories of two outlets with every kind of finding, people who may be one, and readers; and what all
of its records and public pages say.
"""

import re
from datetime import timedelta
from typing import Any

from django.db.models import Model, Q
from django.test import Client
from django.urls import reverse

from officials.models import Alias, Body, Person, Place, Role
from stories.curation.apart import APART
from stories.models import Article, ArticleIssue, Finding, Naming, Outlet, Quote, Response, Source, Withdrawal
from tests.factories import (
    NOW,
    make_article,
    make_body,
    make_finding,
    make_issue,
    make_official,
    make_outlet,
    make_person,
    make_place,
    make_source,
)  # fmt: skip
from tests.stories.curation import kiln, pier
from tests.votes.alerts.readers import make_reader
from votes.models import Ballot, Event, Issue, Merged, Position, Subscription, Vote

HARBOR = (
    "Council Member Ida Brandt opposes the harbor fee. “The fee is theft,” Brandt said. "
    "“We will fight it,” Brandt said. "
    "Olin Marsh, a diver, said he likes the harbor. “The pier is ours,” Ona Firth said. "
    "The Wapsie County Board voted 5-2 on Tuesday to approve the harbor fee."
)
LATER = (
    "The Gull Cove Town Council voted 4-1 on March 16 to put the pier off to April 14. "
    "A hearing on the pier is set for March 20 at Town Hall. The council tabled the pier on April 14."
)
# What became of a matter.
TABLED = {"status": "held", "outcome": "tabled"}
# What only grows or is not the record's own: a vote's version, when a row was made.
UNSAID = ("version", "created_at")


def build() -> None:
    """Fill the database with Gull Cove."""
    cove = make_place("Gull Cove")
    council = make_body("Gull Cove Town Council", cove)
    issue, fee = make_issue("The pier", council, terms=["pier"]), Issue.objects.create(title="The fee", slug="fee")
    post, mail = make_outlet("Post", place=cove), make_outlet("Mail")
    first, second = (make_article(pier.TEXT, outlet=outlet, published_at=NOW) for outlet in (post, mail))
    Article.objects.filter(pk=second.pk).update(published_at=NOW + timedelta(days=1))
    third = make_article(HARBOR, outlet=mail)
    ArticleIssue.objects.create(article=first, issue=issue, score=0.5)
    ArticleIssue.objects.create(article=third, issue=fee, score=0.9, state="accepted")
    people(cove, council, issue)
    of_the_pier(first, issue, "2026-03-17")
    of_the_pier(second, issue, "2026-03-31")
    of_the_fee(third, fee)
    what_became(make_article(LATER, outlet=post, published_at=NOW + timedelta(days=2)), issue)
    for article, matter in ((first, issue), (third, fee)):
        Finding.objects.filter(article=article).exclude(spans__0__text__startswith="he was").update(issue=matter)
    make_source(post)


def people(cove: Place, council: Body, issue: Issue) -> None:
    """Some are known, some twice; readers follow two of them, one reader both."""
    known = make_official("Ida Brand", council), make_official("I. Brandt", council), make_person("Ona Frith")
    Alias.objects.create(person=known[0], name="Ida Brandt")
    Position.objects.create(person=known[0], issue=issue, stance="oppose", basis="statement", since=NOW.date())
    Position.objects.create(person=known[1], issue=issue, stance="oppose", basis="statement", since=NOW.date())
    make_reader(known[0], known[1], kinds=["quote"])
    make_reader(known[1], cove, kinds=["position", "quote"], leads=[3], cadence="weekly")
    for subscription in Subscription.objects.filter(person=known[1]):
        Subscription.objects.filter(pk=subscription.pk).update(kinds=["position"], leads=[5])


def of_the_pier(article: Article, issue: Issue, day: str) -> None:
    pier.official(article)
    pier.quote(article)
    pier.quote(article, "he was sorry.", speaker="", label="a spokesman", type="indirect")
    pier.position(article, issue)
    pier.vote(article, issue, earliest=day, latest=day)
    about = {"name": "Ida Brandt", "role": "a fisherman", "organization": ""}
    make_finding(article, "Ida Brandt, a fisherman", "speaker", "mention", payload=about)


def of_the_fee(article: Article, issue: Issue) -> None:
    about: dict[str, Any] = {"name": "Ida Brandt", "title": "Council Member", "body": "Wapsie County Board"}
    make_finding(article, "Council Member Ida Brandt", "official", "mention", payload=about)
    about = {"name": "Olin Marsh", "role": "a diver", "organization": ""}
    make_finding(article, "Olin Marsh, a diver", "speaker", "mention", payload=about)
    for words in ("The fee is theft,", "We will fight it,"):
        pier.quote(article, words, speaker="Ida Brandt")
    pier.quote(article)
    about = {"actor": "Ida Brandt", "matter": "the fee", "stance": "oppose", "basis": "statement", "conditional": True}
    words = "Council Member Ida Brandt opposes the harbor fee."
    make_finding(article, words, "position", "evidence", payload=about, issue=issue)
    about = {
        "body": "Wapsie County Board", "matter": "the harbor fee", "classification": "passage", "phrase": "on Tuesday",
        "earliest": "2026-03-10", "latest": "2026-03-10", "precision": "day", "time": None, "place": None,
        "status": "held", "outcome": "passed", "yes": 5, "no": 2,
    }  # fmt: skip
    words = "The Wapsie County Board voted 5-2 on Tuesday to approve the harbor fee."
    make_finding(article, words, "vote", "evidence", payload=about, issue=issue)


def what_became(article: Article, issue: Issue) -> None:
    """What a council did with the pier: put it off by a vote, to a day, and tabled it; and a hearing."""
    words, council = (
        "The Gull Cove Town Council voted 4-1 on March 16 to put the pier off to April 14.",
        str(issue.body),
    )
    held = {"status": "held", "outcome": "postponed", "yes": 4, "no": 1, **kiln.day("2026-03-16")}
    kiln.vote(article, issue, words, body=council, matter="the pier", **held)
    kiln.vote(article, issue, words, body=council, matter="the pier", **kiln.day("2026-04-14", status="scheduled"))
    words = "The council tabled the pier on April 14."
    kiln.vote(article, issue, words, body=council, matter="the pier", **kiln.day("2026-04-14", **TABLED))
    words = "A hearing on the pier is set for March 20 at Town Hall."
    kiln.event(article, issue, words, kind="hearing", body=council, matter="the pier", **kiln.day("2026-03-20"))


def records() -> dict[str, list[dict[str, Any]]]:
    """Return every row of the public record, by table; of what can't be taken from the ledgers, none that is shown
    nowhere: withdrawn votes, and the bodies and places known from these alone.
    """
    withdrawn, gone = Vote.objects.exclude(withdrawn_at=None), Event.objects.exclude(withdrawn_at=None)
    bodies = Body.objects.filter(Q(votes__in=withdrawn) | Q(events__in=gone), roles=None, issues=None)
    bodies = bodies.exclude(votes__in=Vote.objects.standing()).exclude(events__in=Event.objects.standing())
    places = Place.objects.filter(bodies__in=bodies, issues=None, outlets=None, sources=None)
    places = places.exclude(bodies__in=Body.objects.exclude(pk__in=bodies.values("pk")))
    # What curators added and took back: the log names it, and it says nothing any more.
    taken_back = Q(extractor="curator", redacted_at__isnull=False)
    tables = (
        Person.objects.all(), Alias.objects.all(), Role.objects.all(),
        *(rows.objects.all() for rows in APART.values()),
        Body.objects.exclude(pk__in=bodies.values("pk")), Place.objects.exclude(pk__in=places.values("pk")),
        Issue.objects.all(), Position.every.all(), Vote.objects.standing(), Event.objects.standing(),
        Ballot.objects.all(),
        Subscription.objects.all(), Quote.every.all(), Response.objects.all(), Finding.objects.exclude(taken_back),
        ArticleIssue.objects.all(), Source.objects.all(), Body.parents.through.objects.all(), Naming.objects.all(),
        Merged.objects.all(), Outlet.objects.all(), Withdrawal.objects.all(),
    )  # fmt: skip
    return {rows.model._meta.label: [_row(row) for row in rows.order_by("pk")] for rows in tables}


def _row(row: Model) -> dict[str, Any]:
    names = [field.attname for field in row._meta.concrete_fields if field.name not in UNSAID]
    values = {name: getattr(row, name) for name in names}
    if isinstance(row, Event):
        values |= {name: [one.pk for one in getattr(row, name).order_by("pk")] for name in ("bodies", "issues")}
    return values


def pages(client: Client) -> dict[str, tuple[int, str]]:
    """Return what every public page says that there is: its status, and its words where it is shown. The corrections
    are a log: what was public once and is withdrawn stays told there.
    """
    lists = ("home", "issues", "people", "bodies", "votes", "places", "outlets", "about")
    addresses = [*(reverse(name) for name in lists), f"{reverse('search')}?q=pier"]
    addresses += [row.get_absolute_url() for row in (*Place.objects.all(), *Outlet.objects.all())]
    for rows in (Issue.objects.all(), Person.objects.all(), Body.objects.all(), Article.objects.all()):
        addresses += [row.get_absolute_url() for row in rows]
    for rows in (Quote.objects.all(), Vote.objects.standing(), Event.objects.standing()):
        addresses += [row.get_absolute_url() for row in rows]
    said = {}
    for address in addresses:
        response = client.get(address)
        words = re.sub(r"<[^>]+>|\s+", " ", response.content.decode()) if response.status_code == 200 else ""
        said[address] = response.status_code, words
    return said

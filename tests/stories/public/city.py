"""A small invented city with one of everything the site shows."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from officials.models import Person
from stories.models import Article, ArticleIssue, Quote
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
    make_position,
)
from votes import schedule
from votes.citation import Citation
from votes.models import Ballot, Issue, Vote

TEXT = """The council met for an hour. Member Ada Reed said she would vote no. Rain fell on the hall.

“We fish here,” said Oda Private, who lives by the harbor. “Nobody asked us.”

Member Bo Lund asked the clerk for a new count. The vote is expected the first week of May, the clerk said.

A last paragraph that nothing on the site rests on: {secret}. {filler}"""
SECRET = "the parking lot was full of gulls"
FILLER = "The lamps of the hall came on one after the other while the rain went by. " * 16
STARTS = date(2099, 5, 1)


@dataclass
class City:
    issue: Issue
    vote: Vote
    ada: Person
    bo: Person
    private: Person
    articles: list[Article] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)


def make_city() -> City:
    """One report, in which Ada opposes, Bo acts, a private person speaks and a vote is expected in May 2099."""
    body = make_body("Reedham Council", make_place("Reedham"))
    issue = make_issue("Harbor lease", body, question="Should the town lease the harbor?")
    ada, bo = (make_official(name, body, seat=f"Ward {n}") for n, name in enumerate(("Ada Reed", "Bo Lund"), 1))
    said = Citation("The vote is expected the first week of May, the clerk said.", "The Reed", "https://reed.example/0")
    ends = STARTS + timedelta(days=6)
    vote = schedule.create(issue, body, "Lease the harbor", said, NOW, earliest=STARTS, latest=ends, precision="week",
                           phrase="the first week of May")  # fmt: skip
    city = City(issue, vote, ada, bo, make_person("Oda Private"))
    add_report(city)
    return city


def add_report(city: City) -> Article:
    n = len(city.articles)
    article = make_article(TEXT.format(secret=SECRET, filler=FILLER), f"Harbor talks {n}", url=f"https://reed.example/{n}",
                           outlet=make_outlet(f"The Reed {n}"), published_at=NOW - timedelta(days=n))  # fmt: skip
    ArticleIssue.objects.create(article=article, issue=city.issue, state="accepted")
    since = date(2026, 3, 1) - timedelta(days=n)
    ada = make_position(city.ada, city.issue, stance="oppose", basis="vote_intent", since=since)
    bo = make_position(city.bo, city.issue, stance="support", basis="action", since=since)
    quote = Quote.objects.create(text="We fish here,", type="direct", person=city.private, issue=city.issue,
                                 affiliation="who lives by the harbor")  # fmt: skip
    taken = {"state": "accepted", "issue": city.issue}
    make_finding(article, "Member Ada Reed said she would vote no.", "position", "evidence", position=ada, **taken)
    make_finding(
        article, "Member Bo Lund asked the clerk for a new count.", "position", "evidence", position=bo, **taken
    )
    make_finding(article, "We fish here,", quote=quote, person=city.private, **taken)
    make_finding(article, "The vote is expected the first week of May, the clerk said.", "vote", "evidence",
                 vote=city.vote, governs=True, payload=window(city.vote), **taken)  # fmt: skip
    city.articles.append(article)
    city.quotes.append(quote)
    return article


def window(vote: Vote) -> dict[str, str]:
    assert vote.earliest
    assert vote.latest
    return {"earliest": vote.earliest.isoformat(), "latest": vote.latest.isoformat(),
            "precision": vote.precision, "phrase": vote.phrase}  # fmt: skip


def hold(city: City) -> None:
    """The vote is taken: Ada against, Bo for."""
    said = Citation("The council leased the harbor.", "The Reed", "https://reed.example/0")
    schedule.change(city.vote, {"status": "held", "outcome": "passed", "yes": 1, "no": 1}, said, NOW)
    schedule.record_ballots(city.vote, {city.ada: Ballot.Choice.NO, city.bo: Ballot.Choice.YES})

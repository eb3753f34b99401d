"""Readers and votes for the tests of alerts."""

from collections.abc import Sequence
from datetime import date, datetime
from email.message import EmailMessage
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.factories import NOW, make_body, make_issue, make_place, number
from votes import events, schedule
from votes.alerts import announce, deliver, gathering, wishes
from votes.alerts.tokens import Purpose, link
from votes.alerts.topics import Topic, kind_of
from votes.citation import Citation
from votes.models import Event, Issue, Subscriber, Subscription, Vote

EVIDENCE = Citation(
    "The council will take up the ban, Clerk Wren Okafor said.", "The Ferry Post", "https://ferry.example/ban", "una"
)
WEEK = {
    "earliest": date(2026, 4, 1),
    "latest": date(2026, 4, 7),
    "precision": "week",
    "phrase": "the first week of April",
}
DAY = {"earliest": date(2026, 5, 5), "latest": date(2026, 5, 5), "precision": "day", "phrase": "May 5"}
# Long enough ago for whatever was announced then to be told now.
SETTLED = announce.OTHERS_SETTLE
# As the form of a subscription sends it.
WISH = {"kinds": ["date", "reminder"], "leads": [3], "cadence": "daily"}


def on(day: date) -> dict[str, object]:
    return {"earliest": day, "latest": day, "precision": "day"}


def make_scheduled(now: datetime = NOW, **fields: Any) -> Vote:
    """A vote of Ferry City Council, in Chicago's zone, whose announcement has settled."""
    body = make_body("Ferry City Council", make_place("Ferry"))
    issue = make_issue("Leaf blower ban", body)
    return schedule.create(issue, body, "Ban gas leaf blowers", EVIDENCE, now - SETTLED, **(fields or WEEK))


def make_announced(kind: str = "hearing", now: datetime = NOW, issue: Issue | None = None, **fields: Any) -> Event:
    """An event on the leaf blower ban, of Ferry City Council where the issue has a body, announced and settled."""
    issue = issue or make_issue("Leaf blower ban", make_body("Ferry City Council", make_place("Ferry")))
    title, votes = fields.pop("title", "Leaf blower ban"), fields.pop("votes", ())
    fields = {"status": "scheduled", **(fields or DAY)}
    bodies = [issue.body] if issue.body else []
    return events.create(kind, title, bodies, [issue], EVIDENCE, now - SETTLED, votes=votes, **fields)


def put_off(vote: Vote, new: dict[str, object], now: datetime, **fields: Any) -> Vote:
    """Move the vote, or shelve it, by a vote of its body, 8–3 where nothing else is said, which is returned."""
    fields = {"classification": "postpone", "status": "held", "outcome": "passed", "yes": 8, "no": 3, **fields}
    body = fields.pop("body", vote.body)
    disposal = schedule.create(
        vote.issue, body, "Put the ban off", EVIDENCE, now - SETTLED, disposes_of_id=vote.pk, **fields
    )
    move(vote, new, now, moved_by=disposal)
    return disposal


def make_reader(*topics: Topic, now: datetime = NOW, **fields: Any) -> Subscriber:
    """Someone who has confirmed that they follow the topics."""
    reader = Subscriber.objects.create(email=f"reader{number()}@mail.example", confirmed_at=now)
    for topic in topics:
        Subscription.objects.create(subscriber=reader, confirmed_at=now, **{kind_of(topic): topic}, **fields)
    return reader


def make_followed(**fields: object) -> Vote:
    """A scheduled vote whose issue a reader follows."""
    vote = make_scheduled(**(fields or WEEK))
    make_reader(vote.issue)
    return vote


def owe(vote: Vote) -> None:
    """Fan out and gather what there is to tell, unsent."""
    announce.fan_out(NOW)
    gathering.assemble(NOW)


def run(now: datetime) -> int:
    """What the three periodic tasks do after a change."""
    announce.fan_out(now)
    gathering.assemble(now)
    return deliver.send_due(now)


def move(vote: Vote, new: dict[str, object], now: datetime, **options: Any) -> None:
    """Move the vote by what has settled by now."""
    assert schedule.change(vote, new, EVIDENCE, now - SETTLED, **options) is not None


def ask(email: str, issue: Issue, client: Client | None = None, **wish: object) -> Any:
    """The answer to the form that follows an issue; what it asks for is taken up."""
    data = {"email": email, **WISH, **wish}
    answer = (client or Client()).post(f"/en/subscribe/issue/{issue.slug}/", data, follow=True)
    wishes.take_up(timezone.now())
    return answer


def opened(purpose: Purpose, reader: Subscriber, about: Sequence[str] = (), client: Client | None = None) -> Client:
    """A browser that has opened a link of a mail to the reader."""
    client = client or Client()
    assert client.get(link(purpose, reader, about).removeprefix(settings.SITE_URL)).status_code == 302
    return client


def change(event: Event, new: dict[str, object], now: datetime, **options: Any) -> None:
    """Change the event by what has settled by now."""
    assert events.change(event, new, EVIDENCE, now - SETTLED, **options) is not None


def text_of(message: EmailMessage) -> str:
    return str(message.get_body(("plain",)).get_content()).replace("\r\n", "\n")


def subjects(messages: Sequence[Any]) -> list[str]:
    return [str(message["Subject"]).strip() for message in messages]

"""Every box that a form offers works: what it promises is sent to who ticks it alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.factories import NOW, make_body, make_official
from tests.smtp import MailServer
from tests.votes.alerts.readers import SETTLED, change, make_announced, make_reader, make_scheduled, move, on, run
from tests.votes.test_words import position
from votes.alerts import announce, remind
from votes.alerts.announce import News
from votes.alerts.kinds import ALL_IS_WELL, FIRST, KINDS, OFFERED, SILENCE, in_words
from votes.alerts.topics import Topic, address_of
from votes.alerts.wording import values_of_position
from votes.citation import Citation
from votes.models import Announcement, Event, Vote
from votes.subjects import key_of

pytestmark = pytest.mark.django_db

Kind = Announcement.Kind
DAY = NOW.date() + timedelta(days=9)
# Sent by what looks after sources and quiet months, with tests of its own.
SENT_ELSEWHERE = {ALL_IS_WELL, SILENCE}


class Town:
    """A vote and a hearing ahead, and someone who speaks, of which nobody was told yet."""

    def __init__(self) -> None:
        self.vote: Vote = make_scheduled(**on(DAY))
        self.event: Event = make_announced(issue=self.vote.issue, **on(DAY))
        self.person = make_official("Pia Lund", self.vote.body)
        run(NOW)

    def topic(self, about: str) -> Topic:
        return {
            "issue": self.vote.issue, "person": self.person, "body": self.vote.body, "vote": self.vote,
            "event": self.event, "place": self.vote.body.place,
        }[about]  # fmt: skip

    def date(self) -> None:
        move(self.vote, on(DAY + timedelta(days=20)), NOW)
        change(self.event, on(DAY + timedelta(days=20)), NOW)

    def reminder(self) -> None:
        assert remind.remind(NOW + timedelta(days=2))

    def result(self) -> None:
        move(self.vote, {"status": "held", "outcome": "passed"}, NOW)

    def position(self) -> None:
        stand = position("support")
        self._tell(Kind.POSITION, values_of_position(stand))

    def quote(self) -> None:
        self._tell(Kind.QUOTE, {"speaker": "Pia Lund", "issue": self.vote.issue.title})

    def _tell(self, kind: str, new: dict[str, Any]) -> None:
        """As curation does it: told on the issue and of the person."""
        topics = [key_of(self.vote.issue), key_of(self.person)]
        news = News(kind, f"{kind}:1", 1, topics, "/en/", Citation("“No,” she said.", "The Ferry Post", ""), new)
        announce.tell(news, NOW - SETTLED)


@pytest.mark.parametrize(
    ("about", "kind"),
    [(about, kind) for about, kinds in OFFERED.items() for kind in kinds if kind not in SENT_ELSEWHERE],
)
def test_a_box_that_is_offered_brings_mail(about: str, kind: str, mail_server: MailServer) -> None:
    town = Town()
    # Their yes was before the days of which they are reminded.
    make_reader(town.topic(about), now=NOW - timedelta(days=1), kinds=[kind], leads=[7])
    happen: Callable[[], None] = getattr(town, kind)
    happen()
    run(NOW + timedelta(days=2))
    assert mail_server.messages
    assert set(Announcement.objects.filter(deliveries__state="sent").values_list("kind", flat=True)) <= {
        kind,
        Kind.EVENT if kind == Kind.DATE else kind,
    }


@pytest.mark.parametrize("about", OFFERED)
def test_a_form_offers_what_comes_of_its_topic_and_no_more(about: str) -> None:
    page = Client().get(address_of(Town().topic(about))).text
    for kind in KINDS:
        assert (f'name="kinds" value="{kind}"' in page) == (kind in OFFERED[about])
    assert ('name="leads"' in page) == (Kind.REMINDER in OFFERED[about])
    assert set(FIRST[about]) <= set(OFFERED[about])


def test_followers_of_a_committee_are_reminded_of_its_hearing_and_of_the_vote_taken_there(
    mail_server: MailServer,
) -> None:
    vote = make_scheduled(**on(DAY))
    committee = make_body("Committee on Noise", vote.body.place)
    hearing = make_announced(issue=vote.issue, **on(DAY))
    meeting = make_announced(kind="meeting", issue=vote.issue, votes=[vote], **on(DAY))
    for event in (hearing, meeting):
        event.bodies.set([committee])
    make_reader(committee, now=NOW - timedelta(days=1), kinds=["reminder"], leads=[7])
    make_reader(meeting, now=NOW - timedelta(days=1), kinds=["reminder"], leads=[7])
    remind.remind(NOW + timedelta(days=2))
    run(NOW + timedelta(days=2))
    sent = Announcement.objects.filter(deliveries__state="sent").order_by("subject")
    told = [(one.subject, one.deliveries.count()) for one in sent.distinct()]
    assert told == [(key_of(hearing), 1), (key_of(vote), 2)]


@pytest.mark.parametrize(
    ("kinds", "leads", "words"),
    [
        (["date"], [7, 1], "dates and changes; as it happens"),
        (["reminder", "date"], [1, 30, 7], "dates and changes, reminders 30, 7 and 1 days before; as it happens"),
        (["reminder"], [1], "reminders 1 day before; as it happens"),
        (["reminder", "quote"], [0], "reminders that morning, quotes; as it happens"),
        (["reminder"], [3, 0], "reminders 3 days before and that morning; as it happens"),
    ],
)
def test_a_wish_stands_in_a_line_of_words(kinds: list[str], leads: list[int], words: str) -> None:
    assert in_words(kinds, leads, "at_once") == words

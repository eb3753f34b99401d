"""What is decided, when, and who stands where; and who is told."""

from votes.models.alerts import (
    Announcement,
    Delivery,
    FanOut,
    Message,
    Reminded,
    Subscriber,
    Subscription,
)
from votes.models.consent import Barred, Consent, Wish
from votes.models.decisions import Ballot, Vote, VoteChange
from votes.models.events import Event, EventChange
from votes.models.faults import MailServer, Setback
from votes.models.issues import Issue, Position
from votes.models.merged import Merged

__all__ = [
    "Announcement",
    "Ballot",
    "Barred",
    "Consent",
    "Delivery",
    "Event",
    "EventChange",
    "FanOut",
    "Issue",
    "MailServer",
    "Merged",
    "Message",
    "Position",
    "Reminded",
    "Setback",
    "Subscriber",
    "Subscription",
    "Vote",
    "VoteChange",
    "Wish",
]

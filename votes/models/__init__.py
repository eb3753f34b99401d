"""What is decided, when, and who stands where; and who is told."""

from votes.models.alerts import (
    Announcement,
    Bounce,
    Delivery,
    FanOut,
    Message,
    Subscriber,
    Subscription,
    Words,
)
from votes.models.decisions import Ballot, Vote, VoteChange
from votes.models.events import Event, EventChange
from votes.models.faults import MailServer, Setback
from votes.models.issues import Issue, Position
from votes.models.merged import Merged

__all__ = [
    "Announcement",
    "Ballot",
    "Bounce",
    "Delivery",
    "Event",
    "EventChange",
    "FanOut",
    "Issue",
    "MailServer",
    "Merged",
    "Message",
    "Position",
    "Setback",
    "Subscriber",
    "Subscription",
    "Vote",
    "VoteChange",
    "Words",
]

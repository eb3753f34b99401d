"""What is decided, when, and who stands where; and who is told."""

from votes.models.alerts import Announcement, FanOut, Reminded, Subscriber, Subscription
from votes.models.consent import Barred, Consent, Wish
from votes.models.control import Check, Fault, Held
from votes.models.decisions import Ballot, Vote, VoteChange
from votes.models.events import Event, EventChange
from votes.models.faults import MailServer, Setback
from votes.models.issues import Issue, Position
from votes.models.mails import Bounce, Delivery, Message, Pace, Words
from votes.models.merged import Merged, NotSameIssue, NotSameVote
from votes.models.pauses import Hold, Pause
from votes.models.webhooks import Call, Webhook

__all__ = [
    "Announcement",
    "Ballot",
    "Barred",
    "Bounce",
    "Call",
    "Check",
    "Consent",
    "Delivery",
    "Event",
    "EventChange",
    "FanOut",
    "Fault",
    "Held",
    "Hold",
    "Issue",
    "MailServer",
    "Merged",
    "Message",
    "NotSameIssue",
    "NotSameVote",
    "Pace",
    "Pause",
    "Position",
    "Reminded",
    "Setback",
    "Subscriber",
    "Subscription",
    "Vote",
    "VoteChange",
    "Webhook",
    "Wish",
    "Words",
]

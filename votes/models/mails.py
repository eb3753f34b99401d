"""What goes to readers: the mails, what each carries of what is owed, what they said, and what came back."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q

from votes.models.alerts import Announcement, Subscriber, Subscription
from votes.models.pauses import Pause


class Words(models.Model):
    """What a mail said, kept once for all who were told the same: without address and links, which were each reader's
    own. `announcements` are those it told, by number.
    """

    digest = models.CharField(max_length=64, unique=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    announcements = ArrayField(models.BigIntegerField())
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "words"
        indexes = [GinIndex(fields=["announcements"], name="words_announcements")]

    def __str__(self) -> str:
        return self.subject


class MessageQuerySet(models.QuerySet["Message"]):
    def free(self, now: datetime) -> Self:
        """Return messages that are due and no worker's at the moment, the most urgent first, and of these the longest
        waiting; while all mail is paused, only those that carry no delivery.
        """
        unclaimed = Q(claimed_until=None) | Q(claimed_until__lte=now)
        due = self.filter(unclaimed, state=Message.State.DUE, due_at__lte=now).order_by("urgency", "due_at")
        carried = Exists(Delivery.objects.filter(message=OuterRef("pk")))
        return due.exclude(Exists(Pause.objects.open()), carried)

    def confirmations(self) -> Self:
        """Return those that ask for a confirmation, and other letters: the only ones that carry no delivery."""
        return self.filter(deliveries=None)


class Message(models.Model):
    """One mail. It owns its Message-ID, so that a second try is the same mail; `claimed_until` is a lease, and
    `unanswered` counts the leases in a row that ran out under a worker. It lapses when all that it carries does.
    `repeats` counts the tries after one of which nobody knows whether the mail server took it: as often it may have
    come twice.
    """

    class Urgency(models.IntegerChoices):
        ASKED = 0, "somebody waits for it: a question for a yes, or the way to their alerts"
        DATES = 1, "a date, its change, its outcome, or that it is near"
        REST = 2, "what can wait, and what is sent once a day or week"

    class State(models.TextChoices):
        DUE = "due"
        SENT = "sent"
        FAILED = "failed"
        LAPSED = "lapsed"

    class Letter(models.TextChoices):
        NEW_ADDRESS = "new_address", "asks at a new address whether it is the reader's"
        MOVED = "moved", "tells the old address of the new one"

    subscriber = models.ForeignKey(Subscriber, models.PROTECT, related_name="messages")
    letter = models.CharField(max_length=20, choices=Letter, blank=True)
    # Where it goes, if not to the reader's address.
    to = models.EmailField(blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    urgency = models.PositiveSmallIntegerField(choices=Urgency, default=Urgency.ASKED)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    unanswered = models.PositiveSmallIntegerField(default=0)
    repeats = models.PositiveSmallIntegerField(default=0)
    words = models.ForeignKey(Words, models.PROTECT, null=True, blank=True, related_name="messages")
    subject = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["urgency", "due_at"], condition=Q(state="due"), name="message_due")]

    def __str__(self) -> str:
        return self.message_id


class Bounce(models.Model):
    """What became of a mail after it was taken, as told by whoever sends it; `event` is what tells one telling from
    another.
    """

    class Kind(models.TextChoices):
        DELIVERED = "delivered", "it arrived"
        SOFT = "soft", "the mailbox takes no mail for now"
        HARD = "hard", "there is no such mailbox"
        COMPLAINT = "complaint", "its reader reported it as unwanted"

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="bounces")
    message = models.ForeignKey(Message, models.CASCADE, related_name="bounces")
    kind = models.CharField(max_length=10, choices=Kind)
    event = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.message}: {self.kind}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self, now: datetime) -> Self:
        """Return what is owed by now and in no message yet."""
        return self.filter(state=Delivery.State.OWED, message=None, due_at__lte=now)

    def close(self, state: str, now: datetime, why: str = "") -> int:
        """Mark these as sent or lapsed; return how many."""
        return self.update(state=state, closed_at=now, why=why)

    def given_up(self) -> Self:
        """Return those that their readers wanted and were not sent."""
        return self.filter(state=Delivery.State.LAPSED, why__in=[Delivery.Why.EXPIRED, Delivery.Why.REFUSED])


class Delivery(models.Model):
    """Owed: one announcement to one subscriber, whatever number of their subscriptions it meets. Kept for good, with
    what became of it; the version that a reader was sent is its announcement's. `handed_over_at` is when a mail server
    was given it; where it stays with what was not sent, the server's answer never came, and the mail may be out.
    """

    class State(models.TextChoices):
        OWED = "owed"
        SENT = "sent"
        LAPSED = "lapsed"

    class Why(models.TextChoices):
        REPLACED = "replaced", "something newer is told in its stead"
        UNWANTED = "unwanted", "the reader no longer follows this"
        REDACTED = "redacted", "what it told was removed"
        KNOWN = "known", "the reader has just been sent the same"
        OUTDONE = "outdone", "a reminder nearer to the day is sent in its stead"
        OVER = "over", "it was over before it was due"
        EXPIRED = "expired", "it could not be sent in time"
        REFUSED = "refused", "the mail server refused the mail"
        UNREACHABLE = "unreachable", "the mail server refused the address"
        PAUSED = "paused", "the reader wants nothing new for a while"
        DROPPED = "dropped", "an editor had it told to nobody"

    announcement = models.ForeignKey(Announcement, models.PROTECT, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, models.PROTECT, related_name="deliveries")
    subscription = models.ForeignKey(Subscription, models.SET_NULL, null=True, related_name="deliveries")
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="deliveries")
    state = models.CharField(max_length=10, choices=State, default=State.OWED)
    why = models.CharField(max_length=20, choices=Why, blank=True)
    due_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["announcement", "subscriber"], name="delivery_unique"),
            models.CheckConstraint(
                condition=Q(state="owed", closed_at=None, why="")
                | Q(state="sent", closed_at__isnull=False, why="")
                | (Q(state="lapsed", closed_at__isnull=False) & ~Q(why="")),
                name="delivery_state",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="owed", message=None), name="delivery_owed"),
            # Also what is in a mail that has not gone: whether that is late.
            models.Index(fields=["due_at"], condition=Q(state="owed"), name="delivery_unsent"),
            models.Index(fields=["closed_at"], condition=Q(state="lapsed"), name="delivery_lapsed"),
        ]

    def __str__(self) -> str:
        return f"{self.announcement} to {self.subscriber}"


class Pace(models.Model):
    """How far a domain is that is sent only so many mails a minute: when the next may go, and when the last of those
    that wait has its turn.
    """

    domain = models.CharField(max_length=255, unique=True)
    next_at = models.DateTimeField()
    last_turn = models.DateTimeField()

    def __str__(self) -> str:
        return self.domain

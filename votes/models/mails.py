"""The mails that carry what there is to tell: each with what it said, and what became of it."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q

from votes.models.alerts import Delivery, Subscriber
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

"""Programs elsewhere that are told what readers are told."""

import base64
import secrets
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, lookups

from officials.models import Body
from votes.models.alerts import Announcement
from votes.models.issues import Issue


def new_secret() -> str:
    """Return a secret as Standard Webhooks writes them."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def live(self) -> Self:
        """Return those that nobody has ended and that have not been stopped."""
        return self.filter(ended_at=None, stopped_at=None)

    def due(self, now: datetime) -> Self:
        """Return those that may be called now, and are no worker's at the moment."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=now)
        return self.live().filter(free, next_try_at__lte=now)


class Webhook(models.Model):
    """An address that is told what is announced of one issue or body. While calls fail it is left alone, longer each
    time (`next_try_at`), and stopped at last; `key` signs what it is sent, and is shown once, when it is made.
    """

    issue = models.ForeignKey(Issue, models.CASCADE, null=True, blank=True, related_name="webhooks")
    body = models.ForeignKey(Body, models.CASCADE, null=True, blank=True, related_name="webhooks")
    url = models.URLField(max_length=1000)
    key = models.CharField(max_length=100, default=new_secret, editable=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )  # fmt: skip

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    lookups.Exact(
                        models.Func(F("issue"), F("body"), function="num_nonnulls", output_field=models.IntegerField()),
                        1,
                    )
                ),
                name="webhook_exactly_one_topic",
            ),
            models.UniqueConstraint(
                fields=["url", "issue", "body"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="webhook_once",
            ),
        ]

    def __str__(self) -> str:
        return f"webhook {self.pk} for {self.followed}"

    @property
    def followed(self) -> Issue | Body:
        """Return what it is told of."""
        followed = self.issue or self.body
        assert followed is not None  # a constraint sees to it
        return followed


class Call(models.Model):
    """Owed: one announcement to one webhook, again and again until it is taken or given up."""

    class State(models.TextChoices):
        OWED = "owed"
        TAKEN = "taken"
        FAILED = "failed"

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="calls")
    announcement = models.ForeignKey(Announcement, models.PROTECT, related_name="calls")
    state = models.CharField(max_length=10, choices=State, default=State.OWED)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["webhook", "announcement"], name="call_unique")]
        indexes = [models.Index(fields=["webhook", "id"], condition=Q(state="owed"), name="call_owed")]

    def __str__(self) -> str:
        return f"{self.announcement} to {self.webhook}"

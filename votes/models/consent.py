"""What readers ask for, agree to, and want never again."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from votes.models.alerts import Subscriber, Subscription


class Wish(models.Model):
    """What a form sent, until a worker takes it up: the page answers without looking the address up, so that its answer
    and the time it takes are the same for every address. Without a topic it asks for the link to one's alerts.
    """

    email = models.EmailField()
    topic = models.CharField(max_length=40, blank=True)
    kinds = ArrayField(models.CharField(max_length=20), default=list)
    leads = ArrayField(models.PositiveSmallIntegerField(), default=list)
    cadence = models.CharField(max_length=20, default=Subscription.Cadence.AT_ONCE)
    form = models.CharField(max_length=40)
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.email}: {self.topic}"


class Consent(models.Model):
    """One line of what a reader agreed to, and no longer agrees to: on which topic, to what, when, and on which form.
    Goes with the reader.
    """

    class Deed(models.TextChoices):
        ASKED = "asked"
        CONFIRMED = "confirmed"
        CHANGED = "changed"
        LEFT = "left"

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="consents")
    topic = models.CharField(max_length=40)
    deed = models.CharField(max_length=10, choices=Deed)
    kinds = ArrayField(models.CharField(max_length=20), default=list)
    leads = ArrayField(models.PositiveSmallIntegerField(), default=list)
    cadence = models.CharField(max_length=20)
    form = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.subscriber} {self.deed} {self.topic}"


class Barred(models.Model):
    """An address whose owner wants no mail ever again, as a hash: it can be known again, and not be read."""

    digest = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()

    class Meta:
        verbose_name_plural = "barred"

    def __str__(self) -> str:
        return self.digest

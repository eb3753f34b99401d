"""Who asked to be told, and what there is to tell."""

import secrets
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Q, Value, When, lookups
from django.db.models.fields.generated import GeneratedField
from django.db.models.functions import Cast, Coalesce, Concat

from officials.models import Body, Person, Place
from votes.ledger import AppendOnly
from votes.models.decisions import Vote, VoteChange
from votes.models.events import Event
from votes.models.issues import Issue
from votes.subjects import prefix

TOPICS = ("issue", "person", "body", "vote", "event", "place")


def new_key() -> str:
    return secrets.token_urlsafe(24)


def new_nonce() -> str:
    return secrets.token_urlsafe(9)


def default_kinds() -> list[str]:
    return [
        Announcement.Kind.DATE,
        Announcement.Kind.REMINDER,
        Announcement.Kind.RESULT,
    ]


def default_leads() -> list[int]:
    return [7, 1]


def _mailbox() -> models.Func:
    """Return as SQL the address without what follows a plus, and without dots and quotation before the @."""
    untagged = models.Func(F("email"), Value(r"\+.*@"), Value("@"), function="regexp_replace")
    return models.Func(untagged, Value(r'[."\\](?=.*@)'), Value(""), Value("g"), function="regexp_replace")


class Subscriber(models.Model):
    """A reader's address, in lower case. Of the links by which their own pages open, those that leave are bound to
    `key`, for good, and all others to `nonce`, which is drawn anew to revoke them. `mailbox` is where the address most
    likely leads, without dots and what follows a plus; only limits go by it. `new_email` is an address they want
    instead and have not confirmed. Who was erased has no address any more, only what they were sent.
    """

    email = models.EmailField(blank=True)
    mailbox = GeneratedField(expression=_mailbox(), output_field=models.TextField(), db_persist=True)
    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    nonce = models.CharField(max_length=20, default=new_nonce, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmation_sent_at = models.DateTimeField(null=True, blank=True)
    new_email = models.EmailField(blank=True)
    paused_until = models.DateField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_why = models.CharField(max_length=200, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["mailbox"], name="subscriber_mailbox")]
        constraints = [
            models.CheckConstraint(condition=~Q(email__regex="[A-Z]"), name="subscriber_email_lower_case"),
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="subscriber_email_unique"),
            models.CheckConstraint(
                condition=(Q(erased_at=None) & ~Q(email="")) | Q(erased_at__isnull=False, email=""),
                name="subscriber_erased_or_addressed",
            ),
        ]

    def __str__(self) -> str:
        return self.email or f"reader {self.pk}, erased"


def _key(name: str) -> Case:
    """Return the key of a subscription's topic as SQL: `issue:3` if it is to issue 3, null if to another kind."""
    return Case(
        When(
            **{f"{name}__isnull": False},
            then=Concat(Value(prefix(name), models.TextField()), Cast(name, models.TextField())),
        ),
        default=None,
    )


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def live(self) -> Self:
        """Return those confirmed and not left, by a reader whose address works."""
        return self.filter(
            ended_at=None,
            confirmed_at__isnull=False,
            subscriber__confirmed_at__isnull=False,
            subscriber__stopped_at=None,
        )

    def pending(self) -> Self:
        """Return those asked for, and neither confirmed nor left."""
        return self.filter(ended_at=None, confirmed_at=None)


class Subscription(models.Model):
    """One address and one topic. `leads` are days before a vote's window opens; `ended_at` is leaving."""

    class Cadence(models.TextChoices):
        AT_ONCE = "at_once", "at once"
        DAILY = "daily", "one mail a day"
        WEEKLY = "weekly", "one mail a week"

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="subscriptions")
    issue = models.ForeignKey(Issue, models.CASCADE, null=True, blank=True, related_name="subscriptions")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="subscriptions")
    body = models.ForeignKey(Body, models.CASCADE, null=True, blank=True, related_name="subscriptions")
    vote = models.ForeignKey(Vote, models.CASCADE, null=True, blank=True, related_name="subscriptions")
    event = models.ForeignKey(Event, models.CASCADE, null=True, blank=True, related_name="subscriptions")
    place = models.ForeignKey(Place, models.CASCADE, null=True, blank=True, related_name="subscriptions")
    kinds = ArrayField(models.CharField(max_length=20), default=default_kinds)
    leads = ArrayField(models.PositiveSmallIntegerField(), default=default_leads)
    cadence = models.CharField(max_length=20, choices=Cadence, default=Cadence.AT_ONCE)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    topic = GeneratedField(
        expression=Coalesce(*(_key(name) for name in TOPICS)),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["topic"],
                condition=Q(ended_at=None),
                name="subscription_live_topic",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    lookups.Exact(
                        models.Func(
                            *(F(name) for name in TOPICS),
                            function="num_nonnulls",
                            output_field=models.IntegerField(),
                        ),
                        1,
                    )
                ),
                name="subscription_exactly_one_topic",
            ),
            models.UniqueConstraint(
                fields=["subscriber", *TOPICS],
                name="subscription_unique_topic",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber}: {self.topic}"

    @property
    def followed(self) -> Issue | Person | Body | Vote | Event | Place:
        """Return the one thing it is about."""
        topics = (getattr(self, name) for name in TOPICS)
        followed: Issue | Person | Body | Vote | Event | Place = next(filter(None, topics))
        return followed


class Announcement(AppendOnly):
    """Something there is to tell, written in the transaction of the change. It keeps what was and what is now as plain
    values, `old` and `new`; the words are found when a mail is sent. Those without values are older, and were put into
    words when they were written: `title` and `detail`. `topics` are keys such as `issue:3`; `lead` is a reminder's days
    before, `to_end` whether they count to the last day of a window.
    """

    class Kind(models.TextChoices):
        DATE = "date", "a vote's date, place or status"
        EVENT = "event", "a meeting's, hearing's or deadline's date, place or status"
        REMINDER = "reminder", "a vote or an event is near"
        RESULT = "result", "a vote was held"
        POSITION = "position", "someone takes or changes a position"
        QUOTE = "quote", "someone is quoted"
        ALL_IS_WELL = "all_is_well", "nothing was announced for a month"
        SILENCE = "silence", "a source has fallen silent"

    REDACTED = {"title": "(removed)", "detail": "", "sentence": "", "old": {}, "new": {}}

    kind = models.CharField(max_length=20, choices=Kind)
    topics = ArrayField(models.CharField(max_length=40))
    subject = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=0)
    lead = models.PositiveSmallIntegerField(null=True, blank=True)
    to_end = models.BooleanField(default=False)
    retracts = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="retracted_by")
    old = models.JSONField(default=dict, blank=True)
    new = models.JSONField(default=dict, blank=True)
    why = models.CharField(max_length=20, choices=VoteChange.Why, default=VoteChange.Why.NEWS)
    title = models.CharField(max_length=300, blank=True)
    detail = models.TextField(blank=True)
    sentence = models.TextField(blank=True)
    source_name = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(max_length=2000, blank=True)
    path = models.CharField(max_length=300)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [
            GinIndex(fields=["topics"]),
            models.Index(fields=["subject", "-version"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "version", "lead", "to_end"],
                name="announcement_unique",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.subject}, version {self.version}"

    @property
    def distance(self) -> tuple[bool, int]:
        """Return what is less the nearer to its end a reminder comes."""
        return not self.to_end, self.lead or 0

    @property
    def takes_back(self) -> bool:
        """Say whether it tells that there is no such vote, stand or quote."""
        return bool(self.new.get("withdrawn"))


class Reminded(models.Model):
    """On which day, by the clock of its place, the reminders of a vote or event were last looked for, and as of which
    version: once a day is enough, whatever number of readers wait.
    """

    subject = models.CharField(max_length=60, primary_key=True)
    version = models.PositiveIntegerField()
    day = models.DateField()

    class Meta:
        verbose_name_plural = "reminded"

    def __str__(self) -> str:
        return f"{self.subject}, version {self.version}: {self.day}"


class FanOut(models.Model):
    """When an announcement, which itself never changes, has settled and its deliveries are to be written, and when they
    were. One that was `overtaken` by a newer version before that is told to nobody.
    """

    announcement = models.OneToOneField(Announcement, models.PROTECT, primary_key=True, related_name="fan_out")
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    overtaken = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(done_at=None), name="fan_out_due")]

    def __str__(self) -> str:
        return f"{self.announcement}: {self.done_at}"

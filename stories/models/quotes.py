"""Accepted words, with who said them; and a reply set beside them."""

from django.db import models
from django.db.models import F, Q

from officials.addresses import numbered
from officials.models import Person
from officials.words import words_index
from votes.models import Issue, Position


class StandingQuotes(models.Manager["Quote"]):
    """The quotes that stand: what everybody but curation means by "the quotes", a person's or an issue's too."""

    def get_queryset(self) -> models.QuerySet["Quote"]:
        return super().get_queryset().filter(withdrawn_at=None)


class Quote(models.Model):
    """Words as printed. Exactly one of `person` and `label` ("a spokesperson") says whose; `affiliation` as printed.

    One whose last report was undone is gone, unless somebody replied to it or its story was withdrawn: then it is
    withdrawn itself, shown nowhere, and stands again with its replies when the words are accepted anew.
    """

    class Type(models.TextChoices):
        DIRECT = "direct"
        INDIRECT = "indirect"
        MIXED = "mixed"

    text = models.TextField()
    type = models.CharField(max_length=10, choices=Type)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="quotes")
    label = models.CharField(max_length=200, blank=True)
    affiliation = models.CharField(max_length=300, blank=True)
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, blank=True, related_name="quotes")
    said_on = models.DateField(null=True, blank=True)
    redacted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StandingQuotes()
    every = models.Manager["Quote"]()

    class Meta:
        ordering = ["-said_on", "-id"]
        indexes = [
            words_index("text", name="quote_words"),
            models.Index(F("said_on").desc(nulls_last=True), F("id").desc(), name="quote_newest"),
            # Those that stand, so that they are counted without a row.
            models.Index(
                "person", F("said_on").desc(nulls_last=True), F("id").desc(), condition=Q(withdrawn_at=None),
                name="quote_standing_of_person",
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, label="") | (Q(person=None) & ~Q(label="")),
                name="quote_person_or_label",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return numbered("quote", self.pk)

    @property
    def speaker(self) -> str:
        return self.label or str(self.person)


class Response(models.Model):
    """A reply by whoever a quote or a position is about or by, set beside it, hidden while that is. It has a source of
    its own: `source_url`, or a letter to whoever runs the site. One of before may have neither.
    """

    quote = models.ForeignKey(Quote, models.CASCADE, null=True, blank=True, related_name="responses")
    position = models.ForeignKey(Position, models.CASCADE, null=True, blank=True, related_name="responses")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="responses")
    label = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    source_url = models.URLField(max_length=2000, blank=True)
    by_mail = models.BooleanField(default=False)
    received_on = models.DateField()

    class Meta:
        ordering = ["received_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, label="") | (Q(person=None) & ~Q(label="")),
                name="response_person_or_label",
            ),
            models.CheckConstraint(
                condition=Q(quote__isnull=False, position=None) | Q(quote=None, position__isnull=False),
                name="response_to_quote_or_position",
            ),
            models.CheckConstraint(condition=Q(source_url="") | Q(by_mail=False), name="response_one_source"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def answered(self) -> Quote | Position:
        """Return the quote or the position that it answers."""
        answered = self.quote or self.position
        assert answered is not None
        return answered

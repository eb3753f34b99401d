"""Who they are: places, bodies, people, their other names and their roles in time (Popolo, Open Civic Data)."""

import re
import zoneinfo
from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from officials.words import names_index


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless the name is a time zone's."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(f"{name!r} is not a time zone; use a name such as America/Chicago.")


class PlaceQuerySet(models.QuerySet["Place"]):
    def common_zone(self) -> str:
        """Return the name of the time zone that all places share; empty where they don't, or without a place."""
        zones = self.order_by().values_list("time_zone", flat=True).distinct()[:2]
        return zones[0] if len(zones) == 1 else ""


class Place(models.Model):
    """A city, county or district. `ocd_division_id` is Open Civic Data's identifier, empty where unknown."""

    class Kind(models.TextChoices):
        CITY = "city"
        COUNTY = "county"
        DISTRICT = "district"
        STATE = "state"

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.CITY)
    state = models.CharField(max_length=100, blank=True)
    ocd_division_id = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["ocd_division_id"],
                condition=~Q(ocd_division_id=""),
                name="place_ocd_division_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("place", args=[self.slug])

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)


class PassageRule(models.TextChoices):
    """What a decision needs to pass; the words of a law or a report for it are kept beside."""

    UNKNOWN = "", "not known"
    MAJORITY_OF_SEATS = "majority_of_seats", "a majority of all seats"
    MAJORITY_OF_PRESENT = "majority_of_present", "a majority of those present"
    TWO_THIRDS = "two_thirds", "two thirds"
    THREE_FIFTHS = "three_fifths", "three fifths"
    UNANIMOUS = "unanimous", "all votes"
    NUMBER = "number", "a number of votes"


class Ruled(models.Model):
    """What has a rule of passage; `passage_number` is how many votes the rule `number` asks for, else null."""

    passage_rule = models.CharField(max_length=20, choices=PassageRule, blank=True, default=PassageRule.UNKNOWN)
    passage_number = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a number without the rule that asks for it, and the rule without one."""
        super().clean()
        if (self.passage_rule == PassageRule.NUMBER) != (self.passage_number is not None):
            raise ValidationError("Give a number of votes exactly where the rule to pass is a number of votes.")


def passage_constraint(name: str) -> models.CheckConstraint:
    """Return the rule of every rule of passage, for the database to keep."""
    numbered = Q(passage_rule=PassageRule.NUMBER, passage_number__isnull=False, passage_number__gte=1)
    other = ~Q(passage_rule=PassageRule.NUMBER) & Q(passage_number=None)
    return models.CheckConstraint(condition=numbered | other, name=name)


# The fields that say how to take part, each with what is before `_checked_on` in the name of its day.
WAYS_TO_TAKE_PART = {"address": "address", "sign_up_url": "sign_up", "comment_url": "comment"}


class BodyQuerySet(models.QuerySet["Body"]):
    def called(self, name: str) -> Self:
        """Return those of this name, or with it among their other names, whatever the case of its letters."""
        if not name.strip():
            return self.none()
        aliases = models.Func(F("aliases"), models.Value("\n"), function="array_to_string")
        lines = models.Func(models.Value("\n"), aliases, models.Value("\n"), function="concat")
        also = self.alias(also=models.ExpressionWrapper(lines, output_field=models.TextField()))
        return also.filter(Q(name__iexact=name) | Q(also__icontains=f"\n{name}\n"))


class Body(Ruled):
    """A council, board, court, department or office. A joint body has several parents.

    `seats` counts those who vote in it, vacant ones too; null where nobody told us. `aliases` are its other names.
    The rule of passage is that of its decisions where nothing else is said of one. How to take part is told with the
    day on which somebody looked: where it meets and may be written to, where to sign up to speak, where to comment.
    `accepts_own_calendar` says that what its own calendar makes of a known meeting is accepted without a curator.
    """

    class Kind(models.TextChoices):
        COUNCIL = "council"
        BOARD = "board"
        COMMISSION = "commission"
        COMMITTEE = "committee"
        COURT = "court"
        DEPARTMENT = "department"
        OFFICE = "office"

    slug = models.SlugField(max_length=150, unique=True)
    name = models.CharField(max_length=250)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.COUNCIL)
    place = models.ForeignKey(Place, models.PROTECT, related_name="bodies")
    parents = models.ManyToManyField("self", symmetrical=False, related_name="children", blank=True)
    url = models.URLField(max_length=500, blank=True)
    seats = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    aliases = ArrayField(models.CharField(max_length=250), default=list, blank=True)
    address = models.CharField(max_length=300, blank=True)
    address_checked_on = models.DateField(null=True, blank=True)
    sign_up_url = models.URLField(max_length=1000, blank=True)
    sign_up_checked_on = models.DateField(null=True, blank=True)
    comment_url = models.URLField(max_length=1000, blank=True)
    comment_checked_on = models.DateField(null=True, blank=True)
    accepts_own_calendar = models.BooleanField(default=False)

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "bodies"
        indexes = [names_index("name", "body_name_plain")]
        constraints = [
            models.UniqueConstraint(fields=["place", "name"], name="body_name_unique_in_place"),
            models.CheckConstraint(condition=Q(seats=None) | Q(seats__gte=1), name="body_has_a_seat"),
            passage_constraint("body_passage"),
            *(
                models.CheckConstraint(
                    condition=Q(**{way: "", f"{checked}_checked_on": None})
                    | (~Q(**{way: ""}) & Q(**{f"{checked}_checked_on__isnull": False})),
                    name=f"body_{checked}_is_dated",
                )
                for way, checked in WAYS_TO_TAKE_PART.items()
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("body", args=[self.slug])

    def clean(self) -> None:
        """Refuse a name by which another body of the place goes, and a way to take part that nobody says when they
        checked.
        """
        super().clean()
        others = Body.objects.filter(place=self.place_id).exclude(pk=self.pk)
        for name in (self.name, *(self.aliases or ())):
            # Two of the same name are the database's to refuse.
            if other := others.called(name).exclude(name__iexact=self.name).first():
                raise ValidationError(f"“{name}” is what the {other} is called; a name can mean one body only.")
        for way, checked in WAYS_TO_TAKE_PART.items():
            if bool(getattr(self, way)) != (getattr(self, f"{checked}_checked_on") is not None):
                raise ValidationError("Say of each way to take part on which day it was checked.")


class PersonQuerySet(models.QuerySet["Person"]):
    def officials(self) -> Self:
        """Return people with a role, held now or before."""
        return self.filter(roles__isnull=False).distinct()

    def shown(self) -> Self:
        """Return those whom the site may name at all: everyone but who was removed from the records."""
        return self.filter(redacted_at__isnull=True)

    def with_page(self) -> Self:
        """Return those who may have a page, feed or search entry: officials and public figures, none removed."""
        return self.shown().filter(Q(public_figure=True) | Q(roles__isnull=False)).distinct()


class Person(models.Model):
    """A person; an official is a person with a role. Anyone else is private until marked a public figure."""

    slug = models.SlugField(max_length=150, unique=True)
    name = models.CharField(max_length=200)
    links = models.JSONField(default=list, blank=True)
    identifiers = models.JSONField(default=dict, blank=True)
    public_figure = models.BooleanField(default=False)
    redacted_at = models.DateTimeField(null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "people"
        indexes = [
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="person_name_near"),
            names_index("name", "person_name_plain"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.slug])

    @property
    def is_shown(self) -> bool:
        """Say of one person what `shown` asks of many."""
        return self.redacted_at is None

    @property
    def has_page(self) -> bool:
        """Say of one person what `with_page` asks of many. Reads the roles: prefetch them where a list is shown."""
        return self.is_shown and (self.public_figure or bool(self.roles.all()))


class Alias(models.Model):
    """Another spelling of a person's name."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)

    class Meta:
        verbose_name_plural = "aliases"
        indexes = [names_index("name", "alias_name_plain")]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="alias_unique_for_person")]

    def __str__(self) -> str:
        return self.name


class Apart(models.Model):
    """A remembered "these two are different", kept once a pair: the lower id, `first`, before the `second`. `near` says
    how nearly they were called the same then; called more nearly so since, they are set beside each other again.
    """

    reason = models.CharField(max_length=500)
    near = models.FloatField(default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.first} is not {self.second}"  # type: ignore[attr-defined]


def pair_rules(name: str) -> list[models.BaseConstraint]:
    """Return what keeps pairs once and in order; a constraint has a name of its own in each table."""
    return [
        models.UniqueConstraint(fields=["first", "second"], name=f"{name}_pair_unique"),
        models.CheckConstraint(condition=Q(first__lt=F("second")), name=f"{name}_pair_ordered"),
    ]


class NotSame(Apart):
    """Two people."""

    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "not the same"
        constraints = pair_rules("not_same")


class NotSameBody(Apart):
    """Two bodies."""

    first = models.ForeignKey(Body, models.CASCADE, related_name="+")
    second = models.ForeignKey(Body, models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "bodies not the same"
        constraints = pair_rules("not_same_body")


class NotSamePlace(Apart):
    """Two places."""

    first = models.ForeignKey(Place, models.CASCADE, related_name="+")
    second = models.ForeignKey(Place, models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "places not the same"
        constraints = pair_rules("not_same_place")


# A seat that can stand before its title: "District 5", "Ward B", "At-large". Any other follows it.
SHORT_SEAT = re.compile(r"(?:[A-Za-z]{1,20} )?(?:No\. ?)?(?:\d{1,4}|[A-Z])|(?i:at[- ]large)")
AT_LARGE = re.compile(r"\bat[- ]large\b", re.IGNORECASE)


class RoleQuerySet(models.QuerySet["Role"]):
    def held_on(self, day: date) -> Self:
        """Return the roles held that day; an open end counts as held."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class Role(models.Model):
    """Person × body × title × seat in time. Open ends are null; the note says how imprecise an end is."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    body = models.ForeignKey(Body, models.PROTECT, related_name="roles")
    title = models.CharField(max_length=150)
    seat = models.CharField(max_length=100, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    term_note = models.CharField(max_length=200, blank=True)
    voting = models.BooleanField(default=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["body", "seat", "title", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "body", "title", "seat", "since"],
                name="role_unique",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(since__lte=F("until")),
                name="role_since_before_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office}, {self.body}"

    @property
    def office(self) -> str:
        """Return title and seat as newspapers write them: "District 5 Councilor", "At-large Member", "Mayor"."""
        seat = AT_LARGE.sub("At-large", self.seat.strip())
        if not seat or f" {seat.casefold()} " in f" {self.title.casefold()} ":
            return self.title
        return f"{seat} {self.title}" if SHORT_SEAT.fullmatch(seat) else f"{self.title}, {seat}"

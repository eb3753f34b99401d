"""Who printed a story, and when: the instant, the story's own offset, and what both were read from."""

import datetime as dt

from django.db import models

from stories.models.sources import Outlet


class PublishedFrom(models.TextChoices):
    """What a date was read from, the surest first; `stories/ingestion/pages/stamps.py` ranks by the same names."""

    ZONED_METADATA = "zoned_metadata", "the page's metadata"
    FEED = "feed", "its entry in a feed"
    METADATA = "metadata", "the page's metadata, which name no zone"
    STAMP = "stamp", "the stamp beside its headline"
    HAND = "hand", "whoever took it in"
    EARLIER = "earlier", "an earlier reading, which did not note where"
    URL = "url", "its address"
    GUESS = "guess", "a guess at its page"


class Publication(models.Model):
    """Who printed it, and when. Instants are UTC; `utc_offset` is the story's own, in minutes, for reading "Tuesday".

    Without an offset it is a day, at midnight UTC, or an hour of nobody knows what clock: of an outlet without a place.
    """

    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="articles")
    published_at = models.DateTimeField(null=True, blank=True)
    utc_offset = models.SmallIntegerField(null=True, blank=True)
    published_from = models.CharField(max_length=20, choices=PublishedFrom, default=PublishedFrom.EARLIER)

    class Meta:
        abstract = True

    @property
    def published_local(self) -> dt.datetime | None:
        """Return the publication time on the story's own clock; None where it names none.

        A stamp without a zone, or in UTC as many systems write it, is told by the clock of the outlet's place; a day
        without an hour stays that day.
        """
        if self.published_at is None:
            return None
        place = None if self.utc_offset or self._is_day else self.outlet.place
        zone = place.zone if place else dt.timezone(dt.timedelta(minutes=self.utc_offset or 0))
        return self.published_at.astimezone(zone)

    @property
    def printed_at(self) -> dt.datetime | None:
        """Return the same on the story's own clock, without a zone: templates would set any other to ours."""
        local = self.published_local
        return local.replace(tzinfo=None) if local else None

    @property
    def printed_on(self) -> dt.date | None:
        """Return the day of it, on the same clock."""
        local = self.published_local
        return local.date() if local else None

    @property
    def undated_because(self) -> str:
        """Say why no date may be counted from it; "" where it may."""
        if self.published_at is None:
            return "The story names no date of publication."
        guessed = self.published_from in (PublishedFrom.URL, PublishedFrom.GUESS)
        if guessed or (self.published_from == PublishedFrom.EARLIER and self._is_day):
            return f"When the story was printed is only known from {PublishedFrom(self.published_from).label}."
        if self._may_be_day:
            return "The story's time is midnight in UTC, which may be that day without an hour or the evening before."
        if self.utc_offset or self._is_day or self.outlet.place:
            return ""
        if self.utc_offset is None:
            return "The story's time names no zone, and its outlet has no place."
        return "The story's time is in UTC, and its outlet has no place: it may be another day there."

    @property
    def _is_day(self) -> bool:
        """An earlier reading wrote a day as midnight in UTC."""
        is_told = self.utc_offset is None or (not self.utc_offset and self.published_from == PublishedFrom.EARLIER)
        return is_told and self._is_midnight

    @property
    def _may_be_day(self) -> bool:
        """Say whether it is midnight in UTC, as some systems write a day, and another day by the clock of its place."""
        assert self.published_at
        return (
            self.utc_offset == 0
            and self._is_midnight
            and self.printed_on != self.published_at.astimezone(dt.UTC).date()
        )

    @property
    def _is_midnight(self) -> bool:
        assert self.published_at
        return self.published_at.astimezone(dt.UTC).time() == dt.time.min

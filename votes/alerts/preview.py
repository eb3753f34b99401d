"""The last mail that a follower of a topic would have had: shown beside the form, in the words of the mail."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from votes.alerts.announce import ASKED_AS
from votes.alerts.cadence import zone_of
from votes.alerts.mail import MailItem
from votes.alerts.topics import Topic
from votes.alerts.wording import Known, Telling, wording_of
from votes.models import Announcement, Merged
from votes.snapshots import values_told
from votes.subjects import key_of

Kind = Announcement.Kind


@dataclass(frozen=True)
class Preview:
    """A mail as it went out, and when, in the place's own time."""

    item: MailItem
    sent_at: datetime


def last_mail(topic: Topic, kinds: Collection[str], leads: Collection[int]) -> Preview | None:
    """Return the last one that was told of these kinds; None where nothing was yet."""
    key = key_of(topic)
    keys = [key, *Merged.objects.filter(kept=key).values_list("gone", flat=True)]
    asked = [kind for kind in Kind if ASKED_AS.get(kind, kind) in kinds]
    told = Announcement.objects.filter(
        Q(lead=None) | Q(lead__in=leads), topics__overlap=keys, kind__in=asked, redacted_at=None
    ).filter(fan_out__done_at__isnull=False, fan_out__overtaken=False)
    last = told.select_related("fan_out").order_by("-id").first()
    if last is None or last.fan_out.done_at is None:
        return None
    zone, sent_at = zone_of(last), last.fan_out.done_at
    wording = wording_of(Telling(last, sent_at, known_before(last), zone))
    return Preview(MailItem(last, wording), sent_at.astimezone(zone))


def known_before(announcement: Announcement) -> Known | None:
    """Return what a follower had been told of its subject before."""
    earlier = Announcement.objects.filter(subject=announcement.subject, version__lt=announcement.version)
    before = earlier.filter(fan_out__overtaken=False).order_by("-version", "-id").first()
    return Known(before.version, values_told(before)) if before else None

"""Quotes and positions that stay in the records though readers don't see them: nothing accepted tells them any more,
but somebody replied to them, or the story that told them was withdrawn and may come back.
"""

from datetime import datetime

from django import urls

from stories.evidence.citation import citation_of
from stories.models import Finding, Quote
from votes.alerts import announce
from votes.models import Position
from votes.subjects import key_of

Said = Quote | Position


def is_kept_hidden(record: Said) -> bool:
    """Say whether it is hidden rather than deleted once no accepted finding tells it."""
    return record.responses.exists() or record.findings.filter(state=Finding.State.WITHDRAWN).exists()


def hide(record: Said, now: datetime) -> None:
    """Take it and the replies to it from the public; whoever was told of it is told so."""
    hidden = type(record).every.filter(pk=record.pk, withdrawn_at=None).update(withdrawn_at=now)
    if hidden:
        take_back_news(record, now)


def show_again(record: Said, now: datetime) -> None:
    """Bring it back with its replies, and tell whoever was told that it no longer stands."""
    shown = type(record).every.filter(pk=record.pk).exclude(withdrawn_at=None).update(withdrawn_at=None)
    report = record.findings.accepted().select_related("version", "article__outlet").order_by("pk").first()
    if shown and report:
        announce.tell_again(key_of(record), citation_of(report), now)


def take_back_news(record: Said, now: datetime) -> None:
    """Announce to whoever was told of it that it no longer stands."""
    path = record.issue.get_absolute_url() if record.issue else urls.reverse("home")
    announce.take_back(key_of(record), path, now)

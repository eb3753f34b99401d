"""Tells programs elsewhere what readers are told: signed as Standard Webhooks has it, again and again until it is
taken, later each time, and no more once an address has failed for days. How to reach an address is handed in.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from time import monotonic

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from standardwebhooks import Webhook as Signer

from officials.models import Body
from votes.alerts.cadence import zone_of
from votes.alerts.wording import Telling, wording_of
from votes.models import Announcement, Call, Issue, Merged, Pause, Webhook
from votes.models.webhooks import new_secret
from votes.subjects import read_key

# Sends a body with headers to an address; returns the answer's status, or raises NotTaken.
Post = Callable[[str, bytes, Mapping[str, str]], int]

# After each failure in a row; the last again and again.
BACKOFF = tuple(
    timedelta(seconds=seconds) for seconds in (10, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)  # fmt: skip
# One call does not stand in the way of the others for ever: least where the answer is about what it says.
MOST_ATTEMPTS, MOST_REFUSALS = 10, 4
REFUSALS = (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY)
STOPPED_AFTER = timedelta(days=3)
# Calls made before others have their turn, and how long they may take.
BATCH, LEASE = 5, timedelta(minutes=10)
WORKING_SECONDS = 12.0


class NotTaken(Exception):
    """The address could not be reached, or may not be; says why in a sentence."""


def owe(announcement: Announcement, now: datetime) -> int:
    """Owe an announcement to the webhooks of its issues and bodies; return to how many."""
    keys = [read_key(topic) for topic in Merged.objects.with_successors(announcement.topics)]
    bodies, issues = ([pk for kind, pk in keys if kind == wanted] for wanted in ("body", "issue"))
    live = Webhook.objects.live().filter(Q(issue__in=issues) | Q(body__in=bodies))
    calls = [Call(webhook=webhook, announcement=announcement, made_at=now) for webhook in live]
    return len(Call.objects.bulk_create(calls, ignore_conflicts=True))


def add(url: str, followed: Issue | Body, by: User, now: datetime) -> Webhook | None:
    """Return a new webhook, its key still to be shown; None where the address is told of this already."""
    topic = {"issue": followed} if isinstance(followed, Issue) else {"body": followed}
    if Webhook.objects.filter(url=url, ended_at=None, **topic).exists():
        return None
    return Webhook.objects.create(url=url, made_at=now, made_by=by, next_try_at=now, **topic)


def renew_key(webhook: Webhook) -> str:
    """Return a new key for it; what was signed with the old one counts no more from now on."""
    webhook.key = new_secret()
    webhook.save(update_fields=["key"])
    return webhook.key


def resume(webhook: Webhook, now: datetime) -> None:
    """Call one that was stopped, or that is left alone, again at once."""
    webhook.stopped_at = webhook.failing_since = None
    webhook.failures, webhook.next_try_at = 0, now
    webhook.save(update_fields=["stopped_at", "failing_since", "failures", "next_try_at"])


def end(webhook: Webhook, by: User, now: datetime) -> None:
    """Call it no more. Its row stays, without the key."""
    webhook.ended_at, webhook.ended_by, webhook.key = now, by, ""
    webhook.save(update_fields=["ended_at", "ended_by", "key"])


def send_due(now: datetime, post: Post) -> int:
    """Make the calls that are due, as far as time allows; return how many were taken. None while all mail is paused."""
    until, taken = monotonic() + WORKING_SECONDS, 0
    while monotonic() < until and not Pause.objects.open().exists() and (webhook := _claim(now)) is not None:
        taken += _call(webhook, post, now)
    return taken


def content(announcement: Announcement, now: datetime) -> dict[str, object]:
    """Return what is told of an announcement, in the form that Standard Webhooks gives it."""
    wording = wording_of(Telling(announcement, now, None, zone_of(announcement)))
    return {
        "type": f"alert.{announcement.kind}",
        "timestamp": announcement.created_at.astimezone(UTC).isoformat(),
        "data": {
            "id": announcement.pk,
            "subject": announcement.subject,
            "version": announcement.version,
            "retracts": announcement.retracts_id,
            "taken_back": announcement.takes_back,
            "why": announcement.why,
            "title": wording.title,
            "notes": wording.notes,
            "old": announcement.old,
            "new": announcement.new,
            "lead": announcement.lead,
            "topics": announcement.topics,
            "url": settings.SITE_URL + announcement.path,
            "sentence": announcement.sentence,
            "source": {"name": announcement.source_name, "url": announcement.source_url},
        },
    }


@transaction.atomic
def _claim(now: datetime) -> Webhook | None:
    """Take the webhook that is due longest, if something is owed to it, for as long as the lease."""
    owed = Exists(Call.objects.filter(webhook=OuterRef("pk"), state=Call.State.OWED))
    due = Webhook.objects.due(now).filter(owed).order_by("next_try_at", "pk")
    webhook = due.select_for_update(skip_locked=True, of=("self",)).first()
    if webhook is not None:
        webhook.claimed_until = now + LEASE
        webhook.save(update_fields=["claimed_until"])
    return webhook


def _call(webhook: Webhook, post: Post, now: datetime) -> int:
    """Make the oldest calls owed to a webhook until one fails; return how many were taken."""
    taken = 0
    for call in webhook.calls.filter(state=Call.State.OWED).select_related("announcement").order_by("pk")[:BATCH]:
        problem, status = "", 0
        if call.announcement.redacted_at:
            _close(call, Call.State.FAILED, "What it told was removed.", now)
            continue
        try:
            status = _post(webhook, call.announcement, post, now)
        except NotTaken as error:
            problem = str(error)[:300]
        if 200 <= status < 300:
            taken += 1
            _close(call, Call.State.TAKEN, "", now)
            _note(webhook, now)
            continue
        _note(webhook, now, problem or f"It answered {status}.", is_gone=status == HTTPStatus.GONE)
        call.attempts += 1
        is_given_up = call.attempts >= (MOST_REFUSALS if status in REFUSALS else MOST_ATTEMPTS)
        _close(call, Call.State.FAILED if is_given_up else Call.State.OWED, webhook.problem, now)
        break
    # Nothing else of the row: whoever stopped or ended it meanwhile was right.
    Webhook.objects.filter(pk=webhook.pk).update(claimed_until=None)
    return taken


def _post(webhook: Webhook, announcement: Announcement, post: Post, now: datetime) -> int:
    """Send it under an identifier that stays the same however often it is tried; return the answer's status."""
    body = json.dumps(content(announcement, now), ensure_ascii=False)
    identifier, sent_at = f"announcement-{announcement.pk}", datetime.now(UTC)
    headers = {
        "Content-Type": "application/json",
        "webhook-id": identifier,
        "webhook-timestamp": str(int(sent_at.timestamp())),
        "webhook-signature": Signer(webhook.key).sign(identifier, sent_at, body),
    }
    return post(webhook.url, body.encode(), headers)


def _close(call: Call, state: str, problem: str, now: datetime) -> None:
    call.state, call.problem = state, problem
    call.closed_at = None if state == Call.State.OWED else now
    call.save(update_fields=["state", "problem", "closed_at", "attempts"])


def _note(webhook: Webhook, now: datetime, problem: str = "", *, is_gone: bool = False) -> None:
    """Note whether a call was taken; after failures leave the webhook alone for a while, and at last for good."""
    webhook.problem = problem
    if not problem:
        webhook.failures, webhook.failing_since, webhook.next_try_at, webhook.last_ok_at = 0, None, now, now
    else:
        webhook.next_try_at = now + BACKOFF[min(webhook.failures, len(BACKOFF) - 1)]
        webhook.failures += 1
        webhook.failing_since = webhook.failing_since or now
        if is_gone or now - webhook.failing_since >= STOPPED_AFTER:
            webhook.stopped_at = now
    webhook.save(
        update_fields=["problem", "failures", "failing_since", "next_try_at", "last_ok_at", "stopped_at"]
    )  # fmt: skip

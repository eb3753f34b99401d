"""What readers say is wrong: taken in, answered by an editor, and the answer mailed to whoever left an address,
which is erased then.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from stories.curation.choice import CurationError
from stories.models import Complaint, Effect, Finding
from votes.alerts.barred import is_barred
from votes.alerts.post import NextStep, judge
from votes.models import Ballot
from votes.sweeps import Sweep
from votes.words import one_line

log = logging.getLogger(__name__)

# Answers that are mailed in a run, and how long one is tried: then its address is erased unsent.
AT_ONCE = 50
TRIED = timedelta(days=3)


class NotSent(Exception):
    """The mail server did not take an answer; the words name no reader's address."""


def receive(finding: Finding, text: str, email: str, now: datetime) -> Complaint:
    """Keep a reader's word that the claim is wrong, for an editor to answer."""
    return Complaint.objects.create(finding=finding, text=text, email=email.lower(), received_at=now)


@transaction.atomic
def answer(
    complaint: Complaint, verdict: str, words: str, shown: str, by: User, now: datetime
) -> Complaint:  # fmt: skip
    """Answer it, once. That a claim was withdrawn can only be said of one that is not public any more, and that it was
    corrected only where something was.
    """
    complaint = Complaint.objects.select_for_update(of=("self",)).select_related("finding__vote").get(pk=complaint.pk)
    if complaint.answered_at:
        raise CurationError("Somebody has answered this meanwhile.")
    if verdict == Complaint.Verdict.WITHDRAWN and is_public(complaint.finding):
        raise CurationError("The claim still stands. Take it back first, or say that it was corrected or not changed.")
    if verdict == Complaint.Verdict.CORRECTED and not is_corrected(complaint):
        raise CurationError("Nothing of the claim has changed since. Correct it first, or choose another answer.")
    complaint.verdict, complaint.answer, complaint.shown = verdict, words, shown
    complaint.by, complaint.answered_at = by, now
    complaint.save()
    return complaint


def is_public(finding: Finding) -> bool:
    """Say whether readers still see the claim."""
    return finding.state == Finding.State.ACCEPTED and not (finding.vote and finding.vote.withdrawn_at)


def is_corrected(complaint: Complaint) -> bool:
    """Say whether the claim, or the record that it became, was changed since the reader wrote, and is so still."""
    finding = complaint.finding
    records = (finding, finding.quote, finding.position, finding.vote, finding.event)
    changed = Q(pk=None)
    for record in records:
        if record:
            changed |= Q(table=record._meta.db_table, row=record.pk)
    if finding.vote_id:
        changed |= Q(table=Ballot._meta.db_table) & (
            Q(before__vote_id=finding.vote_id) | Q(after__vote_id=finding.vote_id)
        )
    acts = Effect.objects.filter(changed, action__at__gte=complaint.received_at, action__undone_by=None)
    # That its day was looked at and kept changes nothing that is told.
    return acts.exclude(action__after__has_key="kept_date").exists()


def send_answers(now: datetime) -> int:
    """Mail the answers that are owed, and return how many were sent."""
    sweep = Sweep("answer", now)
    due = Complaint.objects.to_mail().exclude(pk__in=sweep.put_off).values_list("pk", flat=True)[:AT_ONCE]
    return sum(sweep.do(pk, lambda pk=pk: _send(pk, now)) for pk in due)  # type: ignore[misc]


def _send(pk: int, now: datetime) -> int:
    """Mail one answer and erase its address; 0 where another worker has it, or the address is no good."""
    held = Complaint.objects.to_mail().select_for_update(skip_locked=True, of=("self",))
    complaint = held.filter(pk=pk).first()
    if complaint is None:
        return 0
    assert complaint.answered_at
    sent = 0
    try:
        # Who wants no mail from here wants none that a stranger asks for in their name.
        sent = 0 if is_barred(complaint.email) else _mail(complaint).send()
    except Exception as error:
        refusal = judge(error)
        if refusal.next_step == NextStep.LATER and now - complaint.answered_at < TRIED:
            raise NotSent(refusal.words) from None
        log.warning("Answer %s is not sent: %s", pk, refusal.words)
    complaint.email = ""
    complaint.save(update_fields=["email"])
    return sent


def _mail(complaint: Complaint) -> EmailMessage:
    context = {
        "complaint": complaint, "site_name": settings.SITE_NAME, "site_url": settings.SITE_URL,
        "claim_url": settings.SITE_URL + reverse("wrong", args=[complaint.finding_id]),
        "is_public": is_public(complaint.finding),
    }  # fmt: skip
    return EmailMessage(
        subject=one_line(f"{complaint.get_verdict_display().capitalize()}: your word to {settings.SITE_NAME}"),
        body=render_to_string("mail/answer.txt", context),
        to=[complaint.email],
        headers={"Auto-Submitted": "auto-replied"},
        connection=get_connection(),
    )

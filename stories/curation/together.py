"""Accepting what one sentence says, who spoke, the words and the stand, with one press: all of it or nothing."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from stories.curation.choice import Choice, CurationError
from stories.curation.decide import accept, reject
from stories.models import LoggedAction


class PartError(CurationError):
    """Says of which finding it could not be done."""

    def __init__(self, finding: int, why: str) -> None:
        super().__init__(why)
        self.finding = finding


@transaction.atomic
def accept_parts(
    parts: Sequence[tuple[int, Choice]], by: User, now: datetime, reason: str = ""
) -> list[LoggedAction]:  # fmt: skip
    """Accept each as chosen, in this order; each has its own row in the log, at one moment, since each was looked at.

    What an earlier one brought with it needs no act of its own. Raises PartError where one can't be accepted.
    """
    actions: list[LoggedAction] = []
    for finding, choice in parts:
        implied = {pk for action in actions for pk in action.after.get("implied", [])}
        if LoggedAction.objects.filter(pk__in=implied, finding=finding).exists():
            continue
        try:
            actions.append(accept(finding, by, now, choice, reason))
        except CurationError as error:
            raise PartError(finding, str(error)) from error
    return actions


@transaction.atomic
def reject_parts(
    findings: Sequence[int], by: User, now: datetime, reason: str = "", fault: str = ""
) -> list[LoggedAction]:  # fmt: skip
    """Reject each of them, for the same fault."""
    actions = []
    for finding in findings:
        try:
            actions.append(reject(finding, by, now, reason, fault))
        except CurationError as error:
            raise PartError(finding, str(error)) from error
    return actions

"""What put a vote off, in words; and which votes are told as that reason, not as votes of their own."""

import datetime as dt

from django.db.models import Q, QuerySet

from votes.models import Vote
from votes.models.decisions import Outcome
from votes.windows import Precision
from votes.words import DISPOSED, called, deed_in_words, tally_in_words, window_in_words, with_tally


def on_their_own(votes: QuerySet[Vote]) -> QuerySet[Vote]:
    """Return all but the votes that put off another which stands: that one's move tells of them."""
    return votes.exclude(Q(disposes_of__isnull=False, disposes_of__withdrawn_at=None) & ~Q(outcome=Outcome.FAILED))


def put_off_on(disposal: Vote, put_off: Vote, today: dt.date) -> str:
    """Say when and by whom a vote was put off: "put off indefinitely on Thursday, Nov 6, 8–3, by the Town Council"."""
    parts = [deed_in_words(disposal, put_off), tally_in_words(disposal), f"by {called(disposal.body)}"]
    if disposal.is_dated:
        when = window_in_words(disposal, today)
        parts[0] += f" on {when}" if disposal.precision == Precision.DAY else f", {when}"
    return ", ".join(part for part in parts if part)


def put_off_by(disposal: Vote, put_off: Vote) -> str:
    """Say by whom a vote was put off, its day standing beside: "put off indefinitely by the Town Council, 8–3"."""
    return with_tally(f"{deed_in_words(disposal, put_off)} by {called(disposal.body)}", disposal)


def by_whom(disposal: Vote) -> str:
    """Say who moved a date: "by the Town Council’s vote, 8–3"; "by the Town Council" where nobody told how it voted."""
    body = called(disposal.body)
    return with_tally(f"by {body}’s vote", disposal) if tally_in_words(disposal) else f"by {body}"


def is_told_as_vote(vote: Vote) -> bool:
    """Say whether a vote was told of: of what put another off, without counts, nobody said more than that it was."""
    is_deed = vote.classification in DISPOSED and vote.outcome == Outcome.PASSED
    return not is_deed or bool(tally_in_words(vote))

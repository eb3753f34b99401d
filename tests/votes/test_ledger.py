"""The ledgers can only grow, whatever form, command or shell the write comes from."""

import pytest
from django.db import DatabaseError, connection

from tests.factories import NOW, make_vote
from votes.models import VoteChange

pytestmark = pytest.mark.django_db


def make_change() -> VoteChange:
    return VoteChange.objects.create(
        vote=make_vote(), version=1, old={}, new={}, learnt_at=NOW, sentence="It moved.", decided_by="Una"
    )


def test_the_ledger_of_a_vote_cannot_be_rewritten() -> None:
    change = make_change()
    with pytest.raises(DatabaseError, match="append-only"):
        VoteChange.objects.filter(pk=change.pk).update(why="mistake")


def test_the_ledger_of_a_vote_cannot_be_deleted() -> None:
    change = make_change()
    with pytest.raises(DatabaseError, match="append-only"):
        VoteChange.objects.filter(pk=change.pk).delete()


def test_redaction_blanks_personal_values_and_leaves_its_mark() -> None:
    change = make_change()
    change.redact(NOW)
    change.refresh_from_db()
    assert (change.sentence, change.decided_by, change.redacted_at) == ("", "", NOW)


def test_redaction_cannot_smuggle_in_another_change() -> None:
    change = make_change()
    with pytest.raises(DatabaseError, match="append-only"):
        VoteChange.objects.filter(pk=change.pk).update(redacted_at=NOW, version=9)


def test_redaction_cannot_put_other_words_in_their_place() -> None:
    change = make_change()
    with pytest.raises(DatabaseError, match="only blank sentence"):
        VoteChange.objects.filter(pk=change.pk).update(redacted_at=NOW, sentence="It never moved.")


def test_a_ledger_is_never_emptied_at_one_stroke() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL civictrack.may_truncate = 'no'")
        with pytest.raises(DatabaseError, match="never emptied"):
            cursor.execute("TRUNCATE votes_votechange")

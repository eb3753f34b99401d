"""What was removed since a backup is removed again, of what the backup has. The whole way: test_restore.py."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from civictrack.backups.removals import Line, database
from civictrack.backups.replay import NOBODY, marked, replay, standing
from officials.models import Person
from stories.models import LoggedAction, Withdrawal
from tests.factories import NOW, make_account, make_article, make_person
from tests.votes.alerts.readers import make_reader
from votes.models import Barred, Subscriber

pytestmark = pytest.mark.django_db

NEWEST = {"person": 10_000_000, "reader": 10_000_000, "story": 10_000_000}
LATER = (NOW + timedelta(days=1)).isoformat()


def test_each_is_removed_at_its_own_time_by_whoever_did_it_and_only_once() -> None:
    by, person, other, reader, story = make_account(), make_person(), make_person(), make_reader(), make_article()
    lines = [
        Line("person", person.pk, LATER, {"also": [other.pk], "keep": [], "by": by.pk}),
        Line("reader", reader.pk, LATER),
        Line("barred", "d" * 64, LATER),
        Line("story", story.pk, LATER, {"show": True, "by": 999_999}),
        Line("story", 999_999, LATER, {"show": True, "by": None}),
    ]
    assert replay(lines, NEWEST).done == {"person": 2, "reader": 1, "barred": 1, "story": 1}
    assert {person.redacted_at.isoformat() for person in Person.objects.all() if person.redacted_at} == {LATER}
    assert set(LoggedAction.objects.filter(act="redact").values_list("by__username", flat=True)) == {"una"}
    assert Subscriber.objects.get().erased_at.isoformat() == LATER  # type: ignore[union-attr]
    assert Barred.objects.get().since.isoformat() == LATER
    assert Withdrawal.objects.get().article == story
    assert not User.objects.get(username=NOBODY).has_usable_password()
    assert replay(lines, NEWEST).done == {"person": 0, "reader": 0, "barred": 0, "story": 0}


def test_what_fails_is_named_and_holds_nothing_else_up() -> None:
    reader = make_reader()
    lines = [Line("person", make_person().pk, LATER, {"by": "una"}), Line("reader", reader.pk, LATER)]
    replayed = replay(lines, NEWEST)
    assert replayed.done == {"reader": 1}
    assert len(replayed.problems) == 1
    assert "person" in replayed.problems[0]


def test_what_was_taken_back_is_not_removed_again() -> None:
    lines = [
        Line("story", 1, LATER), Line("barred", "d", LATER), Line("brought_back", 1, LATER), Line("let_in", "d", LATER),
        Line("story", 2, LATER), Line("brought_back", 2, LATER), Line("story", 2, LATER),
    ]  # fmt: skip
    assert [(line.what, line.key) for line in standing(lines, NEWEST)] == [("story", 2)]


def test_a_number_that_was_given_anew_after_a_restore_is_another_persons() -> None:
    here = {"in": database()}
    lines = [
        Line("person", 6, LATER, here | {"also": [], "keep": []}),
        marked("an older backup", {"person": 5, "reader": 1, "story": 1}, NOW),
        Line("person", 6, LATER, here | {"also": [4], "keep": [1, 2]}),
        Line("person", 5, LATER, here),
        Line("person", 7, LATER, {"in": "the database beside which that was tried"}),
    ]
    meant = [(line.key, line.more["keys"], line.more["keep"]) for line in standing(lines, NEWEST)]
    assert meant == [(6, [6], []), (6, [4], [1]), (5, [5], []), (7, [7], [])]

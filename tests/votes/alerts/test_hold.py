"""What is announced of a held body waits for an editor."""

from datetime import date, timedelta

import pytest

from tests.factories import NOW, make_account, make_issue
from tests.smtp import MailServer
from tests.votes.alerts.readers import make_reader, make_scheduled, move, on, run, subjects
from votes.alerts import hold
from votes.alerts.proof import reasons
from votes.models import Announcement, Delivery, FanOut, Held

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def test_nothing_of_a_held_body_goes_out_until_an_editor_releases_it(mail_server: MailServer) -> None:
    una, vote = make_account(), make_scheduled()
    make_reader(vote.issue)
    assert hold.begin(vote.body, una, "The clerk doubts the day.", NOW)
    assert run(NOW) == 0
    assert (Delivery.objects.count(), Held.objects.waiting().count()) == (0, 1)
    assert run(LATER) == 0, "it waits, and is not tried again"
    (held,) = Held.objects.waiting()
    assert hold.release(held.pk, una, "", LATER)
    assert run(LATER) == 1
    assert len(mail_server.messages) == 1
    assert not hold.release(held.pk, una, "", LATER)


def test_what_is_dropped_is_told_to_nobody_and_the_next_move_is_told_against_what_was_told(
    mail_server: MailServer,
) -> None:
    una, vote = make_account(), make_scheduled()
    make_reader(vote.issue)
    run(NOW)
    hold.begin(vote.body, una, "A slip in the agenda.", NOW)
    move(vote, on(date(2026, 4, 20)), LATER)
    run(LATER)
    (held,) = Held.objects.waiting()
    assert hold.drop(held.pk, una, "It was a slip.", LATER)
    assert hold.end(vote.body, una, LATER)
    move(vote, on(date(2026, 5, 20)), LATER)
    assert run(LATER) == 1
    assert "May 20" in subjects(mail_server.messages)[-1]
    assert "Apr 20" not in str(mail_server.messages[-1])
    assert (held.announcement.fan_out.overtaken, hold.drop(held.pk, una, "", LATER)) == (True, False)


def test_what_something_newer_replaces_needs_no_decision_any_more(mail_server: MailServer) -> None:
    una, vote = make_account(), make_scheduled()
    make_reader(vote.issue)
    hold.begin(vote.body, una, "We wait for the clerk.", NOW)
    run(NOW)
    move(vote, on(date(2026, 4, 20)), LATER)
    run(LATER)
    first, second = Held.objects.order_by("pk")
    assert (first.decision, second.decision) == ("overtaken", "")
    hold.release(second.pk, una, "", LATER)
    run(LATER)
    assert len(mail_server.messages) == 1


def test_a_change_that_is_held_keeps_the_version_before_it_from_going_out(mail_server: MailServer) -> None:
    """Owed and not sent yet, it tells what is no longer so."""
    una, vote = make_account(), make_scheduled()
    make_reader(vote.issue, cadence="daily")
    run(NOW)
    hold.begin(vote.body, una, "We wait for the clerk.", NOW)
    move(vote, on(date(2026, 4, 20)), NOW + timedelta(minutes=30))
    tomorrow = NOW + timedelta(days=2)
    run(tomorrow)
    assert mail_server.messages == []
    assert [one.key for one in reasons(tomorrow + timedelta(hours=1)) if "unreached" in one.key] == []
    (held,) = Held.objects.waiting()
    hold.release(held.pk, una, "", tomorrow)
    run(tomorrow)
    run(tomorrow + timedelta(days=2))
    assert len(mail_server.messages) == 1


def test_a_hold_is_on_the_body_and_its_issues_and_on_nothing_else() -> None:
    una, vote = make_account(), make_scheduled()
    hold.begin(vote.body, una, "Doubts.", NOW)
    on_its_issue = Announcement(topics=[f"issue:{vote.issue_id}"])
    elsewhere = Announcement(topics=[f"issue:{make_issue('The ferry').pk}"])
    assert (hold.holds_on(on_its_issue).count(), hold.holds_on(elsewhere).count()) == (1, 0)


def test_a_body_is_held_once_and_what_waited_goes_on_waiting_after_it() -> None:
    una, vote = make_account(), make_scheduled()
    assert hold.begin(vote.body, una, "Doubts.", NOW)
    assert not hold.begin(vote.body, una, "Doubts again.", NOW)
    run(NOW)
    assert hold.end(vote.body, una, LATER)
    assert not hold.end(vote.body, una, LATER)
    run(LATER)
    assert Held.objects.waiting().count() == 1
    assert FanOut.objects.get(pk=Held.objects.get().pk).done_at is None

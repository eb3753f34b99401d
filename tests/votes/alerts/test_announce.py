"""To whom an announcement is owed, and when."""

from datetime import timedelta

import pytest

from tests.factories import NOW, make_issue, make_official
from tests.votes.alerts.readers import DAY, EVIDENCE, SETTLED, WEEK, make_reader, make_scheduled, move, on, run
from tests.votes.test_words import position
from votes import schedule
from votes.alerts import announce
from votes.alerts.wording import Telling, values_of_position, wording_of
from votes.models import Announcement, Delivery, FanOut, Setback, Subscription, Vote
from votes.subjects import key_of

pytestmark = pytest.mark.django_db


def tell_of_position(**fields: object) -> Announcement:
    person = fields.pop("person", None) or make_official("Pia Lund")
    values = {
        "kind": "position", "topics": [key_of(person)], "subject": "position:1", "version": 0,
        "path": "/en/", "citation": EVIDENCE, "new": values_of_position(position("oppose")),
    }  # fmt: skip
    return announce.tell(announce.News(**{**values, **fields}), NOW - SETTLED)


def owed_to() -> set[str]:
    return set(Delivery.objects.values_list("subscriber__email", flat=True))


def test_a_follower_of_issue_body_place_or_vote_is_owed_the_announcement_once() -> None:
    vote = make_scheduled()
    everything = make_reader(vote, vote.issue, vote.body, vote.body.place)
    one = make_reader(vote.issue)
    make_reader(make_issue())
    assert announce.fan_out(NOW) == 2
    assert owed_to() == {everything.email, one.email}


def test_fanning_out_again_owes_nothing_more() -> None:
    make_reader(make_scheduled().issue)
    assert (announce.fan_out(NOW), announce.fan_out(NOW)) == (1, 0)
    assert FanOut.objects.count() == 1


def test_who_never_confirmed_or_has_left_or_cannot_be_reached_is_owed_nothing() -> None:
    issue = make_scheduled().issue
    unconfirmed, left, stopped = make_reader(issue), make_reader(issue), make_reader(issue)
    unconfirmed.subscriptions.update(confirmed_at=None)
    left.subscriptions.update(ended_at=NOW)
    stopped.stopped_at = NOW
    stopped.save()
    assert announce.fan_out(NOW) == 0


def test_who_asked_for_results_only_is_not_told_of_dates() -> None:
    make_reader(make_scheduled().issue, kinds=["result"])
    assert announce.fan_out(NOW) == 0


def test_a_position_reaches_those_who_asked_for_positions() -> None:
    person = make_official("Pia Lund")
    reader = make_reader(person, kinds=["position"])
    make_reader(person)
    tell_of_position(person=person)
    announce.fan_out(NOW)
    assert owed_to() == {reader.email}


def test_telling_the_same_again_is_the_same_announcement() -> None:
    person = make_official("Pia Lund")
    assert tell_of_position(person=person) == tell_of_position(person=person, path="/en/elsewhere/")
    assert (Announcement.objects.get().path, FanOut.objects.count()) == ("/en/", 1)


def test_a_newer_version_retracts_the_one_before() -> None:
    person = make_official("Pia Lund")
    first = tell_of_position(person=person)
    assert tell_of_position(person=person, version=1).retracts == first


def test_who_was_owed_the_old_date_is_owed_the_new_one_whatever_kinds_they_asked_for() -> None:
    vote = make_scheduled()
    reader = make_reader(vote.issue)
    announce.fan_out(NOW)
    reader.subscriptions.update(kinds=["reminder"])
    move(vote, DAY, NOW + timedelta(days=1))
    announce.fan_out(NOW + timedelta(days=1))
    versions = Delivery.objects.filter(subscriber=reader).values_list("announcement__version", flat=True)
    assert sorted(versions) == [0, 1]


def test_an_announcement_overtaken_before_it_was_fanned_out_is_owed_to_nobody() -> None:
    vote = make_scheduled()
    make_reader(vote.issue)
    move(vote, DAY, NOW)
    assert announce.fan_out(NOW) == 1
    assert Delivery.objects.get().announcement.version == 1


def test_who_was_told_of_a_vote_that_was_our_mistake_is_told_so_and_nobody_else() -> None:
    vote = make_scheduled()
    told = make_reader(vote.issue)
    run(NOW)
    make_reader(vote.issue)
    schedule.withdraw(vote, EVIDENCE, NOW - SETTLED)
    announce.fan_out(NOW)
    delivery = Delivery.objects.get(announcement__version=1)
    assert delivery.subscriber == told
    title = wording_of(Telling(delivery.announcement, NOW)).title
    assert title == "Correction, no such vote is known: Leaf blower ban"


def test_a_vote_withdrawn_before_anybody_heard_of_it_is_not_mentioned() -> None:
    vote = make_scheduled()
    make_reader(vote.issue)
    schedule.withdraw(vote, EVIDENCE, NOW - SETTLED)
    assert announce.fan_out(NOW) == 0


def test_a_vote_on_an_issue_without_a_place_is_told_to_the_bodys_place() -> None:
    vote = make_scheduled()
    vote.issue.place = None
    vote.issue.save()
    assert announce.topics_of(vote)[-1] == f"place:{vote.body.place_id}"


def test_the_most_eager_of_several_subscriptions_decides_when() -> None:
    vote = make_scheduled()
    reader = make_reader(vote.issue, cadence="weekly")
    eager = Subscription.objects.create(subscriber=reader, body=vote.body, confirmed_at=NOW)
    announce.fan_out(NOW)
    delivery = Delivery.objects.get()
    assert (delivery.due_at, delivery.subscription) == (NOW, eager)


def test_an_announcement_that_failed_half_way_is_fanned_out_by_the_next_run() -> None:
    vote = make_scheduled(**WEEK)
    make_reader(vote.issue)
    announce.fan_out(NOW)
    FanOut.objects.update(done_at=None)
    assert announce.fan_out(NOW) == 0
    assert (Delivery.objects.count(), FanOut.objects.filter(done_at=NOW).count()) == (1, 1)


def test_an_announcement_that_raises_holds_up_no_other_and_is_tried_again_less_and_less_often() -> None:
    bad, good = make_scheduled(), make_scheduled()
    make_reader(bad.issue, good.issue)
    FanOut.objects.filter(announcement__subject=key_of(bad)).delete()
    broken = Announcement.objects.create(
        kind="date", subject="vote:x", topics=[f"issue:{bad.issue_id}"], path="/", created_at=NOW
    )
    FanOut.objects.create(announcement=broken, due_at=NOW)
    FanOut.objects.filter(announcement__subject=key_of(good)).update(due_at=NOW)
    assert announce.fan_out(NOW) == 1
    setback = Setback.objects.get(sweep="fan_out", row=broken.pk)
    assert (setback.attempts, setback.next_try_at) == (1, NOW + timedelta(minutes=1))
    assert "ValueError" in setback.problem
    announce.fan_out(NOW + timedelta(seconds=59))
    assert Setback.objects.get().attempts == 1
    announce.fan_out(NOW + timedelta(minutes=1))
    setback.refresh_from_db()
    assert (setback.attempts, setback.next_try_at) == (2, NOW + timedelta(minutes=3))


def test_a_date_settles_for_three_minutes_and_a_stand_for_ten() -> None:
    vote = make_scheduled(NOW + SETTLED)
    make_reader(vote.issue)
    make_reader(make_official("Ida Holm"))
    stand = tell_of_position()
    assert FanOut.objects.get(announcement=stand).due_at == NOW - SETTLED + timedelta(minutes=10)
    assert announce.fan_out(NOW + timedelta(minutes=2, seconds=59)) == 0
    assert announce.fan_out(NOW + timedelta(minutes=3)) == 1


def test_a_wrong_date_corrected_at_the_next_sweep_is_told_to_nobody() -> None:
    """What came was told at once: the wrong date, and its correction 30 seconds later."""
    vote = make_scheduled(**on(NOW.date() + timedelta(days=30)))
    make_reader(vote.issue)
    announce.fan_out(NOW)
    make_reader(vote.issue)
    wrong = NOW + timedelta(days=1)
    schedule.change(vote, on(NOW.date() + timedelta(days=60)), EVIDENCE, wrong)
    announce.fan_out(wrong + timedelta(seconds=15))
    schedule.change(Vote.objects.get(), on(NOW.date() + timedelta(days=30)), EVIDENCE, wrong + timedelta(seconds=30))
    for second in range(15, 600, 15):
        announce.fan_out(wrong + timedelta(seconds=second))
    owed = Delivery.objects.filter(announcement__version__gt=0)
    assert [delivery.announcement.version for delivery in owed] == [2], "owed to who was owed the first date, once"


def test_who_was_told_the_date_is_told_the_result_whatever_kinds_they_asked_for() -> None:
    vote = make_scheduled()
    make_reader(vote.issue, kinds=["date"])
    run(NOW)
    move(vote, {"status": "held", "outcome": "passed"}, NOW + timedelta(days=25))
    assert announce.fan_out(NOW + timedelta(days=25)) == 1


def test_who_asked_how_it_went_is_told_that_it_was_shelved_and_that_it_is_back() -> None:
    vote = make_scheduled(**DAY)
    reader = make_reader(vote.issue, kinds=["result"])
    announce.fan_out(NOW)
    move(vote, {"status": "shelved"}, NOW)
    announce.fan_out(NOW)
    move(vote, {**DAY, "status": "scheduled"}, NOW + timedelta(days=1))
    announce.fan_out(NOW + timedelta(days=1))
    told = Delivery.objects.filter(subscriber=reader).order_by("pk")
    assert [delivery.announcement.new["status"] for delivery in told] == ["shelved", "scheduled"]


def test_a_correction_is_owed_to_who_holds_what_was_wrong_and_to_nobody_else() -> None:
    person = make_official("Pia Lund")
    holder = make_reader(person, kinds=["position"])
    first = tell_of_position(person=person)
    announce.fan_out(NOW)
    make_reader(person, kinds=["position"])
    told = values_of_position(position("support"))
    second = announce.correct("position:1", ["issue:3"], "/en/", EVIDENCE, told, NOW)
    assert second is not None
    assert (second.version, second.retracts, second.why) == (1, first, "mistake")
    assert second.topics == [key_of(person), "issue:3"]
    announce.fan_out(NOW + SETTLED)
    assert set(second.deliveries.values_list("subscriber__email", flat=True)) == {holder.email}


def test_what_was_told_of_nothing_or_the_same_is_not_corrected() -> None:
    told = values_of_position(position("oppose"))
    assert announce.correct("position:1", [], "/en/", EVIDENCE, told, NOW) is None
    first = tell_of_position()
    assert announce.correct("position:1", [], "/en/", EVIDENCE, told, NOW) is None
    first.redact(NOW)
    assert announce.correct("position:1", [], "/en/", EVIDENCE, {**told, "stance": "support"}, NOW) is None

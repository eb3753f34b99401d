"""What a move of a vote leaves behind: the vote, its ledger and one announcement."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from tests.factories import NOW, make_body, make_issue, make_person, make_place
from votes import schedule
from votes.citation import Citation
from votes.models import Announcement, Vote, VoteChange

pytestmark = pytest.mark.django_db

EVIDENCE = Citation("The council votes next week.", "The Ferry Post", "https://ferry.example/a", "una")
WEEK = {
    "earliest": date(2026, 4, 1),
    "latest": date(2026, 4, 7),
    "precision": "week",
    "phrase": "the first week of April",
}
DAY = {"earliest": "2026-05-05", "latest": "2026-05-05", "precision": "day", "phrase": "May 5"}


def make(**fields: object) -> Vote:
    body = make_body("Ferry City Council", make_place("Ferry"))
    issue = make_issue("Leaf blower ban", body)
    return schedule.create(issue, body, "Ban gas leaf blowers", EVIDENCE, NOW, **(fields or WEEK))


def test_a_new_vote_opens_its_ledger_and_is_announced_with_its_values_and_source() -> None:
    vote = make()
    change = vote.changes.get()
    assert (change.version, change.old["earliest"], change.new["earliest"]) == (0, None, "2026-04-01")
    announcement = Announcement.objects.get()
    assert (announcement.old["earliest"], announcement.new["earliest"]) == (None, "2026-04-01")
    names = {name: announcement.new[name] for name in ("issue", "body", "motion", "phrase", "status", "withdrawn")}
    assert names == {
        "issue": "Leaf blower ban", "body": "Ferry City Council", "motion": "Ban gas leaf blowers",
        "phrase": "the first week of April", "status": "expected", "withdrawn": False,
    }  # fmt: skip
    assert (announcement.title, announcement.detail) == ("", ""), "words are found when it is sent"
    assert (announcement.kind, announcement.subject, announcement.sentence) == (
        "date",
        f"vote:{vote.pk}",
        EVIDENCE.sentence,
    )
    assert announcement.path == vote.issue.get_absolute_url()
    assert set(announcement.topics) == {
        f"vote:{vote.pk}", f"issue:{vote.issue_id}", f"body:{vote.body_id}", f"place:{vote.body.place_id}"
    }  # fmt: skip


def test_a_move_says_old_and_new_and_retracts_what_was_told() -> None:
    vote = make()
    change = schedule.change(vote, {**DAY, "time": "18:00", "location": "City Hall"}, EVIDENCE, NOW)
    assert change is not None
    assert (change.version, change.old["earliest"], change.new["earliest"]) == (1, "2026-04-01", "2026-05-05")
    assert (vote.earliest, vote.time, vote.version) == (date(2026, 5, 5), time(18), 1)
    first, announcement = Announcement.objects.order_by("id")
    assert announcement.retracts == first
    names = ("earliest", "time", "location")
    assert [announcement.old[name] for name in names] == ["2026-04-01", None, ""]
    assert [announcement.new[name] for name in names] == ["2026-05-05", "18:00:00", "City Hall"]


def test_a_change_to_what_already_stands_changes_nothing() -> None:
    vote = make()
    assert schedule.change(vote, WEEK, EVIDENCE, NOW) is None
    assert (vote.version, VoteChange.objects.count(), Announcement.objects.count()) == (0, 1, 1)


def test_a_second_curator_with_a_stale_page_does_not_announce_the_same_move_again() -> None:
    vote = make()
    stale = Vote.objects.get(pk=vote.pk)
    assert schedule.change(vote, DAY, EVIDENCE, NOW) is not None
    assert schedule.change(stale, DAY, EVIDENCE, NOW) is None
    assert Announcement.objects.count() == 2


def test_a_new_agenda_link_alone_is_kept_but_not_news() -> None:
    vote = make()
    assert schedule.change(vote, {"agenda_url": "https://ferry.example/agenda"}, EVIDENCE, NOW) is not None
    assert (vote.version, Announcement.objects.count()) == (1, 1)


def test_a_mistake_of_ours_is_called_one() -> None:
    schedule.change(make(), DAY, EVIDENCE, NOW, VoteChange.Why.MISTAKE)
    announcement = Announcement.objects.latest("id")
    assert announcement.why == "mistake"
    assert VoteChange.objects.latest("id").why == "mistake"


def test_a_result_is_of_its_own_kind_with_outcome_and_tally() -> None:
    vote = make()
    schedule.change(vote, {"status": "held", "outcome": "failed", "yes": 3, "no": 8, **DAY}, EVIDENCE, NOW)
    announcement = Announcement.objects.latest("id")
    assert (announcement.kind, announcement.retracts_id) == ("result", Announcement.objects.earliest("id").pk)
    assert [announcement.new[name] for name in ("outcome", "yes", "no")] == ["failed", 3, 8]


@pytest.mark.parametrize("status", ["expected", "held"])
def test_a_vote_found_in_an_old_story_is_kept_but_is_no_news(status: str) -> None:
    vote = make(earliest=date(2025, 6, 1), latest=date(2025, 6, 30), precision="month", status=status)
    assert vote.changes.count() == 1
    assert not Announcement.objects.exists()


def test_a_window_that_contradicts_itself_leaves_nothing_behind() -> None:
    vote = make()
    with pytest.raises(ValidationError):
        schedule.change(vote, {"earliest": date(2026, 4, 9)}, EVIDENCE, NOW + timedelta(days=1))
    assert (Vote.objects.get().version, VoteChange.objects.count()) == (0, 1)


def test_a_value_the_schedule_does_not_keep_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"version.*can't change here"):
        schedule.change(make(), {"version": 7}, EVIDENCE, NOW)


def test_ballots_said_again_replace_the_earlier_word() -> None:
    vote, one, two = make(), make_person(), make_person()
    schedule.record_ballots(vote, {one: "yes", two: "no"})
    schedule.record_ballots(vote, {two: "yes"})
    assert dict(vote.ballots.values_list("person", "choice")) == {one.pk: "yes", two.pk: "yes"}


def test_an_unknown_ballot_is_refused() -> None:
    with pytest.raises(ValueError, match="maybe"):
        schedule.record_ballots(make(), {make_person(): "maybe"})


def put_off(vote: Vote, **fields: object) -> Vote:
    """A procedural vote that puts the vote off."""
    told = {"classification": "postpone", "status": "held", "outcome": "passed", "yes": 8, "no": 3, **DAY}
    return schedule.create(
        vote.issue, vote.body, "Put it off", EVIDENCE, NOW, **{"disposes_of_id": vote.pk, **told, **fields}
    )  # fmt: skip


def test_a_shelved_vote_loses_its_date_and_is_neither_open_nor_decided() -> None:
    vote = make()
    schedule.change(vote, {"status": "shelved"}, EVIDENCE, NOW)
    assert (vote.status, vote.earliest, vote.precision, vote.phrase) == ("shelved", None, "none", "")
    assert not vote.is_open
    assert list(Vote.objects.ahead(date(2026, 3, 1))) == []
    assert list(Vote.objects.overdue(date(2027, 3, 1))) == []


def test_a_shelved_vote_comes_back_with_a_date() -> None:
    vote = make()
    schedule.change(vote, {"status": "shelved"}, EVIDENCE, NOW)
    schedule.change(vote, DAY | {"status": "scheduled"}, EVIDENCE, NOW)
    assert (vote.is_open, vote.earliest) == (True, date(2026, 5, 5))


def test_a_procedural_vote_tells_nothing_itself_and_is_the_reason_in_the_ledger_of_the_other() -> None:
    vote = make()
    disposal = put_off(vote)
    assert Announcement.objects.count() == 1
    change = schedule.change(vote, {"status": "shelved"}, EVIDENCE, NOW, moved_by=disposal)
    assert change is not None
    assert (change.by_what, change.moved_by) == ("procedural", disposal)
    assert list(vote.disposals.all()) == [disposal]
    assert list(Vote.objects.on_the_matter()) == [vote]
    assert Announcement.objects.count() == 2


def test_a_change_says_by_what_it_was_learnt() -> None:
    vote = make()
    record = Citation("Item 12.", "The council's calendar", "https://ferry.example/cal", by_what="record")
    change = schedule.change(vote, DAY, record, NOW)
    assert change is not None
    assert (change.by_what, vote.changes.get(version=0).by_what) == ("record", "report")


def test_a_procedural_vote_puts_off_no_decided_vote_no_procedural_one_and_none_on_another_issue() -> None:
    vote = make()
    disposal = put_off(vote)
    with pytest.raises(ValidationError, match="itself about a motion"):
        put_off(vote, disposes_of_id=disposal.pk)
    with pytest.raises(ValidationError, match="put itself off"):
        schedule.change(disposal, {"disposes_of_id": disposal.pk}, EVIDENCE, NOW)
    other = schedule.create(make_issue("Benches", vote.body), vote.body, "Benches", EVIDENCE, NOW, **WEEK)
    with pytest.raises(ValidationError, match="another issue"):
        put_off(vote, disposes_of_id=other.pk)
    schedule.change(vote, DAY | {"status": "held", "outcome": "passed"}, EVIDENCE, NOW)
    with pytest.raises(ValidationError, match="decided already"):
        put_off(vote)
    disposal.refresh_from_db()
    assert (disposal.disposes_of, Vote.objects.count()) == (vote, 3)


def write(vote: Vote, values: dict[str, object]) -> None:
    """Write past every check of the program's, and have the database look at once."""
    Vote.objects.filter(pk=vote.pk).update(**values)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_keeps_what_must_hold_of_shelved_and_procedural_votes() -> None:
    vote = make()
    other = schedule.create(make_issue("Benches", vote.body), vote.body, "Benches", EVIDENCE, NOW, **WEEK)
    disposal = put_off(vote)
    wrongs = (
        (vote, {"status": "shelved"}), (vote, {"disposes_of": other}), (disposal, {"disposes_of": disposal}),
        (vote, {"passage_rule": "number"}), (vote, {"passage_number": 4}), (disposal, {"disposes_of": other}),
    )  # fmt: skip
    for row, wrong in wrongs:
        with pytest.raises(IntegrityError), transaction.atomic():
            write(row, wrong)


@pytest.mark.parametrize("classification", ["table", "postpone", "refer", "withdraw"])
def test_a_pending_vote_on_the_matter_becomes_no_motion_about_it(classification: str) -> None:
    vote = make()
    with pytest.raises(ValidationError, match="It was put off by a vote"):
        schedule.change(vote, {"classification": classification, "status": "held"}, EVIDENCE, NOW)
    vote.refresh_from_db()
    assert (vote.classification, vote.version) == ("", 0)
    schedule.change(vote, {"status": "held"}, EVIDENCE, NOW)
    assert schedule.change(vote, {"classification": classification}, EVIDENCE, NOW, why="mistake")


def test_followers_of_the_body_whose_motion_put_it_off_hear_of_that_and_of_what_follows() -> None:
    vote = make()
    committee = make_body("Noise Committee", vote.body.place)
    disposal = schedule.create(
        vote.issue, committee, "Table it", EVIDENCE, NOW, classification="table", status="held", outcome="passed",
        disposes_of_id=vote.pk,
    )  # fmt: skip
    schedule.change(vote, {"status": "shelved"}, EVIDENCE, NOW, moved_by=disposal)
    schedule.change(vote, {"status": "expected"}, EVIDENCE, NOW)
    told = [one.topics for one in Announcement.objects.filter(subject=f"vote:{vote.pk}").order_by("version")]
    assert [f"body:{committee.pk}" in topics for topics in told] == [False, True, True]

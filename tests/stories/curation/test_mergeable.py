"""What moves when two records of a kind are one, what one takes of the other, and that undone every row is back."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model
from django.test import Client

from officials.models import Body, NotSame, Person, Place
from stories import curation
from stories.curation import CurationError
from stories.curation.effects import MODELS
from stories.curation.mergeable import MERGED
from stories.models import ArticleIssue, LoggedAction, Naming, Quote, Response
from tests.factories import (
    NOW,
    make_article,
    make_body,
    make_event,
    make_finding,
    make_issue,
    make_official,
    make_outlet,
    make_person,
    make_place,
    make_position,
    make_source,
    make_vote,
)
from tests.votes.alerts.readers import make_reader
from votes import schedule
from votes.alerts import announce
from votes.citation import Citation
from votes.models import Announcement, Ballot, Delivery, Issue, Subscription, Vote, VoteChange
from votes.subjects import key_of

pytestmark = pytest.mark.django_db

SOURCE = Citation("It moved.", "Agenda", "")
# Another way to be of a record than to be moved with it: a ledger names its vote for good, a pair is sorted anew.
STAYING = {VoteChange, NotSame, Subscription}


def every_row() -> dict[str, list[Any]]:
    """Every row of every table that a merge may change, as the database has it; of votes not how often they changed."""
    rows = {}
    with connection.cursor() as cursor:
        for table in MODELS:
            cursor.execute(f"SELECT (to_jsonb(t) - 'version')::text FROM {table} t ORDER BY id")
            rows[table] = [json.loads(row) for (row,) in cursor.fetchall()]
    return rows


def people(town: Place) -> tuple[Person, Person]:
    body, issue = make_body("Reedham Council", town), make_issue("The mill")
    kept = make_official("Ada Reed", body, since=date(2024, 1, 1))
    gone = make_official("A. Reed", body, since=date(2024, 1, 1))
    gone.roles.create(body=body, title="Mayor", since=date(2025, 1, 1))
    gone.identifiers, gone.links, gone.public_figure = {"openstates": "7"}, [{"url": "https://reed.example"}], True
    gone.save()
    for person in (gone, kept):
        make_position(person, issue)
        Quote.objects.create(text="No.", type="direct", person=person)
    quote = Quote.objects.create(text="Never.", type="direct", person=gone, issue=issue)
    Response.objects.create(quote=quote, person=gone, text="I did not.", received_on=NOW.date())
    Ballot.objects.create(vote=make_vote(issue), person=gone, choice="yes")
    article = make_article("Reed said no.")
    Naming.objects.create(article=article, name="Reed", person=gone)
    make_finding(article, "Reed said no.", "position", "evidence", state="accepted", person=gone)
    gone.aliases.create(name="Addie Reed")
    NotSame.objects.create(first=kept, second=make_person("Al Reed"), reason="cousins")
    make_reader(gone, kept, kinds=["quote"])
    make_reader(gone, kinds=["position"], leads=[5])
    return gone, kept


def bodies(town: Place) -> tuple[Body, Body]:
    council = make_body("Reedham Council", town)
    kept = make_body("Joint committee", town)
    gone = make_body(
        "Public Safety and Efficiency committees", town, seats=9, aliases=["the two committees"], address="1 Mill Rd",
        address_checked_on=date(2026, 1, 1), passage_rule="number", passage_number=6,
    )  # fmt: skip
    for body in (kept, gone):
        body.parents.add(council)
        make_official("Ada Reed", body)
    make_body("Part", town).parents.add(gone)
    gone.parents.add(kept)
    issue = make_issue("The mill", gone)
    make_vote(issue, earliest=date(2026, 4, 1))
    make_event(issue, bodies=[gone], earliest=date(2026, 4, 1))
    make_event(issue, bodies=[gone, kept], earliest=date(2026, 4, 2))
    make_reader(gone, kept, leads=[3])
    make_reader(gone)
    return gone, kept


def places(town: Place) -> tuple[Place, Place]:
    gone = make_place("Town of Reedham", state="Ohio", ocd_division_id="ocd-division/country:us/state:oh/place:reedham")
    issue = make_issue("The mill", make_body("Mill Board", gone))
    make_event(issue, earliest=date(2026, 4, 1))
    make_source(make_outlet(place=gone), place=gone)
    make_reader(gone, town)
    make_reader(gone)
    return gone, town


def issues(town: Place) -> tuple[Issue, Issue]:
    body = make_body("Reedham Council", town)
    kept, gone = make_issue("The mill", body, terms=["mill"]), make_issue("Mill lease", body, terms=["lease", "mill"])
    Issue.objects.filter(pk=gone.pk).update(question="Shall the mill be let?")
    person = make_official("Ada Reed", body)
    for issue in (kept, gone):
        make_position(person, issue)
    make_position(person, gone, stance="oppose", since=date(2026, 3, 5))
    Quote.objects.create(text="No.", type="direct", person=person, issue=gone)
    lease = make_vote(gone, earliest=date(2026, 4, 1))
    make_vote(gone, classification="postpone", disposes_of=lease, status="held", earliest=date(2026, 3, 1))
    make_event(gone, earliest=date(2026, 4, 1)).issues.add(kept)
    article = make_article("The mill is let.")
    ArticleIssue.objects.create(article=article, issue=gone, state="accepted")
    ArticleIssue.objects.create(article=article, issue=kept, state="proposed")
    ArticleIssue.objects.create(article=make_article(), issue=gone, state="proposed")
    make_finding(article, "The mill is let.", "position", "evidence", issue=gone)
    make_source().issues.add(gone, kept)
    make_reader(gone, kept)
    return gone, kept


def votes(town: Place) -> tuple[Vote, Vote]:
    issue = make_issue("The mill", make_body("Reedham Council", town))
    on = {"issue": issue, "earliest": date(2026, 4, 1)}
    kept, gone = make_vote(motion="The lease", **on), make_vote(motion="Lease of the mill", **on)
    both, one = make_person("Ada Reed"), make_person("Al Bell")
    for vote, person in ((kept, both), (gone, both), (gone, one)):
        Ballot.objects.create(vote=vote, person=person, choice="yes")
    article = make_article("The mill is let.")
    make_finding(article, "The mill is let.", "vote", "evidence", state="accepted", vote=gone, issue=issue)
    make_vote(issue, classification="table", disposes_of=gone, status="held", earliest=date(2026, 3, 1))
    make_reader(gone, kept)
    make_reader(gone)
    return gone, kept


PAIRS: list[Callable[[Place], tuple[Any, Any]]] = [people, bodies, places, issues, votes]


@pytest.fixture
def town() -> Place:
    return make_place("Reedham")


def merge(gone: Model, kept: Model, by: User) -> LoggedAction:
    return curation.merge(gone.pk, kept.pk, by, NOW, "one and the same", type(gone))


def test_whatever_is_of_a_record_moves_with_it() -> None:
    for model, kind in MERGED.items():
        named = {
            (relation.related_model, relation.field.name)
            for relation in model._meta.related_objects
            if relation.related_model not in STAYING and not relation.many_to_many
        }
        through = {
            (relation.field.remote_field.through, column)
            for relation in model._meta.related_objects
            if relation.many_to_many and (owner := relation.field.remote_field.through)
            for column in [f.name for f in owner._meta.fields if f.remote_field and f.related_model is model]
        }
        assert named | through == set(kind.moved) | ({(Body.parents.through, "from_body")} & through), model


@pytest.mark.parametrize("pair", PAIRS)
def test_a_merge_moves_all_and_undone_gives_back_every_row(
    pair: Callable[[Place], tuple[Any, Any]], town: Place, by: User
) -> None:
    gone, kept = pair(town)
    before = every_row()
    action = merge(gone, kept, by)
    connection.check_constraints()
    for model, column in MERGED[type(gone)].moved:
        assert not model._base_manager.filter(**{column: gone.pk}).exists(), (model, column)
    assert not Subscription.objects.filter(**{type(gone)._meta.model_name or "": gone.pk}).exists()
    curation.undo(action.pk, by, NOW)
    assert every_row() == before


@pytest.mark.parametrize("pair", PAIRS)
def test_what_happens_between_stays_and_all_else_is_given_back(
    pair: Callable[[Place], tuple[Any, Any]], town: Place, by: User
) -> None:
    gone, kept = pair(town)
    before = every_row()
    action = merge(gone, kept, by)
    make_official("Zoe Zander", make_body("Elsewhere Board"))
    if vote := Vote.objects.standing().filter(disposals=None, disposes_of=None).first():
        curation.edit_vote(vote, {"location": "Town Hall"}, SOURCE, by, NOW + timedelta(days=1), VoteChange.Why.NEWS)
    curation.undo(action.pk, by, NOW)
    after = every_row()
    known = {row["id"] for row in before["officials_person"]}
    assert [row["name"] for row in after["officials_person"] if row["id"] not in known] == ["Zoe Zander"]
    if vote:
        moved = next(row for row in after["votes_vote"] if row["id"] == vote.pk)
        assert moved["location"] == "Town Hall"
        moved["location"] = ""
    assert {table: [row for row in rows if row in before[table]] for table, rows in after.items()} == before


def test_a_body_takes_names_seats_and_ways_to_take_part_from_the_one_that_goes(town: Place, by: User) -> None:
    gone, kept = bodies(town)
    merge(gone, kept, by)
    kept.refresh_from_db()
    assert kept.aliases == ["Public Safety and Efficiency committees", "the two committees"]
    assert (kept.seats, kept.address, kept.passage_rule, kept.passage_number) == (9, "1 Mill Rd", "number", 6)
    assert [parent.name for parent in kept.parents.all()] == ["Reedham Council"]


def test_an_old_address_leads_to_the_one_that_stayed(client: Client, town: Place, by: User) -> None:
    for pair in (bodies, issues):
        gone, kept = pair(make_place("Mill End"))
        old = gone.get_absolute_url()
        merge(gone, kept, by)
        assert client.get(old).headers["Location"] == kept.get_absolute_url()
    assert client.get(f"{old}feed.atom").status_code == 200
    gone, kept = votes(town)
    merge(gone, kept, by)
    assert client.get(gone.get_absolute_url()).headers["Location"] == kept.get_absolute_url()


def test_readers_of_the_one_that_went_get_what_was_announced_before_the_merge(town: Place, by: User) -> None:
    gone, kept = make_body("Mill Board", town), make_body("Board of the mill", town)
    reader = make_reader(gone)
    on = {"earliest": "2026-04-01", "latest": "2026-04-01", "precision": "day", "status": "scheduled"}
    schedule.create(make_issue("The mill", gone), gone, "The lease", SOURCE, NOW, **on)
    merge(gone, kept, by)
    announce.fan_out(NOW + timedelta(hours=1))
    assert [delivery.subscriber for delivery in Delivery.objects.all()] == [reader]
    assert key_of(gone) in Announcement.objects.get().topics


def test_of_votes_that_say_the_same_nobody_is_told_and_of_others_who_was_told(town: Place, by: User) -> None:
    gone, kept = votes(town)
    merge(gone, kept, by)
    assert not Announcement.objects.exists()
    other = make_vote(kept.issue, earliest=date(2026, 5, 1))
    merge(other, kept, by)
    assert Announcement.objects.get().takes_back


def test_what_can_not_be_one_is_refused_with_what_to_do(town: Place, by: User) -> None:
    board = make_body("Mill Board", town)
    for gone, kept, why in (
        (make_body("Mill Board"), board, "Merge the places first"),
        (board, board, "can't be merged with itself"),
        (make_place(time_zone="America/Denver"), town, "keeps the time of America/Denver"),
        (make_body("Mill Board").place, town, "Each has a body called Mill Board"),
        (make_issue(), make_issue("The mill", board), "these are two issues"),
        (make_vote(), make_vote(), "Merge the issues first"),
    ):
        with pytest.raises(CurationError, match=why):
            merge(gone, kept, by)
    issue = make_issue("The mill", board)
    held, coming = make_vote(issue, status="held", earliest=date(2026, 3, 1)), make_vote(issue)
    with pytest.raises(CurationError, match="let the one that was held be the one that stays"):
        merge(held, coming, by)
    person = make_person("Ada Reed")
    Ballot.objects.create(vote=held, person=person, choice="yes")
    Ballot.objects.create(vote=coming, person=person, choice="no")
    with pytest.raises(CurationError, match="Ada Reed voted one way"):
        merge(coming, held, by)
    assert not LoggedAction.objects.exists()


@pytest.mark.parametrize(
    ("gone_has", "kept_has", "why"),
    [
        ({"outcome": "passed"}, {"outcome": "failed"}, "Their outcomes differ, passed and failed: these are two votes"),
        ({"yes": 5, "no": 2}, {"yes": 4, "no": 2}, "Their votes for it differ, 5 and 4"),
        ({"yes": 5, "no": 0}, {"yes": 5, "no": 2}, "Their votes against it differ, 0 and 2"),
        ({"outcome": "passed"}, {}, "Only of one the result is known in full"),
        ({"yes": 5, "no": 0}, {"outcome": "passed", "yes": 5}, "Only of one the result is known in full"),
    ],
)
def test_votes_that_came_out_differently_are_not_made_one_and_no_result_is_lost(
    town: Place, by: User, gone_has: dict[str, Any], kept_has: dict[str, Any], why: str
) -> None:
    issue = make_issue("The mill", make_body("Mill Board", town))
    held = {"status": "held", "earliest": date(2026, 3, 1)}
    gone, kept = make_vote(issue, **held, **gone_has), make_vote(issue, **held, **kept_has)
    with pytest.raises(CurationError, match=why):
        merge(gone, kept, by)
    assert not LoggedAction.objects.exists()

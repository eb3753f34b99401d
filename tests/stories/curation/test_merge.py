"""Two records that are one person, and one that was two after all."""

from datetime import date

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from officials.models import NotSame, Person
from stories import curation
from stories.curation import CurationError
from stories.models import LoggedAction
from tests.factories import (
    NOW,
    make_article,
    make_body,
    make_finding,
    make_issue,
    make_official,
    make_person,
    make_position,
    make_vote,
)
from tests.factories import make_position as position_of
from tests.votes.alerts.readers import make_reader
from votes.alerts.tokens import Purpose, link
from votes.models import Ballot, Issue, Subscription

pytestmark = pytest.mark.django_db


def merge(gone: Person, kept: Person, by: User) -> LoggedAction:
    return curation.merge(gone.pk, kept.pk, by, NOW, "one and the same")


def pairs() -> set[tuple[int, int, str]]:
    return set(NotSame.objects.values_list("first", "second", "reason"))


def test_whom_the_one_was_told_apart_from_the_other_is_told_apart_from(by: User) -> None:
    older, kept, gone = (make_person(name) for name in ("Ada Reed", "A. Reed", "A. M. Reed"))
    curation.tell_apart(gone, older, by, NOW, "mother and daughter")
    merge(gone, kept, by)
    assert pairs() == {(older.pk, kept.pk, "mother and daughter")}
    with pytest.raises(CurationError, match="mother and daughter"):
        merge(older, kept, by)


def test_undone_each_is_told_apart_from_whom_they_were(by: User) -> None:
    older, kept, gone, cousin = (make_person(name) for name in ("Ada Reed", "A. Reed", "A. M. Reed", "Al Reed"))
    curation.tell_apart(gone, older, by, NOW, "mother and daughter")
    curation.tell_apart(gone, cousin, by, NOW, "cousins")
    curation.tell_apart(kept, cousin, by, NOW, "cousins, says she")
    before = pairs()
    action = merge(gone, kept, by)
    assert len(pairs()) == 2
    curation.undo(action.pk, by, NOW)
    assert pairs() == before


def test_a_telling_apart_that_a_merge_carried_on_is_taken_back_after_it(by: User) -> None:
    older, kept, gone = (make_person(name) for name in ("Ada Reed", "A. Reed", "A. M. Reed"))
    apart = curation.tell_apart(gone, older, by, NOW, "mother and daughter")
    action = merge(gone, kept, by)
    with pytest.raises(CurationError, match=r"merge of A\. M\. Reed by una on March 10\. Undo that first"):
        curation.undo(apart.pk, by, NOW)
    curation.undo(action.pk, by, NOW)
    curation.undo(apart.pk, by, NOW)
    assert pairs() == set()


def test_a_role_that_both_had_is_back_when_the_merge_is_undone(by: User) -> None:
    body = make_body()
    kept, gone = make_official("Ada Reed", body), make_official("A. Reed", body)
    action = merge(gone, kept, by)
    assert kept.roles.count() == 1
    curation.undo(action.pk, by, NOW)
    assert [person.roles.count() for person in Person.objects.all()] == [1, 1]


def test_one_stand_that_two_records_took_is_one_with_both_reports(by: User) -> None:
    issue, kept, gone = make_issue(), make_person("Ada Reed"), make_person("A. Reed")
    reports = []
    for person in (kept, gone):
        position = position_of(person, issue, since=date(2026, 3, 1))
        finding = make_finding(
            make_article("Reed said no."), "Reed said no.", "position", "evidence", state="accepted",
            position=position, person=person,
        )  # fmt: skip
        reports.append(finding)
    action = merge(gone, kept, by)
    position = kept.positions.get()
    assert set(position.findings.all()) == set(reports)
    curation.undo(action.pk, by, NOW)
    assert [finding.position.person.name for finding in position.findings.model.objects.order_by("pk")] == [
        "Ada Reed", "A. Reed",
    ]  # fmt: skip


def test_merging_two_people_moves_everything_and_can_be_undone(issue: Issue, by: User) -> None:
    gone, kept = make_person("O. Firth"), make_official("Ona Firth", issue.body)
    stand = make_position(gone, issue)
    action = curation.merge(gone.pk, kept.pk, by, NOW, "same mayor")
    stand.refresh_from_db()
    assert (stand.person, kept.aliases.get().name) == (kept, "O. Firth")
    curation.undo(action.pk, by, NOW)
    stand.refresh_from_db()
    assert stand.person.name == "O. Firth"
    assert not kept.aliases.exists()


def test_people_remembered_as_different_are_not_merged(by: User) -> None:
    one, two = make_person("Al Bell"), make_person("Al Bell")
    NotSame.objects.create(first=one, second=two, reason="father and son")
    with pytest.raises(CurationError, match="father and son"):
        curation.merge(one.pk, two.pk, by, NOW, "")


def test_people_who_both_voted_are_not_merged(by: User) -> None:
    one, two, held = make_person(), make_person(), make_vote(earliest=date(2026, 3, 1), status="held")
    for person in (one, two):
        Ballot.objects.create(vote=held, person=person, choice="yes")
    with pytest.raises(CurationError, match="hardly one person"):
        curation.merge(one.pk, two.pk, by, NOW, "")


@pytest.mark.parametrize("kind", ["person", "issue"])
def test_a_link_that_leaves_works_for_good_though_what_it_leaves_became_another_and_that_another(
    by: User, kind: str
) -> None:
    body = make_body()
    made = (make_person(name) if kind == "person" else make_issue(name, body) for name in ("A", "B", "C"))
    first, second, third = made
    reader = make_reader(first)
    url = link(Purpose.LEAVE, reader, [f"{kind}:{first.pk}"]).removeprefix(settings.SITE_URL)
    stays = make_reader(third)
    model = type(first)
    curation.merge(first.pk, second.pk, by, NOW, "one and the same", model)
    curation.merge(second.pk, third.pk, by, NOW, "and so is this", model)
    assert set(Subscription.objects.live().values_list("topic", flat=True)) == {f"{kind}:{third.pk}"}
    for _ in range(2):
        answer = Client().post(url, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.cookies) == (200, {})
    assert [one.subscriber for one in Subscription.objects.live()] == [stays]

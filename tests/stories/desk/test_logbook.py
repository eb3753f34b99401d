"""The log's pages: of one curator, act, person, story or finding."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from stories import curation
from stories.models import Finding, LoggedAction
from tests.factories import NOW, make_account, make_article, make_finding, make_person
from tests.stories.curation import pier

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(una: User) -> list[LoggedAction]:
    """Una accepted a quote and merged two people; Olga rejected a finding of another story."""
    article = make_article("“No,” Ada Quill said.")
    accepted = pier.accept(make_finding(article, "No,", payload={"speaker": "Ada Quill", "type": "direct"}), una)
    merged = curation.merge(make_person("Bo Reed").pk, make_person("B. Reed").pk, una, NOW, "one")
    other = make_finding(make_article("“Yes,” he said."), "Yes,", payload={"speaker": "", "type": "direct"})
    return [accepted, merged, curation.reject(other.pk, make_account("olga"), NOW)]


def shown(desk: Client, **asked: object) -> list[LoggedAction]:
    answer = desk.get("/desk/log/", asked)
    assert answer.status_code == 200
    return list(answer.context["page"].object_list)


def test_the_log_shows_what_the_address_asks_for(desk: Client, done: list[LoggedAction]) -> None:
    accepted, merged, rejected = done
    assert shown(desk) == [rejected, merged, accepted]
    assert shown(desk, by="olga") == [rejected]
    assert shown(desk, act="merge") == [merged]
    assert shown(desk, by="una", act="reject") == []
    assert accepted.finding
    assert shown(desk, finding=accepted.finding_id) == [accepted]
    assert shown(desk, story=accepted.finding.article_id) == [accepted]
    assert shown(desk, person=Finding.objects.get(pk=accepted.finding_id).person_id) == [accepted]
    assert shown(desk, person=merged.after["kept"]) == [merged]


@pytest.mark.parametrize("name", ["by", "act", "person", "story", "finding", "page"])
@pytest.mark.parametrize("value", ["x", "\u202e", "9" * 5000, "a" * 100_000, "-1", "1e3", "<b>"])
def test_whatever_stands_in_the_address_the_log_answers(
    desk: Client, done: list[LoggedAction], name: str, value: str
) -> None:
    page = desk.get("/desk/log/", {name: value}).content.decode()
    assert "<b>" not in page
    assert ("Nothing in the log fits." in page) == (name != "page")


def test_each_act_on_a_finding_leads_to_all_that_is_known_of_it(desk: Client, done: list[LoggedAction]) -> None:
    assert f"/desk/findings/{done[0].finding_id}/why/" in desk.get("/desk/log/").content.decode()


def test_who_undoes_from_there_comes_back_there(desk: Client, done: list[LoggedAction], una: User) -> None:
    answer = desk.post(f"/desk/log/{done[0].pk}/undo/", {"next": "why"})
    assert answer.headers["Location"] == f"/desk/findings/{done[0].finding_id}/why/"
    article = make_article()
    act = curation.withdraw(article, "made up", True, una, NOW)
    answer = desk.post(f"/desk/log/{act.pk}/undo/", {"next": "withdrawal"})
    assert answer.headers["Location"] == f"/desk/stories/{article.pk}/withdraw/"

"""Names in stories that are nobody's, or of whom two fit, told for many stories at once as of one."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from officials.models import NotSame
from stories import curation
from stories.curation import CurationError
from stories.curation.unmatched import STORIES, unmatched_names
from stories.curation.who import known_person, name_in
from stories.models import Article, Finding
from tests.factories import NOW, make_article, make_body, make_official, make_outlet, make_person
from tests.stories.curation import cove, pier
from votes.models import Issue

pytestmark = pytest.mark.django_db


def asked() -> list[str]:
    return [one.name for one in unmatched_names().names]


def test_a_name_stands_once_with_its_title_and_the_sentence_that_holds_both(article: Article) -> None:
    pier.quote(article)
    pier.official(article)
    (one,) = unmatched_names().names
    assert (one.name, one.title, len(one.findings)) == ("Ona Firth", "Mayor, Town of Gull Cove", 2)
    assert one.passage
    assert one.passage.sentence == "Mayor Ona Firth said she will vote for the pier."


def test_who_is_known_here_is_not_asked_about(article: Article, issue: Issue) -> None:
    make_official("Ona Firth", issue.body)
    pier.quote(article)
    pier.quote(article, "he was sorry.", speaker="", label="a spokesman")
    assert asked() == []


def test_of_two_who_fit_both_are_offered_with_why_they_are_not_the_same(article: Article, issue: Issue) -> None:
    one, two = make_official("Ona Firth", issue.body), make_official("Ona Firth", issue.body)
    NotSame.objects.create(first=one, second=two, reason="mother and daughter")
    pier.quote(article)
    (name,) = unmatched_names().names
    assert name.fitting == [one, two]
    assert [suggestion.person for suggestion in name.suggestions] == [one, two]
    assert {told["reason"] for suggestion in name.suggestions for told in suggestion.apart} == {"mother and daughter"}


def test_who_holds_a_role_there_on_that_day_is_offered_first(article: Article, issue: Issue) -> None:
    elsewhere = make_official("Ona Firth", make_body("Elsewhere Board"))
    former = make_official("Ona Frith", issue.body, until="2020-01-01")
    holder = make_official("Oona Firth", issue.body)
    pier.quote(article)
    (name,) = unmatched_names().names
    assert [one.person for one in name.suggestions] == [holder, former, elsewhere]
    assert [len(one.held) for one in name.suggestions] == [1, 0, 1]


def test_one_that_was_put_aside_comes_back_with_a_newer_story(article: Article, by: User) -> None:
    pier.quote(article)
    curation.put_aside(article.pk, "Ona Firth", by, NOW)
    assert asked() == []
    pier.quote(make_article(pier.TEXT))
    assert asked() == ["Ona Firth"]


def test_all_is_asked_as_the_door_would_ask(by: User) -> None:
    cove.build()
    for finding in Finding.objects.filter(kind="official")[:1]:
        pier.accept(finding, by)
    listed = {(one.article.pk, one.name.casefold()) for one in unmatched_names().names}
    for finding in Finding.objects.pending():
        if not (finding.kind in ("vote", "event") or not name_in(finding)):
            try:
                meant = known_person(finding)
            except CurationError:
                meant = None
            others = Finding.objects.pending().filter(article=finding.article)
            same = [one for one in others if one.kind not in ("vote", "event") and name_in(one) == name_in(finding)]
            if meant is None:
                assert (finding.article_id, name_in(finding).casefold()) in listed
            elif len(same) == 1:
                assert (finding.article_id, name_in(finding).casefold()) not in listed


def test_however_many_stories_wait_the_questions_to_the_database_are_few() -> None:
    outlet = make_outlet()
    make_person("Ona Frith")
    for number in range(STORIES + 3):
        article = make_article(pier.TEXT, outlet=outlet)
        pier.quote(article, speaker=f"Ona Firth {'I' * (number % 5)}")
    with CaptureQueriesContext(
        connection,
    ) as first:
        looked = unmatched_names()
    assert len(first) <= 18
    assert (looked.stories, len(looked.names)) == (STORIES, STORIES)
    rest = unmatched_names(looked.older_than)
    assert (rest.stories, rest.older_than) == (3, None)

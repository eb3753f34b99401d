"""Stories stored already that an issue's terms bring in, and matches that are weighed again."""

import pytest

from officials.models import Body
from stories.matching.rematch import bring_in, weigh_again
from stories.models import ArticleIssue
from tests.factories import make_finding, make_issue, make_official
from tests.stories.matching.test_match import FILLER, matches, story

pytestmark = pytest.mark.django_db


def test_a_story_that_waits_is_judged_anew_when_its_official_becomes_known(council: Body) -> None:
    issue = make_issue(body=council, terms=["pier"])
    article = story(council, "The pier can wait, Ona Firth told the Gull Cove Town Council.")
    finding = make_finding(article, "The pier can wait,", payload={"speaker": "Ona Firth", "type": "direct"})
    matches(article)
    ArticleIssue.objects.update(score=0.3, state="proposed", reason="names “pier”")
    make_official("Ona Firth", council, title="Mayor")
    weigh_again(council)
    row = ArticleIssue.objects.get()
    assert (row.issue, row.state, row.reason[-15:]) == (issue, "proposed", "Mayor Ona Firth")
    finding.refresh_from_db()
    assert finding.issue == issue


@pytest.mark.parametrize("state", ["accepted", "rejected"])
def test_what_a_curator_chose_is_not_judged_anew(council: Body, state: str) -> None:
    issue = make_issue(body=council, terms=["pier"])
    article = story(council, "The pier can wait, Ona Firth told the Gull Cove Town Council.")
    ArticleIssue.objects.create(article=article, issue=issue, state=state, score=0.2, reason="as I say")
    matches(article)
    make_official("Ona Firth", council, title="Mayor")
    weigh_again(council)
    assert ArticleIssue.objects.get().reason == "as I say"


def test_what_waits_for_terms_that_are_gone_waits_no_longer(council: Body) -> None:
    issue = make_issue(body=council, terms=["pier"])
    matches(story(council, FILLER + "The pier can wait."))
    assert ArticleIssue.objects.get().state == "proposed"
    issue.terms = ["harbour"]
    issue.save()
    bring_in(issue)
    assert not ArticleIssue.objects.exists()

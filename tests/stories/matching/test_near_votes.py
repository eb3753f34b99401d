"""Sources and stories are watched more closely when a vote on their issue is near."""

from datetime import timedelta

import pytest

from stories.matching.near_votes import DAYS, article_is_near, source_is_near
from tests.factories import NOW, make_article, make_issue, make_source, make_vote

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.mark.parametrize(
    ("earliest", "latest", "near"),
    [(0, 0, True), (DAYS.days, DAYS.days, True), (DAYS.days + 1, 30, False), (-3, 2, True), (-3, -1, False)],
)
def test_a_vote_is_near_when_its_window_begins_within_days_or_is_not_over(
    earliest: int, latest: int, near: bool
) -> None:
    source, issue = make_source(), make_issue()
    source.issues.add(issue)
    make_vote(issue, earliest=TODAY + timedelta(days=earliest), latest=TODAY + timedelta(days=latest))
    assert source_is_near(source, NOW) is near


@pytest.mark.parametrize(
    ("state", "score", "near"),
    [("accepted", 0, True), ("proposed", 0.9, True), ("proposed", 0.2, False), ("rejected", 1, False)],
)
def test_only_stories_likely_to_belong_to_the_issue_bring_it_near(state: str, score: float, near: bool) -> None:
    source, issue = make_source(), make_issue()
    make_vote(issue, earliest=TODAY + timedelta(days=1))
    article = make_article(outlet=source.outlet)
    article.article_issues.create(issue=issue, state=state, score=score)
    assert article_is_near(article, NOW) is near
    assert source_is_near(source, NOW) is near

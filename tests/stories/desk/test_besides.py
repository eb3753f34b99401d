"""What accepting makes public beside the finding is said before."""

import pytest
from django.contrib.auth.models import User

from stories.desk.besides import besides_of
from stories.models import Article
from tests.factories import make_article, make_issue, make_official, make_outlet
from tests.stories.curation import kiln, pier
from votes.models import Issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue() -> Issue:
    return make_issue("The pier")


@pytest.fixture
def article(issue: Issue) -> Article:
    return make_article(pier.TEXT, outlet=make_outlet(place=issue.place))


def test_a_role_that_is_known_is_no_news(article: Article, issue: Issue) -> None:
    make_official("Ona Firth", issue.body, title="Mayor")
    assert besides_of([pier.official(article, body=str(issue.body))], [], ()) == []


def test_a_body_that_nobody_knows_is_said_to_be_made(article: Article) -> None:
    deeds = [beside.deed for beside in besides_of([pier.official(article, body="Pier Board")], ["Ona Firth"], ())]
    assert deeds == ["Makes a new person:", "Makes a new body:", "Gives a role:"]


def test_an_issues_first_vote_is_said_to_be_the_first(article: Article, issue: Issue) -> None:
    user = User.objects.create_user("una")
    first = pier.vote(article, issue)
    assert "The first vote known on" in [beside.deed for beside in besides_of([first], [], ())]
    pier.accept(first, user)
    second = pier.vote(article, issue, earliest="2026-04-17", latest="2026-04-17")
    assert besides_of([second], [], {issue.pk}) == []


def test_what_several_parts_make_public_is_said_once(article: Article, issue: Issue) -> None:
    parts = [pier.position(article, issue), pier.vote(article, issue)]
    deeds = [beside.deed for beside in besides_of(parts, [], ())]
    assert deeds.count("Shows this story on the page of") == 1


def test_a_body_that_a_vote_or_an_event_would_make_is_said_too(article: Article, issue: Issue) -> None:
    event = kiln.event(article, issue, "The pier is ours,", body=f"{issue.body}; Pier Board")
    made = [beside.what for beside in besides_of([event], [], ()) if beside.deed == "Makes a new body:"]
    assert made == ["Pier Board"]

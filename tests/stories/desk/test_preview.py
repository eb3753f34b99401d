"""The card says what accepting makes public beside the finding, before it is done."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from stories.models import Article, Finding
from tests.factories import make_article, make_outlet
from tests.stories.curation import pier
from tests.stories.desk.test_story import form_of, quote
from tests.stories.desk.test_story import issue as ferry
from votes.models import Issue

pytestmark = pytest.mark.django_db
issue = ferry


@pytest.fixture
def article(issue: Issue) -> Article:
    return make_article(
        "“It leaks,” Ida Brandt said. “The ferry is ours,” she said.", outlet=make_outlet(place=issue.place)
    )


def page(desk: Client, article: Article) -> str:
    return " ".join(desk.get(f"/desk/stories/{article.pk}/").content.decode().split())


def test_the_card_says_that_a_person_the_story_and_the_issue_become_public(desk: Client, article: Article) -> None:
    bare = Issue.objects.create(slug="ferry", title="Ferry")
    finding = quote(article, "It leaks,", "Ida Brandt", issue=bare)
    shown = page(desk, article)
    assert "Makes an issue public:</strong> Ferry." in shown
    assert "Shows this story</strong> on the page of Ferry." in shown
    assert "new person: Ida Brandt" in shown
    desk.post(f"/desk/findings/{finding.pk}/", form_of(finding))
    assert "Makes" not in page(desk, article)


def test_who_was_heard_before_on_the_issue_is_no_new_person(
    desk: Client, article: Article, issue: Issue, una: User
) -> None:
    pier.accept(quote(article, "It leaks,", "Ida Brandt", issue=issue), una)
    later = make_article("“We wait,” Ida Brandt said.")
    quote(later, "We wait,", "Ida Brandt", issue=issue)
    assert "Makes a new person" not in page(desk, later)
    assert Finding.objects.pending().count() == 1

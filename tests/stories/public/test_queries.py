"""What public pages load."""

import pytest

from stories.models import ArticleIssue
from stories.public.queries import public_stories
from tests.factories import make_article, make_finding, make_issue

pytestmark = pytest.mark.django_db


def test_only_stories_that_a_person_accepted_something_of_are_public() -> None:
    taken, found = make_article(), make_article("We wait.")
    ArticleIssue.objects.create(article=taken, issue=make_issue(), state="accepted")
    make_finding(found, "We wait.", state="accepted")
    make_finding(make_article("We wait."), "We wait.")
    assert set(public_stories()) == {taken, found}

"""A curator, an issue about a pier, and a story of it."""

import pytest
from django.contrib.auth.models import User

from stories.models import Article
from tests.factories import (
    NOW,
    make_article,
    make_body,
    make_issue,
    make_outlet,
    make_place,
)
from tests.stories.curation import pier
from votes.models import Issue


@pytest.fixture
def by() -> User:
    return User.objects.create_user("una", password="a long password")


@pytest.fixture
def issue() -> Issue:
    place = make_place("Gull Cove")
    return make_issue("The pier", make_body("Gull Cove Town Council", place))


@pytest.fixture
def article(issue: Issue) -> Article:
    return make_article(pier.TEXT, outlet=make_outlet(place=issue.place), published_at=NOW)

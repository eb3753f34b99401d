"""The demo's curator accepts one finding after the other, as a person would."""

import pytest
from django.contrib.auth.models import User

from civictrack.demo.curator import accept_each
from stories.models import Finding, LoggedAction
from tests.factories import NOW, make_article, make_issue, make_official, make_outlet
from tests.stories.curation import pier

pytestmark = pytest.mark.django_db


def test_the_demos_curator_leaves_only_what_needs_a_person_and_does_nothing_in_bulk() -> None:
    issue = make_issue("The pier")
    make_official("Ona Frith", issue.body)
    article = make_article(pier.TEXT, outlet=make_outlet(place=issue.place))
    pier.official(article)
    pier.quote(article)
    pier.vote(article, issue)
    unclear = pier.position(article, None)
    left = accept_each(Finding.objects.pending(), User.objects.create_user("una"), NOW)
    assert [(finding, "Choose the issue" in why) for finding, why in left] == [(unclear, True)]
    assert list(Finding.objects.pending()) == [unclear]
    assert not LoggedAction.objects.filter(how="bulk").exists()

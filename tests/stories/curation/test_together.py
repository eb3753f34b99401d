"""What one sentence says is accepted with one press, all of it or nothing."""

import pytest
from django.contrib.auth.models import User

from stories.curation import Choice
from stories.curation.together import PartError, accept_parts, reject_parts
from stories.models import Article, Finding, LoggedAction
from tests.factories import NOW
from tests.stories.curation import pier
from votes.models import Issue

pytestmark = pytest.mark.django_db


def test_where_one_part_cannot_be_accepted_none_is(article: Article, issue: Issue, by: User) -> None:
    said, stand = pier.quote(article), pier.position(article, None)
    choices = [(said.pk, Choice(new_person="Ona Firth")), (stand.pk, Choice(new_person="Ona Firth"))]
    with pytest.raises(PartError, match="Choose the issue") as refused:
        accept_parts(choices, by, NOW)
    assert refused.value.finding == stand.pk
    assert not LoggedAction.objects.exists()
    assert {finding.state for finding in Finding.objects.all()} == {"pending"}


def test_a_part_that_another_brought_with_it_needs_no_act_of_its_own(article: Article, issue: Issue, by: User) -> None:
    first = pier.vote(article, issue, status="held", outcome="postponed", classification="postpone", yes=8, no=3)
    coming = pier.vote(article, issue, earliest="2026-04-07", latest="2026-04-07")
    actions = accept_parts([(first.pk, Choice()), (coming.pk, Choice())], by, NOW)
    assert [action.finding for action in actions] == [first]
    coming.refresh_from_db()
    assert coming.state == "accepted"


def test_a_part_decided_by_somebody_else_keeps_the_others(article: Article, by: User) -> None:
    first, second = pier.quote(article), pier.quote(article, "he was sorry", speaker="", label="a spokesman")
    reject_parts([second.pk], User.objects.create_user("bo"), NOW)
    with pytest.raises(PartError, match="rejected by bo already"):
        reject_parts([first.pk, second.pk], by, NOW)
    first.refresh_from_db()
    assert first.state == "pending"

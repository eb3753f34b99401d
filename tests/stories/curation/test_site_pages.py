"""The words of the site's own pages are kept through the door, and can be put back."""

import pytest
from django.contrib.auth.models import User

from stories import curation
from stories.curation import CurationError
from stories.models import SitePage
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return User.objects.create_user("una")


def test_words_are_kept_and_undone(by: User) -> None:
    curation.save_site_page("about", "We are three.", by, NOW)
    action = curation.save_site_page("about", "We are four.  \r\n\r\nJoin us.\n", by, NOW)
    assert SitePage.objects.get().text == "We are four.\n\nJoin us."
    curation.undo(action.pk, by, NOW)
    assert SitePage.objects.get().text == "We are three."


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(by: User) -> None:
    curation.save_site_page("about", "We are three.", by, NOW)
    with pytest.raises(CurationError, match="Someone else changed"):
        curation.save_site_page("about", "We are four.", by, NOW, "another mark")
    with pytest.raises(CurationError, match="Nothing was changed"):
        curation.save_site_page("about", "We are three.", by, NOW)


def test_there_are_these_pages_and_no_others(by: User) -> None:
    with pytest.raises(CurationError, match="no such page"):
        curation.save_site_page("news", "x", by, NOW)

"""Removing a person on the desk: what goes is said, and which stories may stay is asked."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from officials.models import Person
from stories.models import Article
from tests.factories import make_article, make_finding
from tests.stories.curation import pier

pytestmark = pytest.mark.django_db

NAMING = "“It leaks,” Al Bell told Ona Firth."


@pytest.fixture
def person(una: User) -> Person:
    article = make_article("“No,” Ona Firth said.")
    pier.accept(make_finding(article, "No,", payload={"speaker": "Ona Firth", "type": "direct"}), una)
    return Person.objects.get()


def test_an_editor_says_which_stories_that_only_name_the_person_keep_their_text(desk: Client, person: Person) -> None:
    kept, other = make_article(NAMING, "Leaks"), make_article(NAMING, "Leaks again")
    address = f"/desk/people/{person.pk}/remove/"
    page = desk.get(address).content.decode()
    assert "keep the text of" in page
    assert "Leaks again" in page
    desk.post(address, {"name": "Ona Firth", "reason": "asked for", "keep": [kept.pk]})
    assert kept.versions.get().text == NAMING
    assert other.versions.get().text == ""


@pytest.mark.parametrize("keep", ["x", "9" * 5000, "404"])
def test_a_story_that_is_not_asked_about_keeps_nothing(desk: Client, person: Person, keep: str) -> None:
    make_article(NAMING)
    answer = desk.post(f"/desk/people/{person.pk}/remove/", {"name": "Ona Firth", "reason": "x", "keep": keep})
    assert "Select a valid choice" in answer.content.decode()
    assert Person.objects.get().name == "Ona Firth"
    assert Article.objects.count() == 2

"""Which person a name means, and what accepting an official makes of them."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from officials.models import Person, Place, Role
from stories import curation
from stories.curation import Choice, CurationError
from stories.desk.log import action_in_words
from stories.models import Article, ArticleIssue, Finding
from tests.factories import (
    NOW,
    make_article,
    make_body,
    make_finding,
    make_official,
    make_place,
)
from tests.stories.curation import pier
from votes.models import Issue

pytestmark = pytest.mark.django_db


def test_accepting_an_official_makes_the_person_the_body_and_the_role(article: Article, by: User) -> None:
    finding = pier.official(article)
    curation.accept(finding.pk, by, NOW)
    role = Role.objects.get()
    assert (role.person.name, role.title, role.body.name) == ("Ona Firth", "Mayor", "Town of Gull Cove")
    finding.refresh_from_db()
    assert (finding.state, finding.person) == ("accepted", role.person)


def test_a_story_that_waits_for_an_issue_is_judged_anew_with_its_official(
    article: Article, issue: Issue, by: User
) -> None:
    Issue.objects.update(terms=["fisherman"])
    waiting = ArticleIssue.objects.create(article=article, issue=issue, score=0.1, reason="names “fisherman”")
    curation.accept(pier.official(article, body="Gull Cove Town Council").pk, by, NOW)
    waiting.refresh_from_db()
    assert waiting.reason == "names “fisherman”; and the Gull Cove Town Council and Mayor Ona Firth"


def test_an_official_known_by_another_spelling_is_not_made_twice(article: Article, by: User) -> None:
    known = make_official("Ona M. Firth", make_body("Town of Gull Cove", article.outlet.place), title="Mayor")
    known.aliases.create(name="Ona Firth")
    curation.accept(pier.official(article).pk, by, NOW)
    assert Person.objects.get() == known
    assert known.roles.count() == 1


def test_two_people_of_one_name_are_never_guessed_between(article: Article, by: User) -> None:
    for _ in range(2):
        make_official("Ona Firth", make_body(place=article.outlet.place))
    with pytest.raises(CurationError, match="Two people here are called Ona Firth"):
        curation.accept(pier.official(article).pk, by, NOW)
    assert Finding.objects.pending().count() == 1


def test_the_curator_says_which_of_two_people_it_is(article: Article, by: User) -> None:
    first, _ = (make_official("Ona Firth", make_body(place=article.outlet.place)) for _ in range(2))
    finding = pier.official(article)
    curation.accept(finding.pk, by, NOW, Choice(person=first))
    finding.refresh_from_db()
    assert finding.person == first


def test_a_seat_in_the_title_is_kept_as_the_seat(article: Article, by: User) -> None:
    curation.accept(pier.official(article, title="Ward 3 Alderwoman").pk, by, NOW)
    role = Role.objects.get()
    assert (role.seat, role.title) == ("Ward 3", "Alderwoman")


def place_made_on_the_way() -> tuple[Place, str]:
    """Accept an official of a body in a town that nobody knows yet: the town, and what the log says of it."""
    said = {"name": "Ada Reed", "title": "Council Member", "body": "Reedham City Council"}
    finding = make_finding(make_article("Ada Reed sits there."), "Ada Reed", "official", "mention", payload=said)
    action = curation.accept(finding.pk, User.objects.create_user("editor"), NOW)
    return Place.objects.get(name="Reedham"), action_in_words(action)


def test_a_place_made_on_the_way_has_the_servers_zone_where_there_is_no_other(settings: Any) -> None:
    settings.TIME_ZONE = "America/Denver"
    place, logged = place_made_on_the_way()
    assert place.time_zone == "America/Denver"
    assert logged.endswith("its place is new, its time zone was assumed to be America/Denver")


def test_a_place_made_on_the_way_has_the_zone_of_the_places_there_are() -> None:
    make_place(time_zone="America/Chicago")
    assert place_made_on_the_way()[0].time_zone == "America/Chicago"

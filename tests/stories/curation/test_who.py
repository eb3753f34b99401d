"""Nobody is made a person by a slip of the hand."""

import pytest
from django.contrib.auth.models import User

from officials.models import Person
from stories import curation
from stories.curation import Choice, CurationError
from stories.models import Article, Quote
from tests.factories import NOW, make_finding, make_official
from tests.stories.curation import pier
from votes.models import Issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def mayor(issue: Issue) -> Person:
    return make_official("Marguerite Sloane", issue.body, title="District 2 Councilor")


def test_a_name_with_a_slip_in_it_makes_no_second_person_without_a_word(
    article: Article, issue: Issue, mayor: Person, by: User
) -> None:
    finding = pier.quote(article, speaker="Marguerite Slone")
    finding.issue = issue
    finding.save()
    with pytest.raises(CurationError, match=r"Did you mean Marguerite Sloane, District 2 Councilor, .*\? Say who"):
        curation.accept(finding.pk, by, NOW)
    assert Person.objects.count() == 1
    assert not Quote.objects.exists()
    curation.accept(finding.pk, by, NOW, Choice(person=mayor))
    assert Quote.objects.get().person == mayor


def test_somebody_called_nearly_like_another_is_new_once_a_curator_says_so(
    article: Article, issue: Issue, mayor: Person, by: User
) -> None:
    finding = make_finding(
        article, "Ida Brandt", "speaker", "mention", payload={"name": "Marguerite Slone"}, issue=issue
    )  # fmt: skip
    for said in ("", "Marguerite Sloan"):
        with pytest.raises(CurationError, match="Nobody here is known as Marguerite Slone"):
            curation.accept(finding.pk, by, NOW, Choice(new_person=said))
    curation.accept(finding.pk, by, NOW, Choice(new_person="Marguerite Slone"))
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Marguerite Sloane", "Marguerite Slone"]


def test_a_name_that_a_curator_typed_makes_nobody_unless_they_say_that_it_is_somebody_new(
    article: Article, by: User
) -> None:
    finding = pier.quote(article)
    typed = {"speaker": "Onna Firth"}
    with pytest.raises(CurationError, match="Say who it is"):
        curation.accept(finding.pk, by, NOW, Choice(payload=typed))
    assert not Person.objects.exists()
    curation.accept(finding.pk, by, NOW, Choice(payload=typed, new_person="Onna Firth"))
    assert Person.objects.get().name == "Onna Firth"


def test_the_official_accepted_with_a_quote_is_asked_about_too(
    article: Article, issue: Issue, mayor: Person, by: User
) -> None:
    about = pier.official(article, name="Marguerite Slone", body=str(issue.body))
    finding = pier.quote(article, speaker="Marguerite Slone")
    for pk in (about.pk, finding.pk):
        with pytest.raises(CurationError, match="Did you mean Marguerite Sloane"):
            curation.accept(pk, by, NOW)
    assert Person.objects.count() == 1

"""Removing a person takes out their name and words wherever these stand."""

import pytest
from django.contrib.auth.models import User

from officials.models import Person
from stories import curation
from stories.models import Article, ArticleVersion, Finding, LoggedAction, Quote
from tests.factories import (
    NOW,
)
from tests.stories.curation import pier
from votes.models import Issue

pytestmark = pytest.mark.django_db


def test_a_redacted_person_is_gone_from_texts_quotes_findings_and_the_log(
    article: Article, issue: Issue, by: User
) -> None:
    pier.accept(pier.quote(article), by)
    person = Person.objects.get()
    curation.redact_person(person, by, NOW, "a minor")
    person.refresh_from_db()
    assert (person.name, Quote.objects.get().text) == ("(removed)", "(removed)")
    assert ArticleVersion.objects.get().text == ""
    assert "Firth" not in str(list(LoggedAction.objects.values()))
    assert "Firth" not in str(list(Finding.objects.values()))

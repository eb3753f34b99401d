"""Removing a person takes out their name and words wherever these stand."""

import pytest
from django.contrib.auth.models import User

from officials.models import Person
from stories import curation
from stories.models import Article, ArticleVersion, Effect, Finding, LoggedAction, Quote
from tests.factories import NOW, make_official
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


def test_who_was_quoted_by_mistake_is_gone_from_the_log_of_that(article: Article, issue: Issue, by: User) -> None:
    wrong, right = make_official("Orla Wren", issue.body), make_official("Ona Firth", issue.body)
    pier.accept(pier.quote(article), by, issue=issue, person=wrong)
    curation.correct_quote(Quote.objects.get(), {"person_id": right.pk}, by, NOW)
    curation.redact_person(wrong, by, NOW, "a minor")
    assert "Wren" not in str(list(LoggedAction.objects.values()))
    assert "Wren" not in str(list(Effect.objects.values()))
    assert Quote.objects.get().text == "The pier is ours,"


def test_words_added_and_taken_back_are_gone_too(article: Article, issue: Issue, by: User) -> None:
    person = make_official("Ona Firth", issue.body)
    choice = curation.Choice(payload={"speaker": "Ona Firth", "type": "direct"})
    curation.undo(curation.add(article, "quote", (50, 67), choice, by, NOW).pk, by, NOW)
    curation.redact_person(person, by, NOW, "a minor")
    for model in (LoggedAction, Effect, Finding):
        assert "Firth" not in str(list(model.objects.values()))

"""What a curator says of a name in a story is remembered for that story, and can be taken back."""

import pytest
from django.contrib.auth.models import User

from officials.models import Person
from stories import curation
from stories.curation import Choice, CurationError
from stories.curation.who import known_person
from stories.models import Article, Effect, Finding, LoggedAction, Naming
from tests.factories import NOW, make_article, make_official, make_person
from tests.stories.curation import pier
from votes.models import Issue

pytestmark = pytest.mark.django_db


def test_a_name_means_in_its_story_whom_a_curator_said(article: Article, issue: Issue, by: User) -> None:
    meant = make_official("Fiona Firth", issue.body)
    quote = pier.quote(article)
    curation.say_who(article.pk, "ona firth", meant.pk, by, NOW)
    curation.accept(quote.pk, by, NOW)
    curation.accept(pier.official(article).pk, by, NOW)
    assert set(Finding.objects.values_list("person", flat=True)) == {meant.pk}
    other = pier.quote(make_article(pier.TEXT, outlet=article.outlet))
    assert known_person(other) is None


def test_two_of_the_name_are_told_apart_for_the_whole_story(article: Article, issue: Issue, by: User) -> None:
    one, _ = make_official("Ona Firth", issue.body), make_official("Ona Firth", issue.body)
    quote = pier.quote(article)
    with pytest.raises(CurationError, match="Two people here are called Ona Firth"):
        curation.accept(quote.pk, by, NOW)
    curation.say_who(article.pk, "Ona Firth", one.pk, by, NOW)
    curation.accept(quote.pk, by, NOW)
    assert Finding.objects.get().person == one


def test_somebody_new_is_made_only_by_saying_so_and_goes_when_that_is_undone(article: Article, by: User) -> None:
    quote = pier.quote(article)
    action = curation.say_new(article.pk, "Ona Firth", by, NOW)
    assert known_person(quote) == Person.objects.get(name="Ona Firth")
    curation.undo(action.pk, by, NOW)
    assert not Person.objects.exists()
    assert not Naming.objects.exists()


def test_somebody_new_whose_words_were_accepted_stays_until_these_are_undone(article: Article, by: User) -> None:
    quote = pier.quote(article)
    action = curation.say_new(article.pk, "Ona Firth", by, NOW)
    accepted = curation.accept(quote.pk, by, NOW)
    curation.undo(action.pk, by, NOW)
    assert Person.objects.exists()
    curation.undo(accepted.pk, by, NOW)
    assert not Person.objects.exists()


def test_what_is_no_person_goes_with_all_that_is_said_of_it_and_comes_back_as_one(article: Article, by: User) -> None:
    official, quote = pier.official(article), pier.quote(article)
    other = pier.quote(article, "he was sorry.", speaker="Ida Brandt")
    action = curation.say_no_person(article.pk, "Ona Firth", by, NOW)
    states = dict(Finding.objects.values_list("pk", "state"))
    assert states == {official.pk: "rejected", quote.pk: "rejected", other.pk: "pending"}
    logged = LoggedAction.objects.order_by("finding").values_list("finding", "reason", "fault", "how")
    assert list(logged) == [
        (official.pk, "not a person", "other", "one_by_one"),
        (quote.pk, "not a person", "wrong_speaker", "implied"),
    ]
    curation.undo(action.pk, by, NOW)
    assert not Finding.objects.exclude(state="pending").exists()


def test_one_put_aside_may_be_said_to_be_somebody_later(article: Article, by: User) -> None:
    quote, person = pier.quote(article), make_person("Fiona Firth")
    curation.put_aside(article.pk, "Ona Firth", by, NOW)
    assert known_person(quote) is None
    action = curation.say_who(article.pk, "Ona Firth", person.pk, by, NOW)
    assert known_person(quote) == person
    curation.undo(action.pk, by, NOW)
    assert Naming.objects.get().person is None


def test_what_is_said_already_or_of_what_waits_no_more_is_refused(article: Article, by: User) -> None:
    quote, person = pier.quote(article), make_person()
    curation.say_who(article.pk, "Ona Firth", person.pk, by, NOW)
    with pytest.raises(CurationError, match="remembered already"):
        curation.say_who(article.pk, "Ona Firth", person.pk, by, NOW)
    curation.reject(quote.pk, by, NOW)
    for act in (curation.say_new, curation.say_no_person, curation.put_aside):
        with pytest.raises(CurationError, match="waits in this story any more"):
            act(article.pk, "Ona Firth", by, NOW)


def test_what_was_said_moves_with_a_merge(article: Article, by: User) -> None:
    quote, gone, kept = pier.quote(article), make_person("O. Firth"), make_person("Ona M. Firth")
    curation.say_who(article.pk, "Ona Firth", gone.pk, by, NOW)
    action = curation.merge(gone.pk, kept.pk, by, NOW, "one person")
    assert known_person(quote) == kept
    curation.undo(action.pk, by, NOW)
    assert known_person(quote) == gone


def test_removing_a_person_forgets_what_was_said_of_their_name(article: Article, by: User) -> None:
    pier.quote(article)
    aside = curation.put_aside(article.pk, "Ona Firth", by, NOW)
    action = curation.say_new(article.pk, "Ona Firth", by, NOW)
    curation.redact_person(Person.objects.get(), by, NOW, "asked to")
    assert not Naming.objects.exists()
    assert [row.after for row in LoggedAction.objects.filter(pk__in=[aside.pk, action.pk])] == [{}, {}]
    assert "Firth" not in str(list(Effect.objects.values_list("before", "after")))


def test_a_correction_to_another_name_is_not_bound_by_what_was_said(article: Article, issue: Issue, by: User) -> None:
    said, other = make_person("Fiona Firth"), make_official("Ida Brandt", issue.body)
    quote = pier.quote(article)
    curation.say_who(article.pk, "Ona Firth", said.pk, by, NOW)
    curation.accept(quote.pk, by, NOW, Choice(payload={"speaker": "Ida Brandt"}))
    assert Finding.objects.get().person == other

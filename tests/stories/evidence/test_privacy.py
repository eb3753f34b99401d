"""Who may be named where."""

import pytest

from officials.models import Person
from stories.evidence.privacy import listed_quotes, may_be_listed
from stories.models import Quote
from tests.factories import NOW, make_official, make_person

pytestmark = pytest.mark.django_db


def test_officials_public_figures_and_unnamed_speakers_are_listed_private_and_removed_people_are_not() -> None:
    removed = make_official("(removed)")
    removed.redacted_at = NOW
    people = {
        make_official("Ada Reed"): True,
        make_person("Una Famous", public_figure=True): True,
        make_person("Oda Private"): False,
        removed: False,
    }
    assert {person: may_be_listed(person) for person in people} == people
    assert may_be_listed(None)


def test_one_person_and_many_are_asked_the_same() -> None:
    make_official("Ada Reed", seat="Ward 1")
    for name, fields in (("Una Famous", {"public_figure": True}), ("Oda", {}), ("(removed)", {"redacted_at": NOW})):
        make_person(name, **fields)
    everyone = set(Person.objects.all())
    assert set(Person.objects.shown()) == {person for person in everyone if person.is_shown}
    assert set(Person.objects.with_page()) == {person for person in everyone if person.has_page}


def test_quotes_are_listed_as_their_speakers_are() -> None:
    for person in (make_official("Ada Reed"), make_person("Oda Private")):
        Quote.objects.create(text=f"So said {person}.", type="direct", person=person)
    Quote.objects.create(text="So said a clerk.", type="direct", label="a clerk")
    Quote.objects.create(text="(removed)", type="direct", label="a clerk", redacted_at=NOW)
    assert {quote.text for quote in listed_quotes()} == {"So said Ada Reed.", "So said a clerk."}

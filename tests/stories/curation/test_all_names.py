"""A person's names are found however they are written, and nobody else's words are touched."""

import pytest

from officials.models import Alias, Person
from stories.curation.all_names import REMOVED, AllNames, all_names_of
from tests.factories import make_person
from tests.test_patterns import attacks, slowness, uses
from votes.models import Issue

ADA = AllNames(frozenset({"Ada Reed", "Ada O'Neil-Reed"}))


@pytest.mark.parametrize(
    "said",
    [
        "Ada Reed",
        "ADA  REED",
        "ada\nreed",
        "Reed, Ada",
        "ada-reed",
        "ada.reed",
        "Ada Reed’s",
        "Ada O'Neil-Reed",
        "“Ada Reed,”",
    ],
)
def test_a_name_is_found_however_it_is_written(said: str) -> None:
    assert ADA.names_in(f"so {said}.")
    assert REMOVED in ADA.without(f"so {said}.")


@pytest.mark.parametrize("said", ["Ada", "Reed", "Ada Reedy", "Nada Reed", "Ada and Reed", "Ada. The Reed"])
def test_what_is_not_the_name_stays(said: str) -> None:
    assert ADA.without(said) == said


def test_names_are_taken_out_of_lists_and_of_keys_and_values() -> None:
    values = {"Ada Reed": ["so Ada Reed", {"x": 1, "y": None}], "n": True}
    assert ADA.without(values) == {REMOVED: [f"so {REMOVED}", {"x": 1, "y": None}], "n": True}


def test_no_names_take_nothing_out() -> None:
    assert AllNames(frozenset()).without("Ada Reed") == "Ada Reed"


@pytest.mark.parametrize("name", ["Ada Reed", "A A", "J. (Jo) O'Neil-Reed Jr.", "a a a a a a a a"])
def test_no_name_makes_a_pattern_that_can_be_made_slow(name: str) -> None:
    pattern = AllNames(frozenset({name}))._pattern
    assert not [said for use in uses(pattern, {"sub"}) for make in attacks(pattern) if (said := slowness(use, make))]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["Ada Reed", "J. (Jo) O'Neil-Reed Jr.", 'Ada "Sunny" Reed', "Zoë Łuk\\asz", "A* B+ [c]"]
)
def test_the_database_finds_what_python_does(name: str) -> None:
    naming = AllNames(frozenset({name}))
    issue = Issue.objects.create(title=f"On {name.upper()}", slug="it", terms=[name], summary="Nobody.")
    Issue.objects.create(title="On another", slug="other")
    for field in ("title", "terms"):
        assert list(naming.rows(Issue, (field,))) == [issue], field
    person = Person.objects.create(name="x", slug="x", links=[{"note": f"of {name}"}])
    assert list(naming.rows(Person, ("links",))) == [person]


@pytest.mark.django_db
def test_a_name_that_another_person_bears_is_not_looked_for() -> None:
    person, other = make_person("Ada Reed"), make_person("Bo Reed")
    Alias.objects.create(person=person, name="A. Reed")
    Alias.objects.create(person=other, name="ada reed")
    assert all_names_of({person.pk}).names == {"A. Reed"}

"""The list of given names."""

from stories.extraction.people.given import NAMES, fold, gender_of, is_given


def rows() -> list[list[str]]:
    lines = NAMES.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def test_the_list_names_its_source_and_licence() -> None:
    head = [line for line in NAMES.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert any("Source: Faker" in line for line in head)
    assert any("Permission is hereby granted" in line for line in head)


def test_every_name_stands_once_folded_and_with_who_bears_it() -> None:
    names = [name for name, _ in rows()]
    assert names == sorted(set(names))
    assert all(name == fold(name) for name in names)
    assert {gender for _, gender in rows()} == {"he", "she", "either"}


def test_a_name_of_many_languages_is_known_with_and_without_its_accents() -> None:
    assert all(is_given(word) for word in ("Zoë", "Zoe", "Jean-Luc", "Ignacio", "Agnieszka"))
    assert not any(is_given(word) for word in ("Ordinance", "March", "Zqxv"))


def test_who_bears_a_name_is_said_only_where_it_is_plain() -> None:
    assert [gender_of(word) for word in ("Martha", "Ignacio", "Angel", "Zqxv")] == ["she", "he", "", ""]

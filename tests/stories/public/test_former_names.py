"""People found by an address of before."""

from typing import Any

import pytest
from django.db.models.signals import post_init
from django.test import Client
from django.utils.text import slugify

from officials.models import Alias, Person
from stories.public.former_names import Slug, person_once_called
from tests.factories import make_official, make_person

pytestmark = pytest.mark.django_db

NAMES = [
    "Ana Rede", "José Núñez-Prado", "  O'Firth,  Una ", "Rev. D. K. Ångström", "Dr.\tIna--Holt", "_Bo_ Lund-",
    "Łada Ðik", "½ Ward", "ﬁrth", "王 Lund", "...", "É—É", "Zoë\u00a0Quill",
]  # fmt: skip


def test_the_database_makes_of_a_name_what_slugify_makes_of_it() -> None:
    person = make_person("Ada Reed")
    Alias.objects.bulk_create([Alias(person=person, name=name) for name in NAMES])
    slugs = dict(Alias.objects.annotate(slug=Slug("name")).values_list("name", "slug"))
    assert slugs == {name: slugify(name) for name in NAMES}


def test_an_address_under_another_name_leads_to_the_page(client: Client) -> None:
    person = make_official("Ada Reed")
    person.aliases.create(name="Ána Rede")
    assert client.get("/en/people/ana-rede/").headers["Location"] == person.get_absolute_url()


def test_a_name_of_two_people_or_of_a_private_person_leads_nowhere(client: Client) -> None:
    for person in (make_official("Ada Reed"), make_official("Ana Holt")):
        person.aliases.create(name="A. R.")
    make_person("Oda Private").aliases.create(name="Oda P.")
    assert person_once_called("a-r") is None
    assert [client.get(f"/en/people/{slug}/").status_code for slug in ("a-r", "oda-p")] == [404, 404]


def test_an_unknown_address_loads_none_of_the_many_names(client: Client, django_assert_max_num_queries: Any) -> None:
    people = [make_official(f"Member {n}") for n in range(20)]
    Alias.objects.bulk_create([Alias(person=p, name=f"Member {n}") for p in people for n in range(1000, 1100)])
    loaded: list[type] = []

    def count(sender: type, **_: object) -> None:
        loaded.append(sender)

    post_init.connect(count)
    try:
        with django_assert_max_num_queries(4):  # the first of them asks for the page's key
            assert client.get("/en/people/nobody-at-all/").status_code == 404
        assert not {Alias, Person} & set(loaded)
        with django_assert_max_num_queries(2):
            assert person_once_called("member-1000") is None
        assert loaded.count(Person) == 2
        assert Alias not in loaded
    finally:
        post_init.disconnect(count)

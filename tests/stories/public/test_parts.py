"""A page in two parts: what all looks at an issue share, and what is one look's own."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client
from redis import Redis

from stories.curation import redact_person
from stories.public import store
from stories.public.parts import EDGE
from tests.factories import NOW, make_account, make_official
from tests.stories.public.city import City, make_city
from votes import valkey

pytestmark = pytest.mark.django_db
LOOKS = ("", "?kind=quotes", "?kind=changes", "?kind=stories", "?kind=votes&person=ada-reed", "?kind=none",
         "?before=20990101T000000.000000-0-1", "?on=2026-03-01", "?on=2026-03-01&kind=quotes", "?on=never",
         "?on=2999-01-01", "?person=nobody", "?page=2")  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    valkey._away_until = 0.0
    forget()
    yield
    valkey._away_until = 0.0


def forget(pattern: str = "*") -> None:
    valkey = Redis.from_url(project.REDIS_URL)
    for key in valkey.keys(pattern):
        valkey.delete(key)


@pytest.fixture
def city() -> City:
    return make_city()


def test_a_page_of_parts_is_to_the_letter_the_page_that_is_made_whole(client: Client, city: City) -> None:
    address = city.issue.get_absolute_url()
    whole = {}
    for look in LOOKS:
        forget()
        whole[look] = client.get(address + look).content
        assert EDGE.encode() not in whole[look]
    assert len(set(whole.values())) > 6
    forget()
    for _ in range(2):
        for look in LOOKS:
            assert client.get(address + look).content == whole[look], look
    # Whoever asks first, what is shared is made of what they look at.
    for first in LOOKS:
        forget()
        client.get(address + first)
        forget("page:*")
        assert client.get(address).content == whole[""], first


def test_another_look_at_a_known_issue_makes_only_its_own(
    client: Client, city: City, django_assert_max_num_queries: Any
) -> None:
    address = city.issue.get_absolute_url()
    client.get(address)
    with django_assert_max_num_queries(7):
        client.get(f"{address}?kind=quotes")
    with django_assert_max_num_queries(1):
        client.get(f"{address}?kind=quotes")
    forget("page:*")
    with django_assert_max_num_queries(1):
        client.get(address)


def test_no_part_outlives_a_change_or_a_removal(client: Client, city: City) -> None:
    address = city.issue.get_absolute_url()
    for look in LOOKS:
        client.get(address + look)
    make_official("Zora Newling", city.issue.body, since=date(2020, 1, 1))
    assert b"Zora Newling" in client.get(f"{address}?kind=quotes").content
    named = [look for look in LOOKS if b"Ada Reed" in client.get(address + look).content]
    assert named
    redact_person(city.ada, make_account("una"), NOW, "asked")
    for look in (look for look in LOOKS if "ada-reed" not in look):
        assert not re.search("Ada Reed|ada-reed", client.get(address + look).content.decode()), look


def test_nobody_fills_the_store_with_looks(client: Client, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_PARTS", 5)
    for day in range(1, 20):
        client.get(f"{city.issue.get_absolute_url()}?on=2026-01-{day:02}")
    valkey = Redis.from_url(project.REDIS_URL)
    [whole] = valkey.keys("parts:*")
    assert valkey.hlen(whole) <= 6
    assert 0 < valkey.ttl(whole) <= store.KEPT_SECONDS


def test_without_valkey_every_look_is_made(client: Client, city: City, settings: Any) -> None:
    address = f"{city.issue.get_absolute_url()}?kind=quotes"
    whole = client.get(address).content
    settings.REDIS_URL = ""
    assert client.get(address).content == whole

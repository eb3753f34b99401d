"""A source goes in once, whatever its newest item is, and can be followed in another way later."""

import pytest

from stories.models import Outlet
from stories.sources.follow import outlet_named
from tests.factories import make_outlet

pytestmark = pytest.mark.django_db


def test_outlets_whose_names_have_no_latin_letter_are_told_apart() -> None:
    first, other = outlet_named("Новости", "https://a.example/feed"), outlet_named("Вести", "https://a.example/feed")
    assert (first.slug, other.slug) == ("a-example", "a-example-2")
    assert outlet_named("новости ", "https://b.example/") == first
    assert Outlet.objects.count() == 2


def test_an_outlet_can_be_named_by_its_slug() -> None:
    outlet = make_outlet("Gull Cove Beacon")
    assert outlet_named(outlet.slug, "https://a.example/feed") == outlet

"""A source goes in once, whatever its newest item is, and can be followed in another way later."""

import pytest

from stories.models import Outlet
from stories.sources.follow import differences, followed, outlet_named
from tests.factories import make_outlet, make_source

pytestmark = pytest.mark.django_db


def test_outlets_whose_names_have_no_latin_letter_are_told_apart() -> None:
    first, other = outlet_named("Новости", "https://a.example/feed"), outlet_named("Вести", "https://a.example/feed")
    assert (first.slug, other.slug) == ("a-example", "a-example-2")
    assert outlet_named("новости ", "https://b.example/") == first
    assert Outlet.objects.count() == 2


def test_an_outlet_can_be_named_by_its_slug() -> None:
    outlet = make_outlet("Gull Cove Beacon")
    assert outlet_named(outlet.slug, "https://a.example/feed") == outlet


def test_a_source_is_known_by_a_tracking_copy_of_its_address() -> None:
    source = make_source(url="https://www.ledger.example/feed/?cat=news")
    assert followed("http://ledger.example/feed?utm_source=opml&cat=news") == source
    assert followed("https://ledger.example/feed") is None
    assert followed("nonsense") is None


def test_of_the_headers_that_change_no_value_is_shown() -> None:
    source = make_source()
    assert differences(source, {"request_headers": {"X-Key": "s3cret"}}, None) == ["request headers: none → X-Key"]

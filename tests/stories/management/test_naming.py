"""A source is meant by its id, its address, or words that stand in one address alone."""

import pytest
from django.core.management import CommandError

from stories.management.naming import named_source
from tests.factories import make_source

pytestmark = pytest.mark.django_db


def test_a_source_is_named_by_id_address_or_words_of_its_address() -> None:
    feed = make_source(url="https://post.example/feed")
    other = make_source(url="https://post.example/feed/other")
    assert named_source(str(feed.pk)) == feed
    assert named_source("https://post.example/feed") == feed
    assert named_source("other") == other


@pytest.mark.parametrize(("wanted", "told"), [("beacon", "No source"), ("post.example", "2 sources")])
def test_words_that_mean_no_source_or_several_are_refused_with_the_way_to_ids(wanted: str, told: str) -> None:
    make_source(url="https://post.example/feed")
    make_source(url="https://post.example/feed/other")
    with pytest.raises(CommandError, match=f"{told} of “{wanted}”; name one by its id"):
        named_source(wanted)

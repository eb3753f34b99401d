"""What was read is put into the database once, with its outlet."""

import pytest

from stories.ingestion import poll
from stories.ingestion.save import outlet_for
from stories.models import Article, Entry, Source
from tests.factories import NOW, make_source
from tests.stories.ingestion.beacon import take_all_in
from tests.stories.ingestion.web import Site

pytestmark = pytest.mark.django_db


def test_hosts_in_other_letters_are_outlets_of_their_own() -> None:
    first, other = outlet_for("https://новости.example/", ""), outlet_for("https://вести.example/", "")
    assert first != other


def test_the_same_guid_of_two_sources_is_two_entries_and_one_story(source: Source, site: Site) -> None:
    site.pages["/other-feed"] = site.pages["/feed"]
    other = make_source(url=site.url("/other-feed"), outlet=source.outlet)
    for one in (source, other):
        poll.poll(one, NOW)
        take_all_in(one)
    assert (Entry.objects.count(), Article.objects.count()) == (4, 2)

"""A surer date of publication: what waits is counted anew, what is accepted is noted beside and stays."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User

from officials.models import Place
from stories import curation
from stories.findings.propose import extract_due, propose_all
from stories.ingestion.clock import locate
from stories.ingestion.pages.stamps import ReadFrom
from stories.models import Article, Finding
from tests.factories import NOW, make_outlet
from tests.stories.findings.ferry import JUNE, NOVEMBER, TEXT, make_town, read, take_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return make_town()


def votes(article: Article) -> list[tuple[str, Any]]:
    rows = article.findings.filter(kind="vote").order_by("id")
    return [(row.state, row.payload["earliest"]) for row in rows]


def test_from_the_day_in_an_address_nothing_is_counted_and_the_finding_says_so(place: Place) -> None:
    article = take_in(place, JUNE, ReadFrom.URL)
    read(article)
    (vote,) = article.findings.filter(kind="vote")
    assert (vote.payload["phrase"], vote.payload["earliest"]) == ("on Wednesday", None)
    assert "only known from its address" in vote.because
    assert "only known from its address" in article.versions.get().extractions.get().note


def test_a_day_with_its_year_needs_no_date_of_publication(place: Place) -> None:
    article = take_in(place, JUNE, ReadFrom.URL, TEXT.replace("on Wednesday", "on Nov. 25, 2026"))
    read(article)
    assert votes(article) == [("pending", "2026-11-25")]


def test_what_waits_is_counted_anew_from_a_surer_date(place: Place) -> None:
    article = take_in(place, JUNE, ReadFrom.STAMP)
    read(article)
    assert votes(article) == [("pending", "2026-06-10")]
    take_in(place, NOVEMBER, ReadFrom.FEED)
    read(article)
    assert votes(article) == [("stale", "2026-06-10"), ("pending", "2026-11-25")]


def test_a_less_sure_date_changes_nothing(place: Place) -> None:
    article = take_in(place, NOVEMBER, ReadFrom.FEED)
    read(article)
    for read_from in (ReadFrom.STAMP, ReadFrom.FEED, ReadFrom.URL):
        assert take_in(place, JUNE, read_from).published_at == NOVEMBER
    assert extract_due(NOW) == 0


def test_a_date_of_the_same_day_has_nothing_read_again(place: Place) -> None:
    article = take_in(place, NOVEMBER.replace(tzinfo=None, hour=0, minute=0), ReadFrom.STAMP)
    read(article)
    known = take_in(place, NOVEMBER, ReadFrom.ZONED_METADATA)
    assert (known.published_at, known.utc_offset, known.published_from) == (NOVEMBER, -360, "zoned_metadata")
    assert extract_due(NOW) == 0


def test_what_is_accepted_stays_with_its_new_day_noted_and_is_not_proposed_twice(place: Place) -> None:
    article = take_in(place, JUNE, ReadFrom.STAMP)
    read(article)
    vote = article.findings.get(kind="vote")
    curation.accept(vote.pk, User.objects.create_user("una"), NOW)
    take_in(place, NOVEMBER, ReadFrom.FEED)
    read(article)
    assert votes(article) == [("accepted", "2026-06-10")]
    vote.refresh_from_db()
    assert vote.recounted["earliest"] == "2026-11-25"
    assert vote.vote is not None
    assert str(vote.vote.earliest) == "2026-06-10"


def test_a_reading_that_began_before_the_date_was_known_leaves_the_story_due(place: Place) -> None:
    article = take_in(place, JUNE, ReadFrom.STAMP)
    version = article.versions.select_related("article__outlet__place").get()
    Article.objects.filter(pk=article.pk).update(published_at=datetime(2026, 11, 25, tzinfo=UTC))
    assert propose_all([version], NOW) == 0
    assert not Finding.objects.exists()
    assert article.versions.unread().exists()


def test_what_had_no_date_for_want_of_a_place_has_one_when_somebody_names_it(place: Place) -> None:
    outlet = make_outlet()
    article = take_in(place, NOVEMBER.replace(tzinfo=None), ReadFrom.METADATA, outlet=outlet)
    read(article)
    assert votes(article) == [("pending", None)]
    locate(outlet, place)
    read(article)
    assert votes(article) == [("stale", None), ("pending", "2026-11-25")]

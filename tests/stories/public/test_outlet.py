"""The outlets, and the page of one."""

from datetime import timedelta

import pytest
from django.test import Client

from stories.models import ArticleIssue, Withdrawal
from stories.public.outlet import STORIES_A_PAGE
from tests.factories import NOW, make_article, make_issue, make_outlet, make_place, make_source

pytestmark = pytest.mark.django_db


def test_an_outlets_page_lists_the_stories_that_readers_may_see_and_no_others(client: Client) -> None:
    outlet, issue = make_outlet("The Reed"), make_issue("The pier")
    shown, silent, told = (make_article(title=title, outlet=outlet) for title in ("Pier falls", "Gone", "Taken back"))
    make_article(title="Nobody looked at it", outlet=outlet)
    for article in (shown, silent, told):
        ArticleIssue.objects.create(article=article, issue=issue, state="accepted")
    Withdrawal.objects.create(article=silent, because="x", show=False, at=NOW)
    Withdrawal.objects.create(article=told, because="made up", show=True, at=NOW)
    page = client.get(outlet.get_absolute_url()).content.decode()
    assert "Pier falls" in page
    assert "Taken back" in page
    assert "withdrawn" in page
    assert "Gone" not in page
    assert "Nobody looked" not in page


def test_what_does_not_fit_on_an_outlets_page_is_on_its_next(client: Client) -> None:
    outlet, issue = make_outlet("The Reed"), make_issue("The pier")
    make_source(outlet)
    for n in range(STORIES_A_PAGE + 2):
        article = make_article(title=f"Pier, part {n:02}", outlet=outlet, published_at=NOW - timedelta(days=n))
        belongs = ArticleIssue.objects.create(article=article, issue=issue, state="accepted")
    first = client.get(outlet.get_absolute_url()).context["page"]
    assert [story.title for story in first][:2] == ["Pier, part 00", "Pier, part 01"]
    assert len(first) == STORIES_A_PAGE
    belongs.delete()
    second = client.get(f"{outlet.get_absolute_url()}?page=2").context["page"]
    assert [story.title for story in second] == [f"Pier, part {STORIES_A_PAGE}"]
    ArticleIssue.objects.all().delete()
    page = client.get(outlet.get_absolute_url()).text
    assert "stands on this site any more" in page
    assert "Next" in page


def test_an_outlet_that_is_neither_read_nor_has_a_story_is_not_listed(client: Client) -> None:
    empty, read = make_outlet("Empty"), make_outlet("Read")
    make_source(read)
    page = client.get("/en/outlets/").content.decode()
    assert read.get_absolute_url() in page
    assert empty.get_absolute_url() not in page
    assert client.get(empty.get_absolute_url()).status_code == 404


def test_the_list_is_narrowed_to_a_place_or_a_name(client: Client) -> None:
    place = make_place("Reedham")
    make_source(make_outlet("The Reed", place=place))
    make_source(make_outlet("The Post"))
    for query in (f"place={place.slug}", "q=reed"):
        page = client.get(f"/en/outlets/?{query}").content.decode()
        assert "The Reed" in page
        assert "The Post" not in page

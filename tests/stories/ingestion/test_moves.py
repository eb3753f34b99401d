"""A story that moved stays one story: a new address with its words, to which the old one leads for good."""

from datetime import timedelta

import pytest

from stories.ingestion import fetcher, intake, poll, reread
from stories.models import Article, Entry, Source
from tests.factories import NOW, make_source
from tests.stories.ingestion.beacon import rss, story, take_all_in
from tests.stories.ingestion.web import Site, page, redirect, serve

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


def moved(site: Site, source: Source, answer: object, body: bytes | None = None) -> None:
    """The first story is read; then the feed lists it anew, under another GUID, at /anew.html, and polls find it."""
    site.pages["/feed"] = page(rss(site, 1))
    poll.poll(source, NOW)
    take_all_in(source)
    site.pages["/1.html"] = answer  # type: ignore[assignment]
    renamed = story(1).replace(b"Story 1 of the pier", b"Council votes for the pier")
    site.pages["/anew.html"] = page(body or renamed, Content_Type="text/html")
    site.pages["/feed"] = page(rss(site, 1).replace(b"/1.html", b"/anew.html").replace(b"story-1", b"anew"))
    poll.poll(source, LATER)
    for entry in Entry.objects.due(LATER):
        intake.take_in(entry, LATER)


def test_a_new_slug_headline_and_guid_are_a_new_version(source: Source, site: Site) -> None:
    moved(site, source, redirect("/anew.html", 301))
    article = Article.objects.get()
    assert article.url == site.url("/anew.html")
    assert [version.title for version in article.versions.order_by("number")] == [
        "Story 1 of the pier",
        "Council votes for the pier",
    ]
    assert set(source.entries.values_list("article", flat=True)) == {article.pk}


def test_it_is_so_after_its_old_address_was_looked_at_again(source: Source, site: Site) -> None:
    moved(site, source, redirect("/anew.html", 308))
    reread.reread(Article.objects.get(), LATER)
    assert Article.objects.get().versions.count() == 2


def test_a_story_that_can_be_read_at_both_addresses_is_two_of_which_one_is_a_copy(source: Source, site: Site) -> None:
    moved(site, source, site.pages["/1.html"])
    assert Article.objects.count() == 2
    assert Article.objects.exclude(original=None).count() == 1


@pytest.mark.parametrize(("words", "kept"), [(b"it has words enough", 1), (b"no word is as it was before", 2)])
def test_a_new_time_of_publication_goes_with_the_same_words(
    source: Source, site: Site, words: bytes, kept: int
) -> None:
    later = story(1).replace(b"11:00:00", b"18:30:00").replace(b"it has words enough", words)
    moved(site, source, redirect("/anew.html", 301), later)
    assert Article.objects.count() == kept


@pytest.mark.parametrize("answer", [redirect("/anew.html", 302), redirect("/2.html", 301), page(b"", 404)])
def test_what_leads_there_only_for_now_or_elsewhere_is_another_story(
    source: Source, site: Site, answer: object
) -> None:
    moved(site, source, answer)
    assert Article.objects.count() == 2


def test_a_site_that_leads_old_stories_to_a_new_one_does_not_make_them_one(source: Source, site: Site) -> None:
    other = b"".join(b"<p>The ferry of Gull Cove leaves at %d from now on, says its captain.</p>" % n for n in range(9))
    moved(site, source, redirect("/anew.html", 301), b"<html><body><h1>Ferry</h1><article>%s</article></body>" % other)
    assert Article.objects.count() == 2
    assert set(Article.objects.values_list("versions__number", flat=True)) == {1}


def test_no_chain_of_redirects_makes_another_outlets_story_ours(source: Source, site: Site, settings: object) -> None:
    """The other paper has the same words, as an agency's story; the first leads there in the end."""
    with serve() as other:
        settings.FETCH_LOOPBACK_PORTS = [site.port, other.port]  # type: ignore[attr-defined]
        fetcher.polite_fetcher.cache_clear()
        site.pages["/feed"] = page(rss(site, 1))
        poll.poll(source, NOW)
        take_all_in(source)
        other.pages["/theirs.html"] = page(story(1), Content_Type="text/html")
        site.pages["/1.html"] = redirect("/hop.html", 301)
        site.pages["/hop.html"] = redirect(other.url("/theirs.html"), 301)
        other.pages["/feed"] = page(rss(other, 1).replace(b"/1.html", b"/theirs.html"))
        theirs = make_source(url=other.url("/feed"))
        poll.poll(theirs, LATER)
        for entry in Entry.objects.due(LATER):
            intake.take_in(entry, LATER)
    assert Article.objects.count() == 2
    assert Article.objects.get(outlet=source.outlet).url == site.url("/1.html")


def test_two_sources_with_one_story_that_moved_keep_one(source: Source, site: Site) -> None:
    second = make_source(source.outlet, url=site.url("/second"))
    moved(site, source, redirect("/anew.html", 301))
    site.pages["/second"] = page(rss(site, 1))
    poll.poll(second, LATER)
    for entry in Entry.objects.due(LATER):
        intake.take_in(entry, LATER)
    assert Article.objects.get().versions.count() == 2
    assert second.entries.get().article == Article.objects.get()


def test_where_the_old_address_can_be_asked_only_later_the_story_waits(source: Source, site: Site) -> None:
    moved(site, source, page(b"", 429, Retry_After="60"))
    entry = source.entries.get(guid="anew")
    assert (entry.state, entry.attempts) == ("due", 0)
    site.pages["/1.html"] = redirect("/anew.html", 301)
    intake.take_in(entry, LATER + timedelta(minutes=2))
    assert Article.objects.get().versions.count() == 2

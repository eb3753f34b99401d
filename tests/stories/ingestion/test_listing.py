"""What a source lists, read as what the source is."""

import pytest

from stories.ingestion import poll
from stories.models import Source
from tests.factories import NOW, make_source
from tests.stories.ingestion.web import Site, page

pytestmark = pytest.mark.django_db


def test_a_section_page_is_watched_for_new_stories(site: Site) -> None:
    links = "".join(f'<h2><a href="/{n}.html">Story {n} of the pier and the council</a></h2>' for n in (1, 2))
    site.pages["/news/"] = page(f"<html><body><main>{links}</main></body></html>".encode(), Content_Type="text/html")
    source = make_source(url=site.url("/news/"), kind=Source.Kind.PAGE, selector="main h2 a")
    assert poll.poll(source, NOW) == 2


def test_a_news_sitemap_is_read_through_its_index(site: Site) -> None:
    index = f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>{site.url('/m.xml')}</loc></sitemap></sitemapindex>"
    urls = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{site.url('/1.html')}</loc></url></urlset>"
    site.pages["/map.xml"] = page(index.encode(), Content_Type="application/xml")
    site.pages["/m.xml"] = page(urls.encode(), Content_Type="application/xml")
    source = make_source(url=site.url("/map.xml"), kind=Source.Kind.SITEMAP)
    assert poll.poll(source, NOW) == 1

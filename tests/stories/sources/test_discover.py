"""What there is to follow at an address, and how its newest story would be read."""
# ruff: noqa: F811

import pytest

from stories.sources.discover import find_offer, preview
from tests.stories.ingestion.live_blog import live_blog
from tests.stories.ingestion.test_poll import rss, site  # noqa: F401
from tests.stories.ingestion.web import Site, page

pytestmark = pytest.mark.django_db


def test_a_live_blog_is_previewed_with_the_parts_that_its_page_leaves_to_scripts(site: Site) -> None:
    site.pages["/1.html"] = page(live_blog(9), Content_Type="text/html")
    site.pages["/feed"] = page(rss(site, 1), Content_Type="application/rss+xml")
    shown = preview(find_offer(site.url("/feed"))).page
    assert shown is not None
    assert [shown.text.count(f"Resident number {number} told") for number in range(9)] == [1] * 9

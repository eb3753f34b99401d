"""The Beacon of Gull Cove, an invented paper: its feed, its stories of the pier, and taking them in."""

from datetime import datetime

from stories.ingestion import intake, poll
from stories.models import Article, Entry, Source
from tests.factories import NOW
from tests.stories.ingestion.web import Site, page

WALL = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
FEED = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    "<title>Beacon</title>%s<item><title>Story 1 of the pier</title><guid>%s</guid><link>%s</link>"
    "<content:encoded><![CDATA[<p>The council will vote on the pier. %s</p>]]></content:encoded></item></channel></rss>"
)


def story(number: int, words: str = "The council of Gull Cove will vote on the pier on March 17.") -> bytes:
    """Return the page of a story, told apart by its number."""
    body = "".join(
        f"<p>{words} This is paragraph {n} of story {number}, and it has words enough.</p>" for n in range(6)
    )
    return (
        f"<html lang=en><head><title>Story {number} of the pier</title>"
        f'<meta property="article:published_time" content="2026-03-09T1{number % 10}:00:00-05:00"></head>'
        f"<body><article><h1>Story {number} of the pier</h1>{body}</article></body></html>"
    ).encode()


def rss(site: Site, *numbers: int) -> bytes:
    """Return a feed that lists the stories of these numbers."""
    items = "".join(
        f"<item><title>Story {n}</title><guid>story-{n}</guid><link>{site.url(f'/{n}.html')}</link>"
        f"<pubDate>Mon, 09 Mar 2026 1{n % 10}:00:00 -0500</pubDate></item>"
        for n in numbers
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Beacon</title>{items}</channel></rss>'.encode()


def shows(site: Site, body: str, head: str = "", title: str = "Story 1 of the pier") -> None:
    """Put another page in the place of the first story."""
    html = (
        f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    )
    site.pages["/1.html"] = page(html.encode(), Content_Type="text/html")


def carries(site: Site, words: str, guid: str = "story-1", ttl: str = "") -> None:
    """Let the feed carry the first story in these words."""
    feed = FEED % (ttl, guid, site.url("/1.html"), words)
    site.pages["/feed"] = page(feed.encode(), Content_Type="application/rss+xml")


def take_all_in(source: Source) -> None:
    """Take in all that is due of the source."""
    for entry in Entry.objects.due(NOW).filter(source=source).order_by("id"):
        intake.take_in(entry, NOW)


def poll_and_take_in(source: Source, now: datetime = NOW) -> Article:
    """Poll the source, take in what is due, and return the only story there is."""
    poll.poll(source, now)
    for entry in Entry.objects.due(now).filter(source=source):
        assert intake.take_in(entry, now), entry.problem
    return Article.objects.get()

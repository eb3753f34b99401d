"""An invented story page and an invented feed, to be varied by the tests of reading."""

import json

LEAD = (
    "The Harrow Falls City Council will decide in two weeks whether to sell the old waterworks to a developer, "
    "after residents packed Tuesday's meeting to speak for and against the plan."
)
BODY = (
    "Council member Ines Okafor said she would vote against the sale unless the riverbank stays open to the public.",
    "“The river belongs to whoever walks along it,” Okafor said, to applause from the back rows of the chamber.",
    "The developer, Tamsin Row Partners, has offered the city 4.2 million dollars and says it would keep the chimney.",
    "City Manager Piet Lindqvist told the council that repairs alone would cost more than the building brings in.",
    "The planning commission recommended the sale in June by five votes to two, with the chairman opposed.",
)
HEADING = "What the offer holds"
# A page with nothing of a story about it.
SHELL = "<!doctype html><html><head><title>Harrow Ledger</title></head><body>{}</body></html>"


def story_ld(**more: object) -> str:
    """A NewsArticle script."""
    node = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Council weighs sale of old waterworks",
        "datePublished": "2026-03-03T18:20:00-06:00",
        "author": [{"@type": "Person", "name": "Mara Quist"}],
        "publisher": {"@type": "Organization", "name": "Harrow Ledger"},
    }
    return f'<script type="application/ld+json">{json.dumps({**node, **more})}</script>'


def page(head: str = "", body: str | None = None, *, ld: str | None = None) -> bytes:
    """A whole page: navigation, title, story with one heading, related stories and a footer."""
    paragraphs = [f"<p>{text}</p>" for text in (LEAD, *BODY)]
    paragraphs.insert(3, f"<h2>{HEADING}</h2>")
    story = body if body is not None else "".join(paragraphs)
    return f"""<!doctype html><html lang="en-US"><head><meta charset="utf-8">
    <title>Council weighs sale of old waterworks | Harrow Ledger</title>
    <meta property="og:title" content="Council weighs sale of old waterworks">
    <meta property="og:site_name" content="Harrow Ledger">
    {head}{story_ld() if ld is None else ld}</head><body>
    <nav><ul><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li></ul></nav>
    <main><article><h1>Council weighs sale of old waterworks</h1>
    <div class="byline">By <a rel="author" href="/staff/quist">Mara Quist</a></div>
    <div class="article-body">{story}</div></article>
    <aside class="related"><h3>More stories</h3>
    <ul><li><a href="/a">Ferry timetable changes in May</a></li></ul></aside>
    </main><footer>Copyright Harrow Ledger. All rights reserved.</footer></body></html>""".encode()


def item(number: int = 1, **more: str) -> str:
    """One RSS item; `more` replaces or adds elements."""
    elements = {
        "title": f"Story number {number}",
        "link": f"https://ledger.example/news/{number}",
        "guid": f"ledger-{number}",
        "pubDate": "Tue, 03 Mar 2026 18:20:00 -0600",
        "description": "&lt;p&gt;The council met.&lt;/p&gt;",
        **more,
    }
    return "<item>" + "".join(f"<{name}>{value}</{name}>" for name, value in elements.items() if value) + "</item>"


def rss(items: str | None = None, *, declaration: str = '<?xml version="1.0"?>', doctype: str = "") -> bytes:
    """An RSS feed with these items, else with two."""
    body = items if items is not None else item(1) + item(2)
    head = "<title>Harrow Ledger</title><link>https://ledger.example/</link><ttl>30</ttl>"
    return f'{declaration}{doctype}<rss version="2.0"><channel>{head}{body}</channel></rss>'.encode()

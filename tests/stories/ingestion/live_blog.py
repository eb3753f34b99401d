"""An invented live blog, whose page shows the newest of its parts and leaves the others to scripts."""

import json

LEAD = "The council of Gull Cove meets tonight on the pier, and we report from the chamber as it goes on until late."


def live_blog(parts: int) -> bytes:
    """Return the page of a live blog that shows its four newest parts and lists all in its JSON-LD."""
    updates = [
        {"@type": "BlogPosting", "headline": f"Speaker {n} is heard", "datePublished": f"2026-03-10T18:{n:02}:00-06:00",
         "articleBody": f"Resident number {n} told the council to keep the pier open, and was thanked for it."}
        for n in reversed(range(parts))
    ]  # fmt: skip
    shown = "".join(f"<h3>{part['headline']}</h3><p>{part['articleBody']}</p>" for part in updates[:4])
    posting = {"@context": "https://schema.org", "@type": "LiveBlogPosting", "headline": "Live: the pier",
               "datePublished": "2026-03-10T17:00:00-06:00", "liveBlogUpdate": updates}  # fmt: skip
    return (
        f'<html lang=en><head><title>Live: the pier</title><script type="application/ld+json">{json.dumps(posting)}'
        f"</script></head><body><article><h1>Live: the pier</h1><p>{LEAD}</p>{shown}</article></body></html>"
    ).encode()

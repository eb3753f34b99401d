"""Live blogs: parts that a page lists without showing them stand in the stored text as well, each under its time."""

from dataclasses import replace

from stories.ingestion.pages.live import heading
from stories.ingestion.pages.page import LivePart, Page


def with_parts(page: Page) -> Page:
    """The page with the parts that its text lacks after it, the newest first; an ordinary story as it is."""
    hidden = sorted((part for part in page.live_parts if part.start is None and part.text), key=_when, reverse=True)
    text, headings = page.text, list(page.headings)
    for part in hidden:
        head = heading(part)
        text = f"{text}\n\n" if text else ""
        if head:
            headings.append((len(text), len(text) + len(head)))
            text += f"{head}\n\n"
        text += part.text
    return replace(page, text=text, headings=tuple(headings))


def _when(part: LivePart) -> float:
    return part.published_at.timestamp() if part.published_at else 0.0

"""Live blogs: parts that a page lists without showing them stand in the stored text as well, each under its time."""

from dataclasses import replace

from stories.ingestion.pages.page import LivePart, Page


def with_parts(page: Page) -> Page:
    """The page with the parts that its text lacks after it, the newest first; an ordinary story as it is."""
    hidden = sorted((part for part in page.live_parts if part.start is None and part.text), key=_when, reverse=True)
    text, headings = page.text, list(page.headings)
    for part in hidden:
        head = _heading(part)
        text = f"{text}\n\n" if text else ""
        if head:
            headings.append((len(text), len(text) + len(head)))
            text += f"{head}\n\n"
        text += part.text
    return replace(page, text=text, headings=tuple(headings))


def _when(part: LivePart) -> float:
    return part.published_at.timestamp() if part.published_at else 0.0


def _heading(part: LivePart) -> str:
    """ "March 3, 18:05: Speaker 2 is heard", in the part's own zone; a heading is never taken for a sentence."""
    when = f"{part.published_at:%B} {part.published_at.day}, {part.published_at:%H:%M}" if part.published_at else ""
    return ": ".join(filter(None, [when, part.title]))

"""The sentence or two between title and story are part of it."""

from stories.ingestion.pages.read import read
from tests.stories.ingestion.samples import page


def test_a_standfirst_shown_above_the_story_opens_the_text() -> None:
    standfirst = "Residents want the riverbank kept open; the developer promises to spare the chimney."
    html = page(f'<meta name="description" content="{standfirst}">')
    shown = html.replace(b'<div class="byline">', f'<p class="dek">{standfirst}</p><div class="byline">'.encode())
    assert read(shown).text.startswith(standfirst)
    assert standfirst not in read(html).text

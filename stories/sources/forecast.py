"""What a poll would make of each story that a source lists now, with the reason, before anything is changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from stories.ingestion.entries import addressed, known, left_out, with_own_guids, without_known
from stories.ingestion.listing import ListedStory
from stories.ingestion.urls import is_web_url
from stories.models import Article, Entry, Source


@dataclass(frozen=True, slots=True)
class Forecast:
    """One listed story: whether it would be fetched and read, and else why not."""

    story: ListedStory
    is_taken: bool
    reason: str = ""


def forecast(source: Source, listed: Sequence[ListedStory], *, afresh: bool = False) -> list[Forecast]:
    """Return what would become of each story, in the order of the list; the source may be new, or changed and unsaved.

    `afresh` says that the next poll looks through the whole list, as it does after a change.
    """
    own = addressed(source, listed)
    entries, new = {}, {story.guid for story in own}
    if source.pk:
        own = with_own_guids(source, own)
        entries, new = known(source, own), {story.guid for story in without_known(source, own)}
    stored = set(Article.objects.filter(url__in=[story.url for story in own]).values_list("url", flat=True))
    forecasts = [
        Forecast(story, False, "It has no address of the web.") for story in listed if not is_web_url(story.url)
    ]
    seen: set[str] = set()
    for story in own:
        why = left_out(source, story)
        if story.guid in seen:
            forecasts.append(Forecast(story, False, "It is listed twice."))
        elif entry := entries.get(story.guid[:2000]):
            forecasts.append(_of_known(entry, story, why, afresh))
        elif story.guid not in new and not why:
            forecasts.append(Forecast(story, False, "It is known already, under another GUID."))
        else:
            again = "Its story is stored already, and is looked at again." if story.url in stored else ""
            forecasts.append(Forecast(story, not why, why or again))
        seen.add(story.guid)
    return forecasts


def _of_known(entry: Entry, story: ListedStory, why: str, afresh: bool) -> Forecast:
    """Return what becomes of a story that has an entry; `why` is why it is left out as things are now, if it is."""
    if entry.state == Entry.State.DONE:
        return Forecast(story, False, "It is taken in already.")
    if afresh or (why and entry.state == Entry.State.SKIPPED):
        return Forecast(story, not why, why)
    if entry.state == Entry.State.SKIPPED:
        return Forecast(story, False, "It was left out when it came; asked afresh, it is taken.")
    if entry.state == Entry.State.FAILED:
        return Forecast(story, False, f"It is given up until the source is asked afresh: {entry.problem}")
    return Forecast(story, True, f"It waits to be read. {entry.problem}".strip())

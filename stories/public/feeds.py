"""An issue's news as an Atom feed: one entry a thing told, with the evidence sentence cut to thirty words."""

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.text import Truncator

from stories.evidence.privacy import may_be_listed
from stories.public import pages
from stories.public.former_names import once_at
from stories.public.timeline import TimelineEntry, TimelineItem
from votes.models import Event, Issue, Position, Vote
from votes.models.issues import Basis
from votes.moves import Move
from votes.words import outcome_in_words, stance_in_words, window_in_words

ITEMS = 40
# Of another's text at most, outside the site's own pages.
WORDS = 30


@dataclass(frozen=True)
class NewsItem:
    """One thing told, with the entry of the timeline that it stands in."""

    entry: TimelineEntry
    item: TimelineItem


# Only the stubs know what a feed is of.
if TYPE_CHECKING:
    NewsFeed = Feed[NewsItem, Issue]
else:
    NewsFeed = Feed


class IssueFeed(NewsFeed):
    """The news of one issue, the newest first."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str) -> Issue:
        issue: Issue = once_at(Issue.objects.public().select_related("place", "body__place"), slug)
        return issue

    def title(self, issue: Issue) -> str:
        return issue.title

    def link(self, issue: Issue) -> str:
        return issue.get_absolute_url()

    def subtitle(self, issue: Issue) -> str:
        return issue.question

    def items(self, issue: Issue) -> list[NewsItem]:
        entries = pages.newest_entries(issue, ITEMS)
        items = (NewsItem(entry, item) for entry in entries for item in entry.items if may_be_listed(item.person))
        return list(islice(items, ITEMS))

    def item_title(self, news: NewsItem) -> str:
        return headline(news.item)

    def item_description(self, news: NewsItem) -> str:
        # Readers take a summary for HTML.
        return escape(excerpt(news.item))

    def item_link(self, news: NewsItem) -> str:
        """Return the sentence's address on our page of its story; without a story, the vote's or the event's."""
        if news.item.first:
            return news.item.first.anchor
        record = news.item.record
        return record.record.get_absolute_url() if isinstance(record, Move) else ""

    def item_guid(self, news: NewsItem) -> str:
        """Return a name that stays the same when the evidence or the wording changes (RFC 4151)."""
        record, kind = news.item.record, news.item.kind
        number = record.change.pk if isinstance(record, Move) else record.pk
        if kind == "move" and isinstance(record, Move) and isinstance(record.record, Event):
            kind = "event-move"  # the ledgers are numbered apart
        return f"tag:{urlsplit(settings.SITE_URL).hostname},2025:{kind}:{number}"

    item_guid_is_permalink = False

    def item_pubdate(self, news: NewsItem) -> object:
        return news.entry.moment

    item_updateddate = item_pubdate


def headline(item: TimelineItem) -> str:
    """Return the news in a line: "Ada Quill: opposes", "Vote moved: Adopt it: the first week of December (Dec 1–7)"."""
    record = item.record
    if isinstance(record, Move):
        return _headline_of_move(record)
    if isinstance(record, Position):
        return f"{record.person}: {stance_in_words(record, deed=Basis.ACTION.label)}"
    return f"{record.speaker}: quoted"


def _headline_of_move(move: Move) -> str:
    what, after = move.record.motion if isinstance(move.record, Vote) else move.record.title, move.after
    if move.is_result and isinstance(after, Vote):
        return f"{move.news}: {what}: {outcome_in_words(after) if after.outcome else 'no outcome given'}"
    if move.is_shelving:
        return ": ".join(part for part in (move.news, move.reason, what) if part)
    date = window_in_words(after, timezone.localdate()) if after.is_dated else ""
    told = ", ".join(part for part in (date, move.reason) if part)
    return ": ".join(part for part in (move.news, what, told) if part)


def excerpt(item: TimelineItem) -> str:
    """Return the sentence, thirty words at most; nothing where it was removed."""
    if item.first:
        sentence = item.first.passage.sentence if item.first.passage else ""
    else:
        sentence = item.record.change.sentence if isinstance(item.record, Move) else ""
    return Truncator(sentence).words(WORDS)

"""An issue's news as an Atom feed: one entry a thing told, with the evidence sentence cut to thirty words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.text import Truncator

from stories.evidence.privacy import may_be_listed
from stories.public import pages
from stories.public.timeline import Entry, Item
from stories.public.vote_history import Move
from votes.models import Issue, Position
from votes.models.issues import Basis
from votes.words import stance_in_words, window_in_words

ITEMS = 40
WORDS = 30  # of another's text at most, outside the site's own pages


@dataclass(frozen=True)
class Told:
    """An item with the entry it stands in."""

    entry: Entry
    item: Item


# Only the stubs know what a feed is of.
if TYPE_CHECKING:
    NewsFeed = Feed[Told, Issue]
else:
    NewsFeed = Feed


class IssueFeed(NewsFeed):
    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str) -> Issue:
        return get_object_or_404(Issue.objects.select_related("place", "body__place"), slug=slug)

    def title(self, issue: Issue) -> str:
        return issue.title

    def link(self, issue: Issue) -> str:
        return issue.get_absolute_url()

    def subtitle(self, issue: Issue) -> str:
        return issue.question

    def items(self, issue: Issue) -> list[Told]:
        return list(_newest(pages.newest_entries(issue, ITEMS)))[:ITEMS]

    def item_title(self, told: Told) -> str:
        return headline(told.item)

    def item_description(self, told: Told) -> str:
        return escape(excerpt(told.item))  # readers take a summary for HTML

    def item_link(self, told: Told) -> str:
        return told.item.first.anchor if told.item.first else _vote_url(told.item)

    def item_guid(self, told: Told) -> str:
        """It stays the same when the evidence or the wording changes."""
        record = told.item.record
        number = record.change.pk if isinstance(record, Move) else record.pk
        return f"tag:{urlsplit(settings.SITE_URL).hostname},2025:{told.item.kind}:{number}"

    item_guid_is_permalink = False

    def item_pubdate(self, told: Told) -> object:
        return told.entry.moment

    item_updateddate = item_pubdate


def _newest(entries: list[Entry]) -> Iterator[Told]:
    for entry in entries:
        yield from (Told(entry, item) for item in entry.items if may_be_listed(item.person))


def headline(item: Item) -> str:
    """ "Ada Quill opposes", "Vote moved: the first week of December (Dec 1–7)"."""
    record = item.record
    if isinstance(record, Move):
        if item.kind == "result":
            return f"Vote held: {record.change.vote.motion}: {record.after.get_outcome_display() or 'no outcome given'}"
        date = window_in_words(record.after, timezone.localdate())
        return f"Vote {'announced' if record.is_first else 'moved'}: {record.change.vote.motion}: {date}"
    if isinstance(record, Position):
        return f"{record.person}: {stance_in_words(record, deed=Basis.ACTION.label)}"
    return f"{record.speaker}: quoted"


def excerpt(item: Item) -> str:
    """The sentence, thirty words at most; nothing where it was removed."""
    if item.first:
        sentence = item.first.passage.sentence if item.first.passage else ""
    else:
        sentence = item.record.change.sentence if isinstance(item.record, Move) else ""
    return Truncator(sentence).words(WORDS)


def _vote_url(item: Item) -> str:
    return item.record.change.vote.get_absolute_url() if isinstance(item.record, Move) else ""

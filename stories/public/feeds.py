"""The news of an issue, a person, a body, a place or of all, as an Atom feed: one entry a thing told, with the evidence
sentence cut to thirty words.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from stories.models import Installation
from stories.public.news import News, news_of
from stories.public.scopes import Scope, scope_at
from votes.models import Issue
from votes.subjects import key_of

ITEMS = 40


@dataclass(frozen=True)
class Channel:
    """What a feed is of, with the name by which its entries are signed: the same wherever the site is served."""

    scope: Scope
    signed: str

    def tag(self, key: str) -> str:
        """Return the name of something in it (RFC 4151)."""
        return f"tag:{self.signed.partition('/')[0].partition(':')[0]},2025:{key}"


@dataclass(frozen=True)
class Entry:
    """One thing told in a channel."""

    news: News
    channel: Channel


# Only the stubs know what a feed is of.
if TYPE_CHECKING:
    ChannelFeed = Feed[Entry, Channel]
else:
    ChannelFeed = Feed


class NewsFeed(ChannelFeed):
    """The newest of what is told of one scope. Every address in it is the site's own, whoever asks."""

    feed_type = Atom1Feed
    item_guid_is_permalink = False

    def get_object(self, request: HttpRequest, kind: str, slug: str = "") -> Channel:
        return Channel(scope_at(kind, slug), Installation.own_name())

    def title(self, channel: Channel) -> str:
        return f"{channel.scope.name} · {settings.SITE_NAME}"

    def link(self, channel: Channel) -> str:
        return settings.SITE_URL + channel.scope.path

    def feed_url(self, channel: Channel) -> str:
        return settings.SITE_URL + channel.scope.address("feed")

    def feed_guid(self, channel: Channel) -> str:
        record = channel.scope.record
        return channel.tag(f"feed:{key_of(record) if record else 'all'}")

    def subtitle(self, channel: Channel) -> str:
        record = channel.scope.record
        return record.question if isinstance(record, Issue) else ""

    def items(self, channel: Channel) -> list[Entry]:
        return [Entry(news, channel) for news in news_of(channel.scope, ITEMS)]

    def item_title(self, entry: Entry) -> str:
        """Return the news; with the issue where the feed is of more than one."""
        news, scope = entry.news, entry.channel.scope
        about = ", ".join(issue.title for issue in news.issues)
        return f"{news.title} · {about}" if about and scope.kind != "issue" else news.title

    def item_description(self, entry: Entry) -> str:
        # Readers take a summary for HTML.
        return escape(entry.news.sentence)

    def item_link(self, entry: Entry) -> str:
        return settings.SITE_URL + entry.news.path

    def item_guid(self, entry: Entry) -> str:
        return entry.channel.tag(entry.news.key)

    def item_author_name(self, entry: Entry) -> str:
        return entry.news.told_by or settings.SITE_NAME

    def item_pubdate(self, entry: Entry) -> object:
        return entry.news.published

    def item_updateddate(self, entry: Entry) -> object:
        return entry.news.updated

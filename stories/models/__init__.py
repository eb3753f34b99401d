"""What was reported, what was found in it, and what curators made of that."""

from stories.models.appearances import Appearance
from stories.models.articles import (
    Article,
    ArticleIssue,
    ArticleVersion,
    Extraction,
    Snapshot,
    Withdrawal,
)
from stories.models.asking import Asking, AskingDay
from stories.models.calendars import CalendarRow
from stories.models.complaints import Complaint
from stories.models.desk import OpenStory, RuleRecord
from stories.models.effects import Effect, Leftover
from stories.models.findings import Finding, LoggedAction
from stories.models.installation import Installation
from stories.models.naming import Naming
from stories.models.publication import PublishedFrom
from stories.models.queues import EntryTally, Outdated, Taken, Unasked, Unread, YieldDay
from stories.models.quotes import Quote, Response
from stories.models.site_pages import SitePage
from stories.models.sources import CALENDARS, Entry, Outlet, Rank, Source
from stories.models.stamps import Stamp

__all__ = [
    "CALENDARS",
    "Appearance",
    "Article",
    "ArticleIssue",
    "ArticleVersion",
    "Asking",
    "AskingDay",
    "CalendarRow",
    "Complaint",
    "Effect",
    "Entry",
    "EntryTally",
    "Extraction",
    "Finding",
    "Installation",
    "Leftover",
    "LoggedAction",
    "Naming",
    "OpenStory",
    "Outdated",
    "Outlet",
    "PublishedFrom",
    "Quote",
    "Rank",
    "Response",
    "RuleRecord",
    "SitePage",
    "Snapshot",
    "Source",
    "Stamp",
    "Taken",
    "Unasked",
    "Unread",
    "Withdrawal",
    "YieldDay",
]

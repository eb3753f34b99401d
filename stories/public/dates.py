"""A day as people and machines read it."""

import datetime as dt
from functools import lru_cache

from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString


def dated(moment: dt.date | dt.datetime | None) -> SafeString:
    """Return the day by the page's clock, as people and machines read it; nothing without one."""
    if not moment:
        return SafeString("")
    return _dated(timezone.localtime(moment).date() if isinstance(moment, dt.datetime) else moment)


@lru_cache(10_000)
def _dated(day: dt.date) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), dateformat.format(day, "M j, Y"))

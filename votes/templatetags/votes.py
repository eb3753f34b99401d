"""Template filters of this floor: `{% load votes %}`."""

from datetime import date

from django import template
from django.utils import timezone

from votes.windows import Windowed
from votes.words import time_in_words, window_in_words

register = template.Library()
register.filter("clock", time_in_words)


@register.filter
def when(windowed: Windowed, today: date | None = None) -> str:
    """Return a vote's date in words."""
    return window_in_words(windowed, today or timezone.localdate())

"""Whether the day or the month comes first in "3/5/2026": by the place's country, else by the page's language."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.localedata import locale_identifiers


def day_first(country: str, language: str) -> bool | None:
    """Return it by a country's code such as "US", else a language tag such as "en-GB"; None where neither tells.

    A country where the year comes first says nothing of other dates, nor does its language, which others share. A
    language without a country tells where its countries agree: "de" does, "en" doesn't.
    """
    if country:
        return _by_locale(f"und-{country}")
    orders = {order for tag in _locales(language) if (order := _by_locale(tag)) is not None}
    return orders.pop() if len(orders) == 1 else None


@lru_cache(maxsize=256)
def _locales(language: str) -> tuple[str, ...]:
    """Return the locales of a language, or the one of a language in a country."""
    if not language.isalpha():
        return (language,)
    known = (name.replace("_", "-") for name in locale_identifiers())
    return tuple(tag for tag in known if tag.split("-")[0] == language.lower() and tag != language.lower())


@lru_cache(maxsize=256)
def _by_locale(tag: str) -> bool | None:
    """Return it for a locale; None also for one where the year comes first, since it says nothing of other dates."""
    try:
        pattern = Locale.parse(tag, sep="-").date_formats["short"].pattern
    except (UnknownLocaleError, ValueError, TypeError):
        return None
    day, month = pattern.find("d"), pattern.find("M")
    return None if pattern.startswith("y") else day < month

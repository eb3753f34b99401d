"""Whether the day or the month comes first in "3/5/2026": by the place's country, else by the page's language."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError


def day_first(country: str, language: str) -> bool | None:
    """Return it by a country's code such as "US", else a language tag such as "en-GB"; None where neither tells.

    A language without a country is read as CLDR has it, so plain "en" as in the United States.
    """
    by_country = _by_locale(f"und-{country}") if country else None
    return by_country if by_country is not None else _by_locale(language)


@lru_cache(maxsize=256)
def _by_locale(tag: str) -> bool | None:
    """Return it for a locale; None also for one where the year comes first, since it says nothing of other dates."""
    try:
        pattern = Locale.parse(tag, sep="-").date_formats["short"].pattern
    except (UnknownLocaleError, ValueError, TypeError):
        return None
    day, month = pattern.find("d"), pattern.find("M")
    return None if pattern.startswith("y") else day < month

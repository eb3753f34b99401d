"""Clock times as they are printed: "7:30 p.m.", "9.30am", "noon"."""

import re

HOUR = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*(a|p)?|(noon|midnight)", re.IGNORECASE)


def clock(words: str) -> str | None:
    """Return HH:MM; None where the half of the day is open."""
    match = HOUR.search(words)
    if match is None:
        return None
    if match[4]:
        return "12:00" if match[4].lower() == "noon" else "00:00"
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3] is None or not 1 <= hour <= 12 or minute > 59:
        return None
    return f"{hour % 12 + (12 if match[3].lower() == 'p' else 0):02}:{minute:02}"

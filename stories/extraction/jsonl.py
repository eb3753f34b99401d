"""JSON lines in and out of extraction: one story a line in, its findings a line out."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from stories.extraction.findings import Findings, RosterEntry, Story


class BadLine(ValueError):
    """A line that holds no story; the message says what to mend, `story_id` is None where it has none."""

    def __init__(self, message: str, story_id: object = None) -> None:
        super().__init__(message)
        self.story_id = story_id


def read_story(line: bytes | str) -> tuple[object, Story]:
    """The id and story of one line.

    Keys: `id`, `text`, and where known `title`, `published_at`, `roster`, `headings`. Raises BadLine.
    """
    entry = _object(line)
    try:
        return entry.get("id"), _story(entry)
    except (TypeError, ValueError, KeyError) as error:
        raise BadLine(_reason(error), entry.get("id")) from error


def write_findings(story_id: object, findings: Findings) -> str:
    """One line, ASCII only: neither a lone surrogate nor an exotic line break can split or stop it."""
    return json.dumps({"id": story_id, **asdict(findings)}, default=date.isoformat)


def write_error(story_id: object, message: str) -> str:
    """The line that stands for a story that could not be read."""
    return json.dumps({"id": story_id, "error": message})


def _object(line: bytes | str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"not a line of JSON: {error}") from error
    if not isinstance(entry, dict):
        raise BadLine('not a JSON object; write {"id": …, "title": …, "text": …, "published_at": …}')
    return entry


def _story(entry: Mapping[str, Any]) -> Story:
    return Story(
        title=_text(entry, "title", ""),
        text=_text(entry, "text", None),
        published_at=_moment(entry.get("published_at")),
        roster=tuple(_roster_entry(one) for one in entry.get("roster") or ()),
        headings=tuple((int(start), int(end)) for start, end in entry.get("headings") or ()),
        place=_text(entry, "place", ""),
    )


def _text(entry: Mapping[str, Any], key: str, default: str | None) -> str:
    value = entry.get(key, default)
    if value is None and default is not None:
        value = default
    if not isinstance(value, str):
        raise TypeError(f'"{key}" must be a string')
    return value


def _moment(value: object) -> datetime | None:
    """An ISO 8601 moment; one without an offset is read as UTC."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError('"published_at" must be an ISO 8601 string such as 2025-11-04T16:05:00-06:00')
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _roster_entry(entry: Mapping[str, Any]) -> RosterEntry:
    return RosterEntry(
        key=str(entry.get("key") or entry["name"]),
        name=_text(entry, "name", None),
        title=_text(entry, "title", ""),
        body=_text(entry, "body", ""),
        aliases=tuple(str(alias) for alias in entry.get("aliases") or ()),
        since=_day(entry.get("since")),
        until=_day(entry.get("until")),
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _reason(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)

"""The schema.org objects that a page carries as JSON-LD, however carelessly it was written."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from stories.ingestion.pages.charset import storable

Node = dict[str, Any]

_MAX_NODES = 5_000
_WRAPPING = re.compile(
    r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|/\*\s*\]\]>\s*\*/|//\s*\]\]>|\]\]>)\s*+;?\s*+$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_STORY_TYPES = frozenset(
    {"Report", "BlogPosting", "LiveBlogPosting", "Article", "ScholarlyArticle", "SocialMediaPosting"}
)


def nodes(tree: HtmlElement) -> list[Node]:
    """Return every object of every JSON-LD script, nested ones after their parents; references stay as they are."""
    objects: list[Node] = []
    for script in tree.iterfind(".//script[@type]"):
        if len(objects) > _MAX_NODES or "ld+json" not in (script.get("type") or "").lower():
            continue
        objects.extend(_walk(_load(script.text or "")))
    return objects[:_MAX_NODES]


def types(node: Node) -> set[str]:
    """Return the node's types without their namespace."""
    declared = node.get("@type")
    names = declared if isinstance(declared, list) else [declared]
    return {str(name).rsplit("/", 1)[-1] for name in names if name}


def is_story(node: Node) -> bool:
    """Say whether the node describes an article of any kind."""
    return any(name in _STORY_TYPES or name.endswith("Article") for name in types(node))


def listed(known: list[Node]) -> set[int]:
    """Return the identities of the objects that stand in a list of others, as in a box of what is read most."""
    return {id(item) for node in known for item in _walk(node.get("itemListElement") or [])}


def text(value: Any) -> str:
    """Return a JSON-LD value as one line of plain text: the first of a list, the `@value` or name of an object."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    if not isinstance(value, str):
        return ""
    return " ".join(storable(html.unescape(html.unescape(value))).split())


def by_id(known: list[Node]) -> dict[str, Node]:
    """Return the objects that others may refer to as `{"@id": …}`."""
    return {node["@id"]: node for node in known if len(node) > 1 and isinstance(node.get("@id"), str)}


def resolve(value: Any, known: dict[str, Node]) -> list[Any]:
    """Return `value` as a list, references replaced with the objects they name."""
    values = value if isinstance(value, list) else [value]
    return [
        known.get(item["@id"], item)
        if isinstance(item, dict) and isinstance(item.get("@id"), str) and not item.get("name")
        else item
        for item in values
    ]


def _load(raw: str) -> Any:
    raw = _WRAPPING.sub("", raw.strip())
    for attempt in (raw, _TRAILING_COMMA.sub(r"\1", raw), html.unescape(raw)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _walk(value: Any) -> Iterator[Node]:
    """Yield all objects depth first, iteratively: a hostile page may nest as deep as it likes."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item))
        elif isinstance(item, dict):
            yield item
            stack.extend(child for child in reversed(item.values()) if isinstance(child, dict | list))

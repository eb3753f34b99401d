"""Checks the reading of feeds against what another parser's own tests expect of theirs.

The folder is the `tests` of feedparser's source archive (`pip download --no-binary :all: --no-deps feedparser`), kept
outside the project. Each file says in a comment what is expected, as an expression on feedparser's result; what it
says of a field that ours has too is compared with ours, HTML by its words.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import feedparser

from stories.ingestion.feeds.errors import FeedError
from stories.ingestion.feeds.feed import Feed, FeedEntry
from stories.ingestion.feeds.markup import to_line, to_text
from stories.ingestion.feeds.read import read

SERVED_AT = "http://127.0.0.1:8097/tests/"
EXPECT = re.compile(r"Expect:\s*(.+)")
NEEDS = re.compile(r"SkipUnless:\s*__import__\('codecs'\)\.lookup\('([\w.-]+)'\)")
HEADER = re.compile(r"Header:\s*([\w-]+):\s*(.+)")
ENCODINGS = ("utf-8", "utf-16", "utf-32")
PATH = tuple[Any, ...]


def _moment(when: datetime | None) -> tuple[int, ...] | None:
    return tuple(when.utctimetuple())[:6] if when else None


def _written(text: str) -> tuple[int, ...] | None:
    parsed = feedparser.datetimes._parse_date(text)
    return tuple(parsed)[:6] if parsed else None


def _name(text: str) -> str:
    """A name without the address in brackets that RSS asks for."""
    return re.sub(r"\s*\(\S+@\S+\)$", "", text)


FEED: dict[PATH, Callable[[Feed], Any]] = {
    ("title",): lambda feed: feed.title,
    ("title_detail", "value"): lambda feed: feed.title,
    ("link",): lambda feed: feed.site_url,
    ("language",): lambda feed: feed.language,
    **{(name,): lambda feed: feed.description for name in ("description", "subtitle", "tagline")},
    **{(name, "value"): lambda feed: feed.description for name in ("subtitle_detail", "tagline_detail")},
}
ENTRY: dict[PATH, Callable[[FeedEntry], Any]] = {
    ("title",): lambda entry: entry.title,
    ("title_detail", "value"): lambda entry: entry.title,
    ("link",): lambda entry: entry.url,
    ("id",): lambda entry: entry.id,
    ("guid",): lambda entry: entry.id,
    ("content", 0, "value"): lambda entry: entry.content_text,
    **{(name,): lambda entry: entry.summary_text for name in ("description", "summary")},
    ("summary_detail", "value"): lambda entry: entry.summary_text,
    ("author",): lambda entry: entry.authors[0],
    ("author_detail", "name"): lambda entry: entry.authors[0],
    ("authors", 0, "name"): lambda entry: entry.authors[0],
    **{(name,): lambda entry: _moment(entry.published_at) for name in ("published", "published_parsed")},
    **{(name,): lambda entry: _moment(entry.updated_at) for name in ("updated", "updated_parsed")},
}


@dataclass(frozen=True)
class Told:
    """One expectation: where it stands, the field, what feedparser gives there, and what ours does."""

    file: str
    field: str
    wanted: Any
    found: Any

    @property
    def met(self) -> bool:
        return bool(self.wanted == self.found)


def check(folder: Path) -> list[Told]:
    """Every expectation in the folder's files that is about a field of ours."""
    return [told for path in sorted(folder.rglob("*.xml")) for told in _told(folder, path)]


def _told(folder: Path, path: Path) -> Iterator[Told]:
    data, name = path.read_bytes(), str(path.relative_to(folder))
    comment = next((text for text in _decoded(data) if "Expect:" in text), "")
    expected, needed = EXPECT.search(comment), NEEDS.search(comment)
    if expected is None or (needed and not _is_codec(needed.group(1))):
        return
    headers = {key.lower(): value.strip() for key, value in HEADER.findall(comment)}
    url = urljoin(SERVED_AT + name, headers.get("content-location", ""))
    wanted = list(_wanted(expected.group(1).strip()))
    found = _read(data, url, headers.get("content-type", "")) if wanted else None
    for path_of, value in wanted:
        yield Told(name, ".".join(map(str, path_of)), _plain(path_of, value), _ours(found, path_of))


def _decoded(data: bytes) -> Iterator[str]:
    return (data.decode(encoding, "replace") for encoding in ENCODINGS)


def _is_codec(name: str) -> bool:
    try:
        return bool("".encode(name) == b"")
    except LookupError:
        return False


def _read(data: bytes, url: str, content_type: str) -> Feed | None:
    try:
        return read(data, url, content_type)
    except FeedError:
        return None


def _wanted(expression: str) -> Iterator[tuple[PATH, Any]]:
    """The comparisons in "not bozo and feed['title'] == 'x'" that are about fields of ours, as path and value."""
    tree = ast.parse(expression, mode="eval").body
    for term in tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]:
        if isinstance(term, ast.Compare) and isinstance(term.ops[0], ast.Eq):
            path = _path(term.left)
            if path[1:] in FEED if path[0] == "feed" else path[:2] == ("entries", 0) and path[2:] in ENTRY:
                yield path, _value(term.comparators[-1])


def _value(node: ast.expr) -> Any:
    """A literal; a long one is written as a sum."""
    if isinstance(node, ast.BinOp):
        return _value(node.left) + _value(node.right)
    return ast.literal_eval(node)


def _path(node: ast.expr) -> PATH:
    steps: list[Any] = []
    while isinstance(node, ast.Subscript | ast.Attribute):
        if isinstance(node, ast.Attribute):
            steps.append(node.attr)
        else:
            steps.append(node.slice.value if isinstance(node.slice, ast.Constant) else None)
        node = node.value
    return (node.id if isinstance(node, ast.Name) else "", *reversed(steps))


def _plain(path: PATH, value: Any) -> Any:
    """What is wanted, in our terms: instants as (year … second), HTML as its words."""
    name = path[-1]
    if isinstance(value, tuple):
        return value[:6]
    if name in {"published", "updated"}:
        return _written(value)
    if name in {"link", "language", "id", "guid"}:
        return value
    if name in {"author", "name"}:
        return _name(value)
    return to_line(value) if str(path[-2]).startswith("title") or name == "title" else to_text(value)


def _ours(found: Feed | None, path: PATH) -> Any:
    if found is None:
        return "no feed"
    if path[0] == "feed":
        return FEED[path[1:]](found)
    try:
        return ENTRY[path[2:]](found.entries[0])
    except IndexError:
        return "nothing"

"""Writing the public record into a folder: each kind as CSV and JSON, a dictionary, and a manifest with checksums.

The same record gives the same files to the last byte: rows by number, columns by the table, and no time of writing.
"""

import csv
import datetime as dt
import hashlib
import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.text import Truncator

from civictrack import VERSION
from civictrack.open_data import OpenDataError
from civictrack.open_data.kinds import CLAIMED, KINDS, LEDGER_VALUES, Kind, Worked, claims
from stories.evidence.book import Book
from stories.models import Article, ArticleVersion, Finding, Quote
from stories.public.news import WORDS
from stories.public.tables import harmless

FORMAT = 1
MANIFEST, DICTIONARY = "manifest.json", "dictionary.json"
# Stories whose texts are in memory at once.
AT_ONCE = 200
NO_LICENCE = "Not stated: ask whoever runs the site."
Row = dict[str, Any]


def dictionary() -> dict[str, Any]:
    """Return what the files hold, in words and types."""
    return {
        name: {"says": kind.says, "columns": {"id": _entry(kind, "id"), **{c: _entry(kind, c) for c in kind.columns}}}
        for name, kind in KINDS.items()
    }


def _entry(kind: Kind, column: str) -> dict[str, Any]:
    """Return what there is to say of one column."""
    if column == "id":
        return {"type": "number", "says": "its number, by which others refer to it", "may_be_empty": False}
    worked = kind.columns[column]
    if isinstance(worked, Worked):
        return {"type": worked.type, "says": worked.says, "may_be_empty": worked.may_be_empty}
    field = kind.field(column)
    entry: dict[str, Any] = {
        "type": kind.type_of(column), "says": worked, "may_be_empty": bool(field.null or field.blank),
    }  # fmt: skip
    if field.choices:
        entry["values"] = {str(value): str(label) for value, label in field.choices if value != ""}
    if to := kind.refers_to(column):
        entry["of"] = to
    return entry


def export(folder: Path) -> dict[str, int]:
    """Write all files into the folder, which must not be there or be empty; return how many rows each kind has."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OpenDataError(f"{folder} is not empty; name a folder that is new.")
    partial = folder.with_name(f".partial-{folder.name}")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        counts = _write(partial)
        if folder.exists():
            folder.rmdir()
        partial.rename(folder)
    except OSError as error:
        raise OpenDataError(f"{folder} can't be written: {error.strerror}. Nothing of it was kept.") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return counts


def _write(folder: Path) -> dict[str, int]:
    counts = {}
    with transaction.atomic():
        if not connection.savepoint_ids:  # within another transaction it is that one's
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        record = Record()
        for name, kind in KINDS.items():
            counts[name] = _write_kind(folder, name, kind, record)
    _write_json(folder / DICTIONARY, dictionary())
    files = {path.name: sha256(path) for path in sorted(folder.iterdir())}
    manifest = {
        "format": FORMAT, "program": VERSION, "licence": settings.OPEN_DATA_LICENCE or NO_LICENCE, "rows": counts,
        "sha256": files,
    }  # fmt: skip
    _write_json(folder / MANIFEST, manifest)
    return counts


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def sha256(path: Path) -> str:
    """Return a file's digest."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_kind(folder: Path, name: str, kind: Kind, record: "Record") -> int:
    """Write one kind in both forms, a row at a time; return how many rows there were."""
    number = 0
    with (
        (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as table,
        (folder / f"{name}.json").open("w", encoding="utf-8") as objects,
    ):
        writer = csv.writer(table)
        writer.writerow(["id", *kind.columns])
        for row in record.rows(name, kind):
            writer.writerow([harmless(_in_a_cell(value)) for value in row.values()])
            objects.write(("[\n" if number == 0 else ",\n") + json.dumps(row, ensure_ascii=False))
            number += 1
        objects.write("[]\n" if number == 0 else "\n]\n")
    return number


def _in_a_cell(value: Any) -> str | int | bool | None:
    """Return a list or an object as its JSON, anything else as it is."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    cell: str | int | bool | None = value
    return cell


def short(words: str) -> str:
    """Return thirty words at most."""
    return Truncator(words).words(WORDS)


class Record:
    """The public record of one moment: which rows of each kind are in it, and what may be shown of each story."""

    def __init__(self) -> None:
        self.numbers = {name: set(kind.rows().order_by().values_list("pk", flat=True)) for name, kind in KINDS.items()}
        self.withdrawn = {*Article.objects.filter(withdrawal__isnull=False).values_list("url", flat=True)}
        self.sentences: dict[int, str] = {}
        self._withheld: dict[int, list[bool]] = defaultdict(list)
        self._in_story: dict[int, list[str]] = defaultdict(list)
        self._versions: dict[int, tuple[int, dt.datetime]] = {}
        told = claims().order_by("article", "pk").values_list("article", "pk")
        by_story: dict[int, list[int]] = defaultdict(list)
        for story, pk in told:
            by_story[story].append(pk)
        stories = [*by_story.values()]
        for start in range(0, len(stories), AT_ONCE):
            self._read([pk for pks in stories[start : start + AT_ONCE] for pk in pks])

    def _read(self, pks: list[int]) -> None:
        """Read the sentences of these claims, all that there are of some stories."""
        book = Book()
        book.read(findings=pks)
        for finding in Finding.objects.filter(pk__in=pks).order_by("pk").only("pk", "article_id", "quote_id"):
            evidence = book.evidence(finding.pk)
            sentence = short(evidence.passage.sentence) if evidence.passage else ""
            self.sentences[finding.pk] = sentence
            if finding.quote_id:
                self._withheld[finding.quote_id].append(evidence.withheld)
            if sentence and sentence not in self._in_story[finding.article_id]:
                self._in_story[finding.article_id].append(sentence)
        versions = ArticleVersion.objects.filter(findings__in=pks).distinct()
        for version in versions.only("article_id", "text", "read_at"):
            length, read_at = self._versions.get(version.article_id, (0, version.read_at))
            self._versions[version.article_id] = max(length, len(version.text)), max(read_at, version.read_at)

    def characters(self, story: Article) -> int:
        """Return how long the story is, or all that is shown of it as `load.py` puts it together."""
        return max(self._versions.get(story.pk, (0,))[0], len(together(self._in_story[story.pk])))

    def read_at(self, story: Article) -> dt.datetime:
        return self._versions[story.pk][1] if story.pk in self._versions else story.first_read_at

    def words(self, quote: Quote) -> str:
        """Return a quote's words, unless no report has room for them any more."""
        withheld = self._withheld[quote.pk]
        return "" if withheld and all(withheld) else short(quote.text.rstrip(" ,"))

    def rows(self, name: str, kind: Kind) -> Iterator[Row]:
        """Yield the rows of a kind by number, those left out that something is needed of that is not public."""
        links = [column for column in kind.columns if kind.type_of(column) == "references"]
        for row in kind.model._base_manager.filter(pk__in=self.numbers[name]).order_by("pk").prefetch_related(
            *links
        ).iterator(AT_ONCE):  # fmt: skip
            values = {column: self._value(name, kind, column, row) for column in kind.columns}
            needed = [
                column for column in kind.columns if kind.refers_to(column) and kind.type_of(column) == "reference"
            ]
            if all(values[column] is not None or kind.field(column).null for column in needed):
                yield {"id": row.pk, **values}

    def _value(self, name: str, kind: Kind, column: str, row: Any) -> Any:
        if isinstance(kind.columns[column], Worked):
            return _plain(WORKED[name, column](self, row))
        if to := kind.refers_to(column):
            if kind.type_of(column) == "references":
                return sorted(one.pk for one in getattr(row, column).all() if one.pk in self.numbers[to])
            key = getattr(row, kind.field(column).attname)
            return key if key in self.numbers[to] else None
        return _plain(getattr(row, column))


def together(sentences: list[str]) -> str:
    """Return a story's sentences as one text, a paragraph each."""
    return "\n\n".join(sentences)


def _plain(value: Any) -> Any:
    """Return days and hours in ISO form, moments in UTC."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def _values(name: str) -> Callable[[Record, Any], Row]:
    return lambda _, row: {key: value for key, value in getattr(row, name).items() if key in LEDGER_VALUES}


def _told(name: str) -> Callable[[Record, Any], str]:
    return lambda record, row: "" if row.source_url in record.withdrawn else short(getattr(row, name))


LEDGERS = ("vote_changes", "event_changes")
WORKED: Mapping[tuple[str, str], Callable[[Record, Any], Any]] = {
    **{(ledger, name): _values(name) for ledger in LEDGERS for name in ("old", "new")},
    **{(ledger, name): _told(name) for ledger in LEDGERS for name in ("source_name", "source_url", "sentence")},
    ("quotes", "text"): Record.words,
    ("stories", "read_at"): Record.read_at,
    ("stories", "characters"): Record.characters,
    ("claims", "sentence"): lambda record, row: record.sentences[row.pk],
    ("claims", "says"): lambda _, row: {key: row.payload[key] for key in CLAIMED if key in row.payload},
}
